/** Renders that were never rendered: each shows one way in which they go. The same seed gives the same render. */
import type { History } from './history.ts';
import { madeUpRender, type Plan } from './made-up-render.ts';

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
  return PLANS.map((plan, i) => madeUpRender(plan, seed * 1000 + i));
}
