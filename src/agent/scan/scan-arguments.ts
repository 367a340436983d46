/** What `sentry-agent scan` is asked for. */
import { type CommandLine, readCommandLine } from '../../shared/command-line.ts';
import { orMistake } from '../../shared/frames/frame-mistake.ts';
import { parseFrameRange } from '../../shared/frames/frame-notation.ts';
import type { FrameRange } from '../../shared/frames/frame-range.ts';
import { UsageError } from '../../shared/usage-error.ts';

export interface ScanArguments {
  readonly wants: CommandLine['wants'];
  /** Directories, names with a word for the frame (`shot.####.exr`), or single files, as they were typed. */
  readonly targets: readonly string[];
  readonly form: 'text' | 'json';
  /** Whether each file is read, so that broken ones are found. */
  readonly check: boolean;
  /** How many levels below a directory are read too; 0 is itself alone. */
  readonly depth: number;
  readonly expected: FrameRange | null;
  /** Whether names that are no outputs, dotfiles and single files are shown too. */
  readonly all: boolean;
  readonly long: boolean;
  /** Further names to pass over, with `*` at either end. */
  readonly ignore: readonly string[];
  /** Names are read, sizes are not: no placeholders then, but a large share is read quickly. */
  readonly namesOnly: boolean;
  /** Whether decimals behind a frame's number are a subframe's: `foo.0001.5.exr` is frame 1.5. */
  readonly subframes: boolean;
  readonly deleteOrphans: boolean;
  /** Frames whose empty and cut files are orphans whatever their age, as somebody says who knows. */
  readonly orphans: FrameRange | null;
  /** Nobody is asked before a deletion. */
  readonly yes: boolean;
}

const PROGRAM = 'sentry-agent scan';

/** `argv` is what follows the word `scan`. Throws UsageError. */
export function readScanArguments(argv: readonly string[]): ScanArguments {
  const { input, flags, wants } = readCommandLine(PROGRAM, argv, {
    json: { type: 'boolean' },
    check: { type: 'boolean' },
    recursive: { type: 'boolean' },
    depth: { type: 'number' },
    frames: { type: 'string' },
    all: { type: 'boolean' },
    long: { type: 'boolean' },
    ignore: { type: 'string', isMultiple: true },
    names: { type: 'boolean' },
    subframes: { type: 'boolean' },
    deleteOrphans: { type: 'boolean' },
    orphans: { type: 'string' },
    yes: { type: 'boolean' },
  });
  const args: ScanArguments = {
    wants,
    targets: input.length > 0 ? input : ['.'],
    form: flags.json === true ? 'json' : 'text',
    check: flags.check === true,
    depth: depthOf(flags),
    expected: typeof flags.frames === 'string' ? rangeOf(flags.frames) : null,
    all: flags.all === true,
    long: flags.long === true,
    ignore: Array.isArray(flags.ignore) ? flags.ignore.map(String) : [],
    namesOnly: flags.names === true,
    subframes: flags.subframes === true,
    deleteOrphans: flags.deleteOrphans === true,
    orphans: typeof flags.orphans === 'string' ? rangeOf(flags.orphans) : null,
    yes: flags.yes === true,
  };
  refuseContradictions(args);
  return args;
}

function depthOf({ recursive, depth }: Readonly<Record<string, unknown>>): number {
  if (depth === undefined) return recursive === false ? 0 : Number.POSITIVE_INFINITY;
  if (recursive === false) throw new UsageError('--depth and --no-recursive exclude each other; give one of them.');
  if (typeof depth !== 'number' || !Number.isInteger(depth) || depth < 0)
    throw new UsageError('The option --depth needs a whole number of 0 or more.');
  return depth;
}

function rangeOf(notation: string): FrameRange {
  return orMistake(UsageError, () => parseFrameRange(notation));
}

function refuseContradictions({ namesOnly, check, deleteOrphans, orphans, yes }: ScanArguments): void {
  if (namesOnly && (check || deleteOrphans || orphans))
    throw new UsageError('--names reads no file; leave it out with --check, --delete-orphans and --orphans.');
  if (yes && !deleteOrphans)
    throw new UsageError('--yes answers what only --delete-orphans asks; give both or neither of them.');
}
