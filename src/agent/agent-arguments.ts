import { type CommandLine, readCommandLine } from '../shared/command-line.ts';
import { UsageError } from '../shared/usage-error.ts';

/** What the command line asks for, not yet looked into: settings come from elsewhere too. */
export interface AgentArguments {
  readonly wants: CommandLine['wants'];
  /** By the names of the settings. */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly configFile: string | undefined;
  readonly once: boolean;
}

/** Words that begin another command line altogether, with options and a help of its own. */
export type AgentCommand = (typeof COMMANDS)[number];

const COMMANDS = ['scan', 'frames', 'doctor'] as const;

/** Words that other versions of this program understand: a directory of that name is hardly meant. */
const LATER_COMMANDS: readonly string[] = ['run', 'join'];

/** The command that the first argument names; null where the agent itself is meant. */
export function agentCommand(argv: readonly string[]): AgentCommand | null {
  return COMMANDS.find((command) => command === argv[0]) ?? null;
}

/** Throws UsageError. */
export function readAgentArguments(argv: readonly string[]): AgentArguments {
  const { input, flags, wants } = readCommandLine('sentry-agent', argv, {
    hub: { type: 'string' },
    frames: { type: 'string' },
    title: { type: 'string' },
    interval: { type: 'number' },
    share: { type: 'string' },
    tag: { type: 'string', isMultiple: true },
    poll: { type: 'boolean' },
    once: { type: 'boolean' },
    config: { type: 'string' },
    nodeId: { type: 'string' },
  });
  if (wants === null) refuseCommand(input);
  const { tag, once, config, ...rest } = flags;
  const directories = input.length > 0 ? { directories: input } : {};
  const tags = tag === undefined ? {} : { tags: tag };
  return {
    wants,
    flags: { ...rest, ...directories, ...tags },
    configFile: typeof config === 'string' ? config : undefined,
    once: once === true,
  };
}

function refuseCommand(input: readonly string[]): void {
  const command = input[0] ?? '';
  if (LATER_COMMANDS.includes(command))
    throw new UsageError(
      `The command "${command}" is not available in this version; write ./${command} to watch a directory of that name.`,
    );
  if (agentCommand(input))
    throw new UsageError(
      `The command "${command}" stands before its options: sentry-agent ${command} ...; write ./${command} to watch a directory of that name.`,
    );
}
