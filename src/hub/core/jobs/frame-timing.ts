/** What each finished frame took, and which were the first of a renderer's run, worked out of a job's ledger. */
import type { Millis } from '../../../shared/clock.ts';
import { currentRows, type FrameLedger, ownedRows } from './frame-ledger.ts';
import {
  AT,
  cellOf,
  cellOrNull,
  evidenceOfRow,
  FRAME,
  type FrameMark,
  type MarkTable,
  NODE,
  NONE,
  nodeOfRow,
  SECONDS,
  SIZE_BYTES,
  STARTED_AT,
} from './mark-table.ts';

/** A gap of so many times the usual was a pause, not a frame. */
const PAUSE_FACTOR = 10;
/** Files that are there for less than this of the time between two frames are written at the end of them. */
const REAL_SPAN_SHARE = 0.5;
/** Of a single frame, with nothing to compare: less than this is the writing of its file, not the rendering. */
const SHORTEST_REAL_SECONDS = 1;
/** What is usual is read from so many of the latest frames. */
const USUAL_OF = 2_000;

export interface TimedFrame extends FrameMark {
  /** What it took: as the renderer says, else since its file appeared, else since its node's frame before; null is unknown. */
  readonly seconds: number | null;
  /** The first of a renderer's run, or after a pause: it bears the loading of the scene. */
  readonly isFirst: boolean;
  /** The same as `at` by the clock that was asked for. */
  readonly finishedAt: Millis;
}

export interface TimingAsked {
  /** So many of the latest; all where it is not said. */
  readonly most?: number;
  /** Of the wall times of the ledger. */
  readonly monotonic: (wall: Millis) => Millis;
}

/** The last rendering of each frame, oldest first. */
export function timelineOf(ledger: FrameLedger, asked: TimingAsked): readonly TimedFrame[] {
  return timed(ledger, currentRows(ledger), asked);
}

/** Everybody's own renderings, those that were rendered over included, oldest first. */
export function worksOf(ledger: FrameLedger, asked: TimingAsked): readonly TimedFrame[] {
  return timed(ledger, ownedRows(ledger), asked);
}

function timed(ledger: FrameLedger, unsorted: number[], { most = unsorted.length, monotonic }: TimingAsked) {
  const { marks } = ledger;
  const byTime = (a: number, b: number): number =>
    cellOf(marks, a, AT) - cellOf(marks, b, AT) || cellOf(marks, a, FRAME) - cellOf(marks, b, FRAME);
  const rows = unsorted.sort(byTime);
  const { gaps, sinceStarts } = linksOf(ledger, rows);
  const usualGap = median(gaps.subarray(-USUAL_OF));
  const areSpansReal = spansAreReal(
    Float64Array.from(rows.slice(-USUAL_OF), (row) => spanSeconds(marks, row)),
    usualGap,
  );
  const frames: TimedFrame[] = [];
  for (let i = Math.max(0, rows.length - most); i < rows.length; i++) {
    const row = rows[i] as number;
    const [gap, sinceStart] = [gaps[i] as number, sinceStarts[i] as number];
    const isPause = gap > PAUSE_FACTOR * usualGap;
    // Frames of nobody known come from several nodes: the time between them is nobody's frame.
    const isOwned = cellOf(marks, row, NODE) !== NONE;
    const between = isOwned ? firstKnown(sinceStart, isPause ? Number.NaN : gap) : Number.NaN;
    const span = areSpansReal ? spanSeconds(marks, row) : Number.NaN;
    const seconds = firstKnown(cellOf(marks, row, SECONDS), firstKnown(span, between));
    const at = cellOf(marks, row, AT);
    // Written out: a spread with more behind it costs a hidden class for each object.
    frames.push({
      frame: cellOf(marks, row, FRAME),
      at,
      startedAt: cellOrNull(marks, row, STARTED_AT),
      seconds: Number.isNaN(seconds) ? null : seconds,
      sizeBytes: cellOf(marks, row, SIZE_BYTES),
      node: nodeOfRow(marks, row),
      evidence: evidenceOfRow(marks, row),
      isFirst: Number.isNaN(gap) || !Number.isNaN(sinceStart) || isPause,
      finishedAt: monotonic(at),
    });
  }
  return frames;
}

function firstKnown(a: number, b: number): number {
  return Number.isNaN(a) ? b : a;
}

/** Of each frame the seconds since the same node's frame before, and since the renderer's start where that came after it. */
function linksOf({ marks, starts }: FrameLedger, rows: readonly number[]) {
  const startsBy = marks.nodes.map((node) => starts.get(node));
  // One place more for nobody.
  const before = new Float64Array(marks.nodes.length + 1).fill(Number.NaN);
  const gaps = new Float64Array(rows.length);
  const sinceStarts = new Float64Array(rows.length);
  for (const [i, row] of rows.entries()) {
    const [node, at] = [cellOf(marks, row, NODE), cellOf(marks, row, AT)];
    const last = before[node + 1] as number;
    before[node + 1] = at;
    const started = startsBy[node]?.findLast((start) => start <= at) ?? Number.NaN;
    gaps[i] = (at - last) / 1000;
    sinceStarts[i] = started <= last ? Number.NaN : (at - started) / 1000;
  }
  return { gaps, sinceStarts };
}

/** Whether files of this job appear when their frames are begun, as placeholders do, and not when they are saved. */
function spansAreReal(spans: Float64Array, usualGap: number): boolean {
  return median(spans) >= (Number.isNaN(usualGap) ? SHORTEST_REAL_SECONDS : REAL_SPAN_SHARE * usualGap);
}

function spanSeconds(marks: MarkTable, row: number): number {
  const [at, startedAt] = [cellOf(marks, row, AT), cellOf(marks, row, STARTED_AT)];
  return startedAt > at ? Number.NaN : (at - startedAt) / 1000;
}

/** Of those that are known, the upper one of an even number; NaN of none. */
function median(values: Float64Array): number {
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  return known[known.length >> 1] ?? Number.NaN;
}
