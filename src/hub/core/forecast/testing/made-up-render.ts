/** A render that was never rendered: frames given out to nodes after a plan. The same plan and seed give the same render. */
import type { History, HistoryRow } from './history.ts';
import { normalFrom, randomFrom } from './random.ts';

export interface Plan {
  readonly name: string;
  readonly frames: number;
  /** By node: its time over the usual one. */
  readonly factors: readonly number[];
  readonly secondsPerFrame: number;
  /** What frame `part` of the way, 0-1, costs over the usual one. */
  readonly content: (part: number) => number;
  /** Standard deviation of the logarithm of a frame's cost. */
  readonly noise: number;
  /** So many frames are several times as heavy. */
  readonly heavyShare?: number;
  readonly loadSeconds?: number;
  /** The last node goes away after so many seconds. */
  readonly lostAt?: number;
  /** The last node comes only after so many seconds. */
  readonly joinsAt?: number;
  /** Nothing goes on for a while. */
  readonly pause?: { readonly at: number; readonly seconds: number };
  /** Each so many frames first (1-240:8), or for each node a part of the range of its own; else from the first to the last. */
  readonly order?: { readonly stagger: number } | 'chunks';
  readonly known?: History['known'];
  /** The directory is looked at only so often. */
  readonly pollSeconds?: number;
  /** All nodes wait for each other, as where the share is locked. */
  readonly inStep?: boolean;
}

interface MadeUpNode {
  readonly id: string;
  readonly factor: number;
  free: number;
  load: number;
  isGone: boolean;
  /** Frames that it takes, the next one first. */
  readonly waiting: number[];
}

export function madeUpRender(plan: Plan, seed: number): History {
  const random = randomFrom(seed);
  const { name, lostAt = Number.POSITIVE_INFINITY, loadSeconds = 0, known = 'nodes' } = plan;
  const nodes = nodesOf(plan);
  const lost: [string, number][] = [];
  const rows: HistoryRow[] = [];
  for (;;) {
    const working = nodes.filter(({ isGone, waiting }) => !isGone && waiting.length > 0);
    if (working.length === 0) break;
    const node = working.reduce((first, other) => (other.free < first.free ? other : first));
    const frame = node.waiting.shift() as number;
    const start = node.free;
    const seconds = costOf(plan, frame, random) * node.factor + node.load;
    if (node === nodes.at(-1) && start + seconds > lostAt) {
      // What it had in hand is taken up again by the others.
      node.isGone = true;
      lost.push([node.id, clockAt(plan, lostAt)]);
      node.waiting.unshift(frame);
      continue;
    }
    node.load = 0;
    node.free = start + seconds;
    rows.push([frame, node.id, start, node.free]);
    if (plan.inStep && rows.length % nodes.length === 0) {
      const latest = Math.max(...nodes.map(({ free }) => free));
      for (const each of nodes) each.free = latest;
    }
  }
  const seen = rows.map((row) => asSeen(row, plan)).sort((a, b) => a[3] - b[3]);
  return { name, source: 'made up', known, frames: [1, plan.frames], loads: loadSeconds > 0, lost, rows: seen };
}

function nodesOf({ factors, frames, order, joinsAt = 0, loadSeconds = 0 }: Plan): readonly MadeUpNode[] {
  const all = Array.from({ length: frames }, (_, i) => i + 1);
  const inTurn = typeof order === 'object' ? staggered(all, order.stagger) : all;
  const partOf = (i: number) =>
    all.slice(Math.round((i * frames) / factors.length), Math.round(((i + 1) * frames) / factors.length));
  return factors.map((factor, i) => ({
    id: `rn-${i + 1}`,
    factor,
    free: i > 0 && i === factors.length - 1 ? joinsAt : 0,
    load: loadSeconds,
    isGone: false,
    // One list for all, but where each has its own part.
    waiting: order === 'chunks' ? partOf(i) : inTurn,
  }));
}

function staggered(frames: readonly number[], stagger: number): number[] {
  const order = new Set<number>();
  for (let step = stagger; step >= 1; step--)
    for (let i = 0; i < frames.length; i += step) order.add(frames[i] as number);
  return [...order];
}

function asSeen([frame, node, start, end]: HistoryRow, plan: Plan): HistoryRow {
  const { pollSeconds } = plan;
  const at = pollSeconds === undefined ? clockAt(plan, end) : Math.ceil(clockAt(plan, end) / pollSeconds) * pollSeconds;
  return [frame, node, rounded(clockAt(plan, start)), rounded(at)];
}

/** The pause included. */
function clockAt({ pause }: Plan, seconds: number): number {
  return pause && seconds > pause.at ? seconds + pause.seconds : seconds;
}

function costOf(
  { content, noise, heavyShare = 0, frames, secondsPerFrame }: Plan,
  frame: number,
  random: () => number,
): number {
  const heavy = random() < heavyShare ? 2.5 + 3.5 * random() : 1;
  return secondsPerFrame * content(frame / frames) * heavy * Math.exp(noise * normalFrom(random));
}

function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
