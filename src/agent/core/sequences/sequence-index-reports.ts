/** From the frames of a name to the sequences of a report: widths merged, ranges written, unchanged ones kept. */
import type { Millis } from '../../../shared/clock.ts';
import { formatFrameRangeWithin } from '../../../shared/frames/frame-notation.ts';
import { type FrameRange, NO_FRAMES, rangeOfFrames, unionFrames } from '../../../shared/frames/frame-range.ts';
import { LONGEST_NOTATION } from '../../../shared/protocol/schema.ts';
import type { ExpectedSource, SequenceReport } from '../../../shared/protocol/sequence.ts';
import { type FrameColumn, type NameGroup, RECENT_COMPLETIONS } from './sequence-index.ts';
import { claimsOf, defectsOf, type LatestTime } from './sequence-index-details.ts';
import type { FrameState } from './sequence-index-frames.ts';
import { extensionOf } from './sequence-name.ts';

/** What is to be rendered, in range notation; null is unknown. */
export interface SequenceExpectation {
  readonly expected: string | null;
  readonly expectedFrom?: ExpectedSource | null;
}

/** What a directory's sequences have in common. */
export interface SequenceFrame extends SequenceExpectation {
  readonly share: string;
  readonly directory: string;
  readonly localPath: string;
  readonly title: string | null;
  /** Where what is expected hangs on the sequence: asked with its pattern, and counts instead. */
  readonly expectationOf?: (pattern: string) => SequenceExpectation;
  readonly layerOf?: NonNullable<SequenceReport['layerOf']>;
}

/**
 * Makes a directory's sequences; each call costs only what has changed since the last. `latest` tells the times of
 * files by the agent's clock; without it they are taken as they are.
 */
export function createSequenceReporter(
  frame: SequenceFrame,
  latest: LatestTime = (mtimeMs) => mtimeMs,
): (groups: readonly NameGroup[]) => SequenceReport[] {
  const kept = new WeakMap<NameGroup, { readonly version: number; readonly reports: readonly SequenceReport[] }>();
  return (groups) => {
    const all: SequenceReport[] = [];
    for (const group of groups) {
      let known = kept.get(group);
      if (known?.version !== group.version) {
        known = {
          version: group.version,
          reports: splitByPadding(group).map((part) => reportOf(group, part, { frame, latest })),
        };
        kept.set(group, known);
      }
      all.push(...known.reports);
    }
    return all;
  };
}

interface Part {
  readonly padding: number;
  readonly columns: readonly FrameColumn[];
}

/**
 * A width is a minimum: `1000` belongs to the zero-padded numbers of width 3 beside it. What no padded width
 * can claim makes a sequence of its own, as wide as its shortest number.
 */
export function splitByPadding(group: NameGroup): readonly Part[] {
  const columns = group.columns.filter((column) => column.frames.size > 0).toSorted((a, b) => a.width - b.width);
  const parts: { readonly padding: number; readonly columns: FrameColumn[] }[] = [];
  for (const column of columns.filter(({ padded }) => padded)) {
    // Those below zero have a column of their own.
    const last = parts.at(-1);
    if (last?.padding === column.width) last.columns.push(column);
    else parts.push({ padding: column.width, columns: [column] });
  }
  const unclaimed: FrameColumn[] = [];
  for (const column of columns) {
    if (column.padded) continue;
    const home = parts.findLast((part) => part.padding <= column.width);
    (home?.columns ?? unclaimed).push(column);
  }
  const first = unclaimed[0];
  return first ? [{ padding: first.width, columns: unclaimed }, ...parts] : parts;
}

interface Frame {
  readonly frame: SequenceFrame;
  readonly latest: LatestTime;
}

function reportOf(group: NameGroup, part: Part, { frame, latest }: Frame): SequenceReport {
  const { columns, padding } = part;
  const ranges = rangesOf(columns);
  const { expectationOf, ...common } = frame;
  const pattern = `${group.prefix}${'#'.repeat(padding)}${group.suffix}`;
  return {
    ...common,
    ...expectationOf?.(pattern),
    pattern,
    extension: extensionOf(group.suffix),
    padding,
    done: ranges.done.notation,
    writing: ranges.writing.notation,
    placeholders: ranges.placeholders.notation,
    broken: ranges.broken.notation,
    suspicious: ranges.suspicious.notation,
    doneBytes: columns.reduce((sum, column) => sum + column.frames.doneBytes, 0),
    truncated: Object.values(ranges).some((range) => range.truncated),
    startedAt: timestamp(extreme(columns, (column) => column.startedAt, Math.min)),
    changedAt: timestamp(extreme(columns, (column) => column.changedAt, Math.max)),
    recent: columns
      .flatMap((column) => column.recent)
      .sort((a, b) => a.at - b.at)
      .slice(-RECENT_COMPLETIONS)
      .map(({ at, startedAt, ...facts }) => ({
        ...facts,
        at: new Date(at).toISOString(),
        startedAt: timestamp(startedAt),
      })),
    claims: claimsOf(columns, latest),
    defects: defectsOf(columns),
  };
}

type Notation = ReturnType<typeof formatFrameRangeWithin>;

function rangesOf(
  columns: readonly FrameColumn[],
): Readonly<Record<'done' | 'writing' | 'placeholders' | 'broken' | 'suspicious', Notation>> {
  const inState = (state: FrameState): Notation =>
    cut(joined(columns, (column) => rangeOfFrames(column.frames.framesIn(state))));
  return {
    done: cut(joined(columns, (column) => column.frames.doneRange())),
    writing: inState('writing'),
    placeholders: inState('placeholder'),
    broken: inState('broken'),
    suspicious: cut(joined(columns, (column) => column.frames.suspicious())),
  };
}

function joined(columns: readonly FrameColumn[], rangeOf: (column: FrameColumn) => FrameRange): FrameRange {
  return columns.reduce((range, column) => unionFrames(range, rangeOf(column)), NO_FRAMES);
}

function cut(range: FrameRange): Notation {
  return formatFrameRangeWithin(range, LONGEST_NOTATION);
}

function extreme(
  columns: readonly FrameColumn[],
  timeOf: (column: FrameColumn) => Millis | null,
  choose: (a: number, b: number) => number,
): Millis | null {
  return columns.reduce<Millis | null>((found, column) => {
    const time = timeOf(column);
    return time === null || found === null ? (found ?? time) : choose(found, time);
  }, null);
}

function timestamp(at: Millis | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
