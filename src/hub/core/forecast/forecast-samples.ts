/** The finished frames as samples of what a frame costs, as far as their times are known. */
import type { Millis } from '../../../shared/clock.ts';
import type { FinishedFrame } from './forecast-input.ts';
import type { FrameCost } from './frame-cost.ts';
import { type Pause, pausedMillis } from './pauses.ts';
import { medianOf } from './robust-statistics.ts';

/** A frame's time on the node that rendered it. */
export interface Sample extends FrameCost {
  /** Null is unknown. */
  readonly node: string | null;
  readonly finishedAt: Millis;
  readonly isFirst: boolean;
}

/** What lies between a node's frames is known from so many of its latest. */
const OVERHEADS_COUNTED = 12;

/**
 * The frames whose time is known, oldest first: what was told of them, else the time since the node's frame before.
 * What the node does between its frames (saving, looking for the next) is a part of each frame's time.
 */
export function samplesOf(finished: readonly FinishedFrame[], pauses: readonly Pause[]): readonly Sample[] {
  const before = new Map<string, Millis>();
  const overheads = new Map<string, number[]>();
  const samples: Sample[] = [];
  for (const { frame, node, seconds, finishedAt, isFirst } of finished) {
    const previous = node === null ? undefined : before.get(node);
    const gap = previous === undefined || isFirst ? null : (finishedAt - previous) / 1000;
    if (node !== null) before.set(node, finishedAt);
    if (node !== null && gap !== null && seconds !== null) {
      const known = overheads.get(node);
      if (known) known.push(gap - seconds);
      else overheads.set(node, [gap - seconds]);
    }
    const taken = seconds ?? gap;
    if (taken === null || taken <= 0) continue;
    // What a frame took of which the farm slept a part, nobody knows.
    if (pausedMillis(pauses, finishedAt - taken * 1000, finishedAt) > 0) continue;
    samples.push({ frame, node, seconds: taken, finishedAt, isFirst });
  }
  return overheads.size === 0 ? samples : withOverheads(samples, overheads);
}

/** A pause is no overhead: the median of the gaps knows nothing of it. */
function withOverheads(samples: readonly Sample[], overheads: ReadonlyMap<string, readonly number[]>) {
  const byNode = new Map(
    [...overheads].map(([node, all]) => [node, Math.max(0, medianOf(all.slice(-OVERHEADS_COUNTED)))]),
  );
  return samples.map((sample) => {
    const overhead = sample.node === null ? 0 : (byNode.get(sample.node) ?? 0);
    return overhead === 0 ? sample : { ...sample, seconds: sample.seconds + overhead };
  });
}

/** Little's law is read from so many of the latest frames. */
const CONCURRENCY_SAMPLES = 36;

/** How many frames were in work at a time, on the average of the latest. */
export function concurrencyOf(samples: readonly Sample[], pauses: readonly Pause[]): number {
  const latest = samples.slice(-CONCURRENCY_SAMPLES);
  let busySeconds = 0;
  let start = Number.POSITIVE_INFINITY;
  let end = Number.NEGATIVE_INFINITY;
  for (const { seconds, finishedAt } of latest) {
    busySeconds += seconds;
    start = Math.min(start, finishedAt - seconds * 1000);
    end = Math.max(end, finishedAt);
  }
  return latest.length === 0 ? 0 : (busySeconds * 1000) / Math.max(1, end - start - pausedMillis(pauses, start, end));
}
