import meow from 'meow';
import { UsageError } from './usage-error.ts';
import { VERSION } from './version.ts';

export interface FlagSpec {
  readonly type: 'string' | 'number' | 'boolean';
  /** May be given several times; its values come as a list. */
  readonly isMultiple?: boolean;
}

export interface CommandLine {
  /** Arguments that are no options. */
  readonly input: readonly string[];
  /** Only what was given, in camel case: a default would hide the settings of files and environment. */
  readonly flags: Readonly<Record<string, unknown>>;
  /** What was asked for instead of the program's work. */
  readonly wants: 'help' | 'version' | null;
}

/**
 * Reads arguments by `specs` (keys in camel case: `nodeId` is `--node-id`); `--help` and `--version` are always known.
 * Throws UsageError for unknown options, missing values and numbers that are none.
 */
export function readCommandLine(
  program: string,
  argv: readonly string[],
  specs: Readonly<Record<string, FlagSpec>>,
): CommandLine {
  const flags = { ...specs, help: { type: 'boolean' }, version: { type: 'boolean' } } as const;
  const end = argv.indexOf('--');
  const options = end < 0 ? argv : argv.slice(0, end);
  refuseValues(options, flags);
  const read = readFlags(program, argv, flags);
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(read.flags)) {
    const spec: FlagSpec | undefined = flags[name as keyof typeof flags];
    const option = optionText(name);
    if (!spec) throw new UsageError(`There is no option ${option}; ${program} --help lists them all.`);
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    const isGiven = value !== undefined && values.length > 0;
    if (!isGiven && !options.includes(option)) continue;
    if (!isGiven || values.includes(''))
      throw new UsageError(`The option ${option} needs a value; write it as ${option}=VALUE.`);
    if (values.some(Number.isNaN)) throw new UsageError(`The option ${option} needs a number.`);
    given[name] = value;
  }
  const { help, version, ...rest } = given;
  return { input: read.input, flags: rest, wants: help ? 'help' : version ? 'version' : null };
}

/** `--json=yes` would be taken for no: a boolean option is there, or is not. */
function refuseValues(options: readonly string[], flags: Readonly<Record<string, FlagSpec>>): void {
  for (const [name, { type }] of Object.entries(flags)) {
    const option = optionText(name);
    const value = options.find((argument) => argument.startsWith(`${option}=`))?.slice(option.length + 1);
    if (type === 'boolean' && value !== undefined && value !== 'true' && value !== 'false')
      throw new UsageError(`The option ${option} takes no value; write it as ${option}.`);
  }
}

function readFlags(
  program: string,
  argv: readonly string[],
  flags: Readonly<Record<string, FlagSpec>>,
): { readonly input: readonly string[]; readonly flags: Readonly<Record<string, unknown>> } {
  try {
    return meow({
      importMeta: import.meta,
      pkg: { name: program, version: VERSION },
      argv: [...argv],
      flags: flags as Record<string, { type: 'string'; isMultiple: boolean }>,
      autoHelp: false,
      autoVersion: false,
      booleanDefault: undefined,
    });
  } catch (error) {
    // meow's own sentence, as for an option that was given twice.
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** `nodeId` as it is typed: `--node-id`. */
function optionText(name: string): string {
  const dashed = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return name.length === 1 ? `-${name}` : `--${dashed}`;
}

/** For programs that take options only. Throws UsageError where something else was given. */
export function refuseArguments(program: string, input: readonly string[]): void {
  if (input.length === 0) return;
  throw new UsageError(`There is no command "${input[0]?.slice(0, 40)}"; ${program} takes flags only, see --help.`);
}
