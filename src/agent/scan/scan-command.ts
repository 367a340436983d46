/** `sentry-agent scan`: what is on the disk, sequence by sequence. Its arguments and help stand in files of their own. */
import { EXIT } from '../../shared/cli.ts';
import { displaySafe } from '../../shared/display-safe.ts';
import { countFrames } from '../../shared/frames/frame-range.ts';
import { naturalOrder } from '../../shared/natural-order.ts';
import type { FileChecker } from '../io/checks/file-checker.ts';
import { checkSequence } from './check-files.ts';
import { deleteOrphans, tellUnchecked, tellUnproven } from './delete-orphans.ts';
import { type JoinedSequence, rejoined } from './join-subframes.ts';
import { orphanFilesOf } from './orphan-files.ts';
import type { ScanArguments } from './scan-arguments.ts';
import type { ScanDeps } from './scan-deps.ts';
import { jobsOf } from './scan-jobs.ts';
import { scanJson } from './scan-json.ts';
import { joinTargets, type NamedSequence, type ScanTarget, targetOf } from './scan-targets.ts';
import { directoryText, jobsText, type ScanTextOptions, summaryText } from './scan-text.ts';
import { type ScannedDirectory, walk } from './scan-walk.ts';
import { brokenOf, missingOf, type ScannedSequence, sequencesOf, unreadableOf } from './scanned-sequence.ts';
import { selectSequences } from './select-sequences.ts';

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

async function targetsOf(scan: Scan): Promise<readonly ScanTarget[]> {
  const targets: ScanTarget[] = [];
  for (const text of scan.args.targets) {
    try {
      targets.push(await targetOf(text, scan.deps.files));
    } catch (error) {
      tellProblem((error as Error).message, scan);
    }
  }
  return joinTargets(targets);
}

async function scanTarget(target: ScanTarget, scan: Scan): Promise<void> {
  const { args, deps } = scan;
  const options = {
    ...args,
    depth: target.only ? 0 : args.depth,
    // What somebody names is no temporary file, nor anything else that is passed over.
    all: args.all || target.only !== null,
    onProblem: (message: string) => tellProblem(message, scan),
  };
  const problems = scan.problems.length;
  const lost = new Set(target.only);
  for await (const directory of walk(target.directory, options, deps)) {
    scan.directories++;
    const shown = await readSequences(directory, { ...target, lost }, scan);
    const sequences = shown.map(({ sequence }) => sequence);
    if (args.form === 'text') await deps.print(directoryText(directory.path, sequences, scan.text));
    if (args.deleteOrphans) await deleteOrphansOf(shown, directory, scan);
    // Of a million files only what was found is kept.
    scan.sequences.push(...sequences.map((sequence) => ({ ...sequence, columns: [] })));
  }
  if (scan.problems.length > problems) return;
  for (const { text } of lost)
    tellProblem(`There is no file of ${text.slice(-200)}; name another sequence, or its directory.`, scan);
}

async function deleteOrphansOf(
  shown: readonly JoinedSequence[],
  { share }: ScannedDirectory,
  { args: { orphans, yes }, checker, deps }: Scan,
): Promise<void> {
  const files = shown.flatMap((one) => orphanFilesOf(one, orphans));
  const check = checker && ((path: string) => checker.check(path, share));
  await deleteOrphans(files, { yes, check }, deps);
  tellUnproven(
    shown.flatMap((one) => one.sources),
    deps,
  );
  if (!checker && orphans) tellUnchecked(shown, orphans, deps);
}

/** `lost`: what was named, of which nothing has been found yet. */
async function readSequences(
  directory: ScannedDirectory,
  { only, lost }: ScanTarget & { readonly lost: Set<NamedSequence> },
  scan: Scan,
): Promise<readonly JoinedSequence[]> {
  const { args, checker, deps } = scan;
  const given = (only ?? []).filter(({ file }) => file === null);
  const { expected, orphans, namesOnly } = args;
  const all = sequencesOf({ ...directory, expected, orphans, measured: !namesOnly, given });
  const { told, hidden } = selectSequences(all, { ...args, only, lost });
  scan.hidden += hidden;
  const sorted = told.toSorted((a, b) => naturalOrder(a.sequence.pattern, b.sequence.pattern));
  return checker ? await checkAll(sorted, directory, { checker, deps }) : sorted;
}

async function checkAll(
  told: readonly JoinedSequence[],
  { share }: ScannedDirectory,
  { deps, checker }: { readonly deps: ScanDeps; readonly checker: FileChecker },
): Promise<JoinedSequence[]> {
  const checked: JoinedSequence[] = [];
  for (const { sequence, sources } of told) {
    const onProgress = (done: number, total: number): void => {
      if (deps.showsProgress && done % CHECKED_BETWEEN_LINES === 0)
        deps.printError(`\r\x1b[K${displaySafe(sequence.pattern)}: ${done} of ${total} checked`);
    };
    const each: ScannedSequence[] = [];
    for (const source of sources)
      each.push(await checkSequence(source, { checker, files: deps.files, share, onProgress }));
    checked.push(...rejoined(each, sequence));
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
