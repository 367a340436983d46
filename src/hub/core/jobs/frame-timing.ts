/** What each finished frame took, and which were the first of a renderer's run, worked out of a job's ledger. */
import type { Millis } from '../../../shared/clock.ts';
import { currentMarks, type FrameLedger, type FrameMark, marksOf } from './frame-ledger.ts';

/** A gap of so many times the usual was a pause, not a frame. */
const PAUSE_FACTOR = 10;
/** Files that are there for less than this of the time between two frames are written at the end of them. */
const REAL_SPAN_SHARE = 0.5;
/** Of a single frame, with nothing to compare: less than this is the writing of its file, not the rendering. */
const SHORTEST_REAL_SECONDS = 1;

export interface TimedFrame extends FrameMark {
  /** What it took: as the renderer says, else since its file appeared, else since its node's frame before; null is unknown. */
  readonly seconds: number | null;
  /** The first of a renderer's run, or after a pause: it bears the loading of the scene. */
  readonly isFirst: boolean;
}

/** A frame between the same node's frames. */
interface Link {
  readonly mark: FrameMark;
  /** Since the frame before; null for the first. */
  readonly gapSeconds: number | null;
  /** Since the renderer's start, where that came after the frame before. */
  readonly sinceStartSeconds: number | null;
}

/** The last rendering of each frame, oldest first. */
export function timelineOf(ledger: FrameLedger): readonly TimedFrame[] {
  return timed(currentMarks(ledger), ledger.starts);
}

/** Everybody's own renderings, those that were rendered over included, oldest first. */
export function worksOf(ledger: FrameLedger): readonly TimedFrame[] {
  return timed(
    marksOf(ledger).filter((mark) => mark.node !== null),
    ledger.starts,
  );
}

function timed(marks: readonly FrameMark[], starts: ReadonlyMap<string, readonly Millis[]>): readonly TimedFrame[] {
  const links = linksOf(
    marks.toSorted((a, b) => a.at - b.at || a.frame - b.frame),
    starts,
  );
  const usualGap = median(links.flatMap((link) => link.gapSeconds ?? []));
  const areSpansReal = spansAreReal(links, usualGap);
  return links.map(({ mark, gapSeconds, sinceStartSeconds }) => {
    const isPause = gapSeconds !== null && usualGap !== null && gapSeconds > PAUSE_FACTOR * usualGap;
    const isFirst = gapSeconds === null || sinceStartSeconds !== null || isPause;
    const span = areSpansReal ? spanSeconds(mark) : null;
    // Frames of nobody known come from several nodes: the time between them is nobody's frame.
    const between = mark.node === null ? null : (sinceStartSeconds ?? (isPause ? null : gapSeconds));
    return { ...mark, seconds: mark.seconds ?? span ?? between, isFirst };
  });
}

function linksOf(marks: readonly FrameMark[], starts: ReadonlyMap<string, readonly Millis[]>): readonly Link[] {
  const before = new Map<string | null, Millis>();
  return marks.map((mark) => {
    const last = before.get(mark.node);
    before.set(mark.node, mark.at);
    const started = starts.get(mark.node ?? '')?.findLast((at) => at <= mark.at);
    const isRunsFirst = started !== undefined && (last === undefined || started > last);
    return {
      mark,
      gapSeconds: last === undefined ? null : (mark.at - last) / 1000,
      sinceStartSeconds: isRunsFirst ? (mark.at - started) / 1000 : null,
    };
  });
}

/** Whether files of this job appear when their frames are begun, as placeholders do, and not when they are saved. */
function spansAreReal(links: readonly Link[], usualGap: number | null): boolean {
  const span = median(links.flatMap(({ mark }) => spanSeconds(mark) ?? []));
  if (span === null) return false;
  return span >= (usualGap === null ? SHORTEST_REAL_SECONDS : REAL_SPAN_SHARE * usualGap);
}

function spanSeconds({ at, startedAt }: FrameMark): number | null {
  return startedAt === null || startedAt > at ? null : (at - startedAt) / 1000;
}

/** The upper one of an even number; null of none. */
function median(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? null;
}
