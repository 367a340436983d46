/** What `sentry-agent doctor` is asked for. */
import { type CommandLine, readCommandLine } from '../../shared/command-line.ts';

export interface DoctorArguments {
  readonly wants: CommandLine['wants'];
  /** As they were typed. */
  readonly directories: readonly string[];
  /** Null where no hub is to be asked. */
  readonly hub: string | null;
  readonly form: 'text' | 'json';
}

/** `argv` is what follows the word `doctor`. Throws UsageError. */
export function readDoctorArguments(argv: readonly string[]): DoctorArguments {
  const { input, flags, wants } = readCommandLine('sentry-agent doctor', argv, {
    json: { type: 'boolean' },
    hub: { type: 'string' },
  });
  return {
    wants,
    directories: input,
    hub: typeof flags.hub === 'string' ? flags.hub : null,
    form: flags.json === true ? 'json' : 'text',
  };
}
