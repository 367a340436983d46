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

/** Words that other versions of this program understand: a directory of that name is hardly meant. */
const COMMANDS: readonly string[] = ['run', 'scan', 'frames', 'join', 'doctor'];

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
  const command = input[0];
  if (wants === null && command !== undefined && COMMANDS.includes(command))
    throw new UsageError(
      `The command "${command}" is not available in this version; write ./${command} to watch a directory of that name.`,
    );
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
