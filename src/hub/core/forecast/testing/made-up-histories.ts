/** Renders that were never rendered: each shows one way in which they go. The same seed gives the same render. */
import type { History, HistoryRow } from './history.ts';

interface Plan {
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
  readonly known?: History['known'];
  /** The directory is looked at only so often. */
  readonly pollSeconds?: number;
  /** All nodes wait for each other, as where the share is locked. */
  readonly inStep?: boolean;
}

const PLANS: readonly Plan[] = [
  { name: 'constant', frames: 240, factors: [1, 1, 1, 1], secondsPerFrame: 60, content: () => 1, noise: 0.04 },
  {
    name: 'rising',
    frames: 240,
    factors: [1, 1, 1],
    secondsPerFrame: 40,
    content: (part) => 1 + 2 * part,
    noise: 0.08,
  },
  {
    name: 'rising-steeply',
    frames: 200,
    factors: [1, 1],
    secondsPerFrame: 30,
    content: (part) => 4 ** part,
    noise: 0.08,
  },
  {
    name: 'falling',
    frames: 240,
    factors: [1, 1],
    secondsPerFrame: 90,
    content: (part) => 1 - 0.6 * part,
    noise: 0.08,
  },
  {
    name: 'bursts',
    frames: 240,
    factors: [1, 1, 1, 1],
    secondsPerFrame: 48,
    content: () => 1,
    noise: 0.03,
    known: 'arrivals',
    inStep: true,
  },
  {
    name: 'polled',
    frames: 300,
    factors: [1, 1.3, 0.8],
    secondsPerFrame: 25,
    content: (part) => 1 + 0.3 * part,
    noise: 0.1,
    known: 'arrivals',
    pollSeconds: 20,
  },
  {
    name: 'two-speeds',
    frames: 240,
    factors: [0.7, 0.7, 2.1],
    secondsPerFrame: 50,
    content: () => 1,
    noise: 0.08,
    loadSeconds: 25,
  },
  {
    name: 'node-lost',
    frames: 240,
    factors: [1, 1, 1, 1],
    secondsPerFrame: 60,
    content: () => 1,
    noise: 0.06,
    loadSeconds: 15,
    lostAt: 1000,
  },
  {
    name: 'bumpy',
    frames: 240,
    factors: [1, 1.2],
    secondsPerFrame: 35,
    content: (part) => 1 + 0.35 * Math.sin(31 * part) + 0.2 * Math.sin(77 * part),
    noise: 0.12,
  },
  {
    name: 'heavy-tailed',
    frames: 300,
    factors: [1, 1, 1],
    secondsPerFrame: 20,
    content: () => 1,
    noise: 0.25,
    heavyShare: 0.06,
  },
  {
    name: 'step',
    frames: 240,
    factors: [1, 1],
    secondsPerFrame: 30,
    content: (part) => (part < 0.3 ? 1 : 1.8),
    noise: 0.06,
  },
  {
    name: 'one-node',
    frames: 120,
    factors: [1],
    secondsPerFrame: 300,
    content: (part) => 1 + 0.15 * Math.sin(12 * part),
    noise: 0.1,
  },
];

/** All of them; another `seed` gives others of the same kinds. */
export function madeUpHistories(seed: number): readonly History[] {
  return PLANS.map((plan, i) => rendered(plan, randomFrom(seed * 1000 + i)));
}

function rendered(plan: Plan, random: () => number): History {
  const { name, factors, lostAt = Number.POSITIVE_INFINITY, loadSeconds = 0, known = 'nodes' } = plan;
  const nodes = factors.map((factor, i) => ({ id: `rn-${i + 1}`, factor, free: 0, load: loadSeconds, isGone: false }));
  const lost: [string, number][] = [];
  const waiting = Array.from({ length: plan.frames }, (_, i) => i + 1);
  const rows: HistoryRow[] = [];
  while (waiting.length > 0) {
    const working = nodes.filter(({ isGone }) => !isGone);
    const node = working.reduce((first, other) => (other.free < first.free ? other : first));
    const frame = waiting.shift() as number;
    const start = node.free;
    const seconds = costOf(plan, frame, random) * node.factor + node.load;
    if (node === nodes.at(-1) && start + seconds > lostAt) {
      // What it had in hand is taken up again by the others.
      node.isGone = true;
      lost.push([node.id, lostAt]);
      waiting.unshift(frame);
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
  const { pollSeconds } = plan;
  const seen = rows.map(([frame, node, start, end]): HistoryRow => {
    const at = pollSeconds === undefined ? end : Math.ceil(end / pollSeconds) * pollSeconds;
    return [frame, node, rounded(start), rounded(at)];
  });
  seen.sort((a, b) => a[3] - b[3]);
  return { name, source: 'made up', known, frames: [1, plan.frames], loads: loadSeconds > 0, lost, rows: seen };
}

function costOf(
  { content, noise, heavyShare = 0, frames, secondsPerFrame }: Plan,
  frame: number,
  random: () => number,
) {
  const heavy = random() < heavyShare ? 2.5 + 3.5 * random() : 1;
  return secondsPerFrame * content(frame / frames) * heavy * Math.exp(noise * normal(random));
}

function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

/** Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Mulberry32, uniform in [0, 1). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
