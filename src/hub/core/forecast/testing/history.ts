/** How a render went, from its first frame to its last: what a forecast is measured against. */
import { rangeOfFrames, subtractFrames } from '../../../../shared/frames/frame-range.ts';
import type { FinishedFrame, ForecastInput, FrameInHand } from '../forecast-input.ts';

/** A frame, who rendered it, and when: seconds since the start of the render. */
export type HistoryRow = readonly [frame: number, node: string, start: number, end: number];

export interface History {
  readonly name: string;
  readonly source: 'recorded' | 'made up';
  /** `arrivals`: nobody knows who rendered a frame and when it was begun. */
  readonly known: 'nodes' | 'arrivals';
  readonly frames: readonly [first: number, last: number];
  /** Whether a node's first frame bears the loading of the scene, as where one process renders them all. */
  readonly loads: boolean;
  /** Nodes that went away, and when. */
  readonly lost: readonly (readonly [node: string, at: number])[];
  /** By their ends. */
  readonly rows: readonly HistoryRow[];
}

/** What was known of the render after so many seconds. */
export function inputAt(history: History, seconds: number, known: History['known'] = history.known): ForecastInput {
  const now = seconds * 1000;
  const over = history.rows.filter(([, , , end]) => end <= seconds);
  const first = new Map<string, number>();
  const finished = over.map(([frame, node, start, end]): FinishedFrame => {
    if (!first.has(node)) first.set(node, frame);
    const isFirst = history.loads && first.get(node) === frame;
    const seen = known === 'nodes';
    return {
      frame,
      node: seen ? node : null,
      seconds: seen ? end - start : null,
      finishedAt: end * 1000,
      isFirst: isFirst && seen,
    };
  });
  const inHand = known === 'nodes' ? inHandAt(history, seconds) : [];
  const begun = rangeOfFrames([...over.map(([frame]) => frame), ...inHand.map(({ frame }) => frame)]);
  const come = history.rows.filter(([, , start]) => start <= seconds).map(([, node]) => node);
  const live = new Set(come.filter((node) => !isLost(history, node, seconds)));
  return {
    now,
    remaining: subtractFrames([history.frames], begun),
    finished,
    inHand,
    liveNodes: known === 'nodes' ? [...live].sort() : [],
    busyNodes: [...new Set(inHand.flatMap(({ node }) => node ?? []))],
  };
}

function inHandAt(history: History, seconds: number): readonly FrameInHand[] {
  return history.rows
    .filter(([, , start, end]) => start <= seconds && seconds < end)
    .map(([frame, node, start]) => ({ frame, node, since: start * 1000, fraction: null, remainingSeconds: null }));
}

function isLost({ lost }: History, node: string, seconds: number): boolean {
  return lost.some(([name, at]) => name === node && at <= seconds);
}

/** Seconds from the start until the last frame was finished. */
export function lengthOf({ rows }: History): number {
  return Math.max(...rows.map(([, , , end]) => end));
}

/** When so much of the frames, 0-1, were finished. */
export function momentWhenDone({ rows }: History, part: number): number {
  return rows[Math.max(0, Math.ceil(part * rows.length) - 1)]?.[3] ?? 0;
}
