/** How fast the nodes are beside each other. */
import type { Sample } from './forecast-samples.ts';
import { nearestMedian } from './frame-cost.ts';
import { medianOf } from './robust-statistics.ts';

/** A node's own time is judged by so many of its latest frames. */
const FRAMES_COUNTED = 12;
const FASTEST = 0.25;
const SLOWEST = 4;

/**
 * By node: its time over what the others took for the nearest frame numbers, within 0.25-4; 1 is the middle one of the
 * nodes. `samples` are ascending by frame. A node is measured against those that were measured before it, the one with
 * the most frames first: so each factor rests on frames whose own are known.
 */
export function nodeFactors(samples: readonly Sample[]): ReadonlyMap<string, number> {
  const byNode = new Map<string, Sample[]>();
  for (const sample of samples) {
    if (sample.node === null) continue;
    const own = byNode.get(sample.node);
    if (own) own.push(sample);
    else byNode.set(sample.node, [sample]);
  }
  const factors = new Map<string, number>();
  const order = [...byNode].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  let measured: readonly Sample[] = [];
  for (const [node, own] of order) {
    const factor = measured.length === 0 ? 1 : factorOf(latestOf(own), measured);
    factors.set(node, factor);
    measured = mergeByFrame(
      measured,
      own.map((sample) => ({ ...sample, seconds: sample.seconds / factor })),
    );
  }
  const usual = medianOf([...factors.values()]);
  return new Map([...factors].map(([node, factor]) => [node, clamped(factor / usual)]));
}

function factorOf(own: readonly Sample[], others: readonly Sample[]): number {
  return clamped(medianOf(own.map(({ frame, seconds }) => seconds / nearestMedian(others, frame))));
}

/** The first frame of a run bears the loading of the scene, which is no question of speed. */
function latestOf(own: readonly Sample[]): readonly Sample[] {
  const later = own.filter(({ isFirst }) => !isFirst);
  return (later.length === 0 ? own : later).toSorted((a, b) => a.finishedAt - b.finishedAt).slice(-FRAMES_COUNTED);
}

function clamped(factor: number): number {
  return Math.min(SLOWEST, Math.max(FASTEST, factor));
}

function mergeByFrame(a: readonly Sample[], b: readonly Sample[]): readonly Sample[] {
  return [...a, ...b].sort((x, y) => x.frame - y.frame);
}
