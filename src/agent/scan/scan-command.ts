/** `sentry-agent scan`: what is on the disk, sequence by sequence. Its arguments and help stand in files of their own. */
import { EXIT } from '../../shared/cli.ts';
import { displaySafe } from '../../shared/display-safe.ts';
import { countFrames } from '../../shared/frame-range.ts';
import { naturalOrder } from '../../shared/natural-order.ts';
import type { FileChecker } from '../io/file-checker.ts';
import { checkSequence } from './check-files.ts';
import { deleteOrphans, orphanFilesOf } from './delete-orphans.ts';
import type { ScanArguments } from './scan-arguments.ts';
import type { ScanDeps } from './scan-deps.ts';
import { jobKeyOf, jobsOf } from './scan-jobs.ts';
import { scanJson } from './scan-json.ts';
import { type ScanTarget, targetOf } from './scan-targets.ts';
import { directoryText, jobsText, type ScanTextOptions, summaryText } from './scan-text.ts';
import { type ScannedDirectory, walk } from './scan-walk.ts';
import { brokenOf, filesIn, missingOf, type ScannedSequence, sequencesOf, unreadableOf } from './scanned-sequence.ts';

/** So many files are checked before the line that tells of them is written anew. */
const CHECKED_BETWEEN_LINES = 8;

/** One scan on its way. */
interface Scan {
  readonly args: ScanArguments;
  readonly deps: ScanDeps;
  /** Null where files are not to be checked. */
  readonly checker: FileChecker | null;
  readonly text: ScanTextOptions;
  readonly sequences: ScannedSequence[];
  readonly problems: string[];
  directories: number;
  hidden: number;
}

/**
 * Scans and prints; resolves with the exit status: 0 when all is there and whole, 1 when anything is missing, empty,
 * orphaned, broken or cannot be read. Rejects where the output cannot be written.
 */
export async function runScan(args: ScanArguments, deps: ScanDeps): Promise<number> {
  const checker = args.check ? deps.startChecker() : null;
  const scan: Scan = {
    args,
    deps,
    checker,
    text: { columns: deps.columns, long: args.long, measured: !args.namesOnly },
    sequences: [],
    problems: [],
    directories: 0,
    hidden: 0,
  };
  try {
    for (const target of await targetsOf(scan)) await scanTarget(target, scan);
  } finally {
    await checker?.stop();
  }
  await printEnd(scan);
  return isAllThere(scan) ? EXIT.done : EXIT.failed;
}

/** What was typed, each once: a shell makes a name a frame of `*.exr`. */
async function targetsOf(scan: Scan): Promise<readonly ScanTarget[]> {
  const targets = new Map<string, ScanTarget>();
  for (const text of scan.args.targets) {
    try {
      const target = await targetOf(text, scan.deps.files);
      targets.set([target.directory, target.only?.prefix, target.only?.suffix].join('\0'), target);
    } catch (error) {
      tellProblem((error as Error).message, scan);
    }
  }
  return [...targets.values()];
}

async function scanTarget(target: ScanTarget, scan: Scan): Promise<void> {
  const { args, deps } = scan;
  const options = {
    ...args,
    depth: target.only ? 0 : args.depth,
    onProblem: (message: string) => tellProblem(message, scan),
  };
  const found = scan.sequences.length;
  for await (const directory of walk(target.directory, options, deps)) {
    scan.directories++;
    const shown = await readSequences(directory, target, scan);
    if (args.form === 'text') await deps.print(directoryText(directory.path, shown, scan.text));
    if (args.deleteOrphans) await deleteOrphans(shown.flatMap(orphanFilesOf), args.yes, deps);
    // Of a million files only what was found is kept.
    scan.sequences.push(...shown.map((sequence) => ({ ...sequence, columns: [] })));
  }
  if (target.only && scan.sequences.length === found)
    tellProblem(`There is no file of ${target.only.text.slice(-200)}; name another sequence, or its directory.`, scan);
}

async function readSequences(
  directory: ScannedDirectory,
  { only }: ScanTarget,
  scan: Scan,
): Promise<ScannedSequence[]> {
  const { args } = scan;
  const expected = args.expected ?? only?.expected ?? null;
  const all = sequencesOf({ ...directory, expected, measured: !args.namesOnly });
  const meant = all.filter(
    ({ columns }) => !only || columns.some(({ group }) => group.prefix === only.prefix && group.suffix === only.suffix),
  );
  const shown = args.all || only ? meant : withoutSingles(meant);
  scan.hidden += meant.length - shown.length;
  const sorted = shown.sort((a, b) => naturalOrder(a.pattern, b.pattern));
  return scan.checker ? await checkAll(sorted, directory, { checker: scan.checker, deps: scan.deps }) : sorted;
}

/** A single file is hardly a sequence, unless more is expected of it, or another stream of it is one. */
function withoutSingles(sequences: readonly ScannedSequence[]): ScannedSequence[] {
  const files = new Map<string, number>();
  for (const sequence of sequences) {
    const key = jobKeyOf(sequence);
    files.set(key, (files.get(key) ?? 0) + filesIn(sequence));
  }
  return sequences.filter((sequence) => sequence.expected !== null || (files.get(jobKeyOf(sequence)) ?? 0) > 1);
}

async function checkAll(
  sequences: readonly ScannedSequence[],
  { share }: ScannedDirectory,
  { deps, checker }: { readonly deps: ScanDeps; readonly checker: FileChecker },
): Promise<ScannedSequence[]> {
  const checked: ScannedSequence[] = [];
  for (const sequence of sequences) {
    const onProgress = (done: number, total: number): void => {
      if (deps.showsProgress && done % CHECKED_BETWEEN_LINES === 0)
        deps.printError(`\r\x1b[K${displaySafe(sequence.pattern)}: ${done} of ${total} checked`);
    };
    checked.push(await checkSequence(sequence, { checker, files: deps.files, share, onProgress }));
    if (deps.showsProgress) deps.printError('\r\x1b[K');
  }
  return checked;
}

async function printEnd({ args, deps, text, sequences, problems, directories, hidden }: Scan): Promise<void> {
  if (args.form === 'json') await deps.print(scanJson(sequences, problems));
  else if (directories > 0)
    await deps.print(jobsText(sequences, text) + summaryText(sequences, { directories, hidden }, text));
}

function isAllThere({ sequences, problems }: Scan): boolean {
  const isWhole = (sequence: ScannedSequence): boolean =>
    [missingOf(sequence), sequence.placeholders, brokenOf(sequence), unreadableOf(sequence)].every(
      (range) => countFrames(range) === 0,
    );
  const lacks = jobsOf(sequences).some(({ streams }) => streams.some((stream) => stream.lacks.length > 0));
  return problems.length === 0 && sequences.every(isWhole) && !lacks;
}

function tellProblem(message: string, { problems, deps }: Scan): void {
  problems.push(message);
  deps.printError(`sentry-agent scan: ${displaySafe(message)}\n`);
}
