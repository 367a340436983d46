/** A scan's findings for people: a directory a block, a sequence a line. Pure. */
import { basename } from 'node:path';
import { displaySafe } from '../../shared/display-safe.ts';
import { formatFrameRange } from '../../shared/frames/frame-notation.ts';
import { countFrames, type FrameRange } from '../../shared/frames/frame-range.ts';
import { cellWidth, fitCells } from '../../shared/text-cells.ts';
import { formatBytes } from '../../shared/units.ts';
import { foldLine } from './fold-line.ts';
import { jobsOf, type ScannedJob } from './scan-jobs.ts';
import { brokenOf, missingOf, type ScannedSequence, unreadableOf } from './scanned-sequence.ts';

export interface ScanTextOptions {
  /** Cells a line may have; null: as many as it needs. */
  readonly columns: number | null;
  readonly long: boolean;
  /** Whether sizes were asked for. */
  readonly measured: boolean;
}

/** Wider columns than these are not aligned to: one long name would push all others away. */
const WIDEST_NAME = 60;
const WIDEST_RANGE = 32;

/** The sequences of one directory under its name; '' without any. */
export function directoryText(
  directory: string,
  sequences: readonly ScannedSequence[],
  options: ScanTextOptions,
): string {
  if (sequences.length === 0) return '';
  const rows = sequences.map((sequence) => ({ sequence, cells: cellsOf(sequence, options) }));
  const widths = [0, 1, 2, 3].map((at) => Math.max(...rows.map(({ cells }) => cellWidth(cells[at] ?? ''))));
  const lines = rows.flatMap(({ sequence, cells }) => [
    rowText(cells, widths, notesOf(sequence)),
    ...(options.long ? [`      ${longText(sequence)}`] : []),
    ...sequence.defects.map(
      ({ path, kind, why }) => `      ${displaySafe(basename(path))}  ${kind}: ${displaySafe(why)}`,
    ),
  ]);
  return linesText([displaySafe(directory), ...lines], options);
}

/** What the jobs of several streams lack, a line each; '' without any. */
export function jobsText(sequences: readonly ScannedSequence[], options: ScanTextOptions): string {
  const jobs = jobsOf(sequences);
  return jobs.length === 0
    ? ''
    : linesText(['jobs of several streams', ...jobs.map((job) => `  ${jobText(job)}`)], options);
}

/** One line on all of it. `hidden`: how many single files are not shown. */
export function summaryText(
  sequences: readonly ScannedSequence[],
  { directories, hidden }: { readonly directories: number; readonly hidden: number },
  options: ScanTextOptions,
): string {
  const sum = (of: (sequence: ScannedSequence) => number): number =>
    sequences.reduce((total, sequence) => total + of(sequence), 0);
  const sumOf = (of: (sequence: ScannedSequence) => FrameRange): number => sum((sequence) => countFrames(of(sequence)));
  const found = [
    counted(directories, 'directory', 'directories'),
    counted(sequences.length, 'sequence', 'sequences'),
    counted(
      sumOf(({ frames }) => frames),
      'frame',
      'frames',
    ),
    ...(options.measured ? [formatBytes(sum(({ bytes }) => bytes))] : []),
  ];
  const wrong = [
    [sumOf(missingOf), 'missing'],
    [sumOf(({ placeholders }) => placeholders), 'empty'],
    [sumOf(({ orphans }) => orphans), 'orphaned'],
    [sumOf(({ suspicious }) => suspicious), 'suspicious'],
    [sumOf(brokenOf), 'broken'],
    [sumOf(unreadableOf), 'unreadable'],
  ].flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}`]));
  const single = hidden === 0 ? '' : ` (${counted(hidden, 'single file', 'single files')} not shown; --all shows them)`;
  return `${found.join(', ')}${wrong.length === 0 ? '' : `; ${wrong.join(', ')}`}${single}\n`;
}

function cellsOf({ frames, bytes, pattern }: ScannedSequence, { measured }: ScanTextOptions): readonly string[] {
  const size = measured ? formatBytes(bytes) : '';
  return [`${countFrames(frames)}`, size, displaySafe(pattern), formatFrameRange(frames) || 'none'];
}

function rowText(cells: readonly string[], widths: readonly number[], notes: readonly string[]): string {
  const [count = '', size = '', name = '', range = ''] = cells;
  const [countWidth = 0, sizeWidth = 0, nameWidth = 0, rangeWidth = 0] = widths;
  const parts = [
    fitCells(count, countWidth, 'right'),
    ...(sizeWidth === 0 ? [] : [fitCells(size, sizeWidth, 'right')]),
    padded(name, Math.min(nameWidth, WIDEST_NAME)),
    padded(range, Math.min(rangeWidth, WIDEST_RANGE)),
    notes.join('; '),
  ];
  return `  ${parts.join('  ')}`;
}

/** Nothing is cut: what is wider than its column stands out. */
function padded(text: string, width: number): string {
  return cellWidth(text) >= width ? text : fitCells(text, width);
}

function notesOf(sequence: ScannedSequence): readonly string[] {
  const { placeholders, orphans, suspicious } = sequence;
  return [
    noteOn('missing', missingOf(sequence)),
    noteOn('empty', placeholders),
    noteOn('orphaned', orphans),
    noteOn('broken', brokenOf(sequence)),
    noteOn('unreadable', unreadableOf(sequence)),
    noteOn('suspiciously small', suspicious),
  ].flat();
}

function noteOn(what: string, range: FrameRange): readonly string[] {
  return range.length === 0 ? [] : [`${what} ${formatFrameRange(range)}`];
}

function longText({ padding, extension, expected, stream, frames, bytes }: ScannedSequence): string {
  const { job, layer, view, tile } = stream;
  const count = countFrames(frames);
  const tokens = [
    ...(layer === null ? [] : [`layer ${layer}`]),
    ...(view === null ? [] : [`view ${view}`]),
    ...(tile === null ? [] : [`tile ${tile}`]),
  ];
  const facts = [
    `padding ${padding}`,
    extension === '' ? 'no extension' : extension,
    ...(bytes > 0 ? [`${formatBytes(bytes / count)} a frame`] : []),
    expected ? `expected ${formatFrameRange(expected)}` : 'no expected range',
    ...(tokens.length === 0 ? [] : [`${tokens.join(', ')} of ${job.pattern}`]),
  ];
  return displaySafe(facts.join('; '));
}

function jobText({ directory, pattern, streams, frames }: ScannedJob): string {
  const names = streams.map(({ name }) => name).join(', ');
  const lacking = streams.flatMap(({ name, lacks }) =>
    lacks.length === 0 ? [] : [`; ${name} lacks ${formatFrameRange(lacks)}`],
  );
  const where = directory === '' || directory.endsWith('/') ? directory : `${directory}/`;
  return displaySafe(`${where}${pattern}  ${names}: ${formatFrameRange(frames) || 'none'}${lacking.join('')}`);
}

function linesText(lines: readonly string[], { columns }: ScanTextOptions): string {
  return lines.map((line) => `${columns === null ? line.trimEnd() : foldLine(line.trimEnd(), columns)}\n`).join('');
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
