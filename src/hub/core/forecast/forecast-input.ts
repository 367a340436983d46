import type { Millis } from '../../../shared/clock.ts';
import type { FrameRange } from '../../../shared/frames/frame-range.ts';

/** A frame that was finished under somebody's eyes. */
export interface FinishedFrame {
  readonly frame: number;
  /** Who rendered it; null is unknown. */
  readonly node: string | null;
  /** What it took; null where only its end is known. */
  readonly seconds: number | null;
  /** The hub's monotonic clock. */
  readonly finishedAt: Millis;
  /** The first frame of a renderer's run: it bears the loading of the scene. */
  readonly isFirst: boolean;
}

/** A frame that somebody renders now. */
export interface FrameInHand {
  readonly frame: number;
  readonly node: string | null;
  readonly since: Millis;
  /** How much of it is rendered, 0-1, where its file or its renderer tells. */
  readonly fraction: number | null;
  /** What the renderer itself says is left of it. */
  readonly remainingSeconds: number | null;
}

/** All that a forecast rests on; times are the hub's monotonic clock. */
export interface ForecastInput {
  readonly now: Millis;
  /** What is neither done nor in hand. */
  readonly remaining: FrameRange;
  /** Oldest first. */
  readonly finished: readonly FinishedFrame[];
  readonly inHand: readonly FrameInHand[];
  /** Who renders the job now, as far as is known; empty where frames come and nobody knows from whom. */
  readonly liveNodes: readonly string[];
  /** Those of them that are known to be busy: what they have in hand goes on, however late it is. */
  readonly busyNodes: readonly string[];
}

export interface Forecast {
  /** Even chance, from `now`; null where nothing can be said. 0 when nothing remains. */
  readonly p50Seconds: number | null;
  readonly p90Seconds: number | null;
  /** Rests on fewer than three timed frames. */
  readonly unsure: boolean;
  /** All that remains is in hand and overdue. */
  readonly late: boolean;
  /** The worst of the frames in hand: beyond twice, beyond four times its prediction. */
  readonly overdue: 'amber' | 'red' | null;
  /** The job's usual frame, on a node of the usual speed. */
  readonly secondsPerFrame: number | null;
  /** All nodes together, at the present pace. */
  readonly framesPerHour: number | null;
  /** How many frames are rendered at a time. */
  readonly workers: number;
  /** By node: its time over the prediction of others, within 0.25-4. */
  readonly factors: ReadonlyMap<string, number>;
}
