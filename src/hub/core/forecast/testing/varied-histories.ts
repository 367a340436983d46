/** Renders of all kinds at once, each by chance: what a forecast is measured against that was never tried on them. */
import type { History } from './history.ts';
import { madeUpRender, type Plan } from './made-up-render.ts';
import { normalFrom, randomFrom } from './random.ts';

type Random = () => number;
type Content = Plan['content'];

/** How the cost goes from the first frame to the last. */
const CONTENTS: Readonly<Record<string, (random: Random) => Content>> = {
  constant: () => () => 1,
  rising: (random) => {
    const growth = 0.3 + 3 * random();
    return (part) => 1 + growth * part;
  },
  steep: (random) => {
    const growth = 1.5 + 3.5 * random();
    return (part) => growth ** part;
  },
  falling: (random) => {
    const fall = 0.2 + 0.55 * random();
    return (part) => 1 - fall * part;
  },
  hump: (random) => {
    const height = 0.3 + 1.2 * random();
    return (part) => 0.7 + height * Math.sin(Math.PI * part);
  },
  bumpy: (random) => {
    const [height, waves, phase] = [0.1 + 0.3 * random(), 6 + 40 * random(), 6 * random()];
    return (part) => 1 + height * Math.sin(waves * part + phase) + 0.5 * height * Math.sin(2.3 * waves * part);
  },
  step: (random) => {
    const [at, height] = [0.15 + 0.6 * random(), Math.exp(normalFrom(random) * 0.5)];
    return (part) => (part < at ? 1 : height);
  },
  wandering: (random) => {
    const [width, levels] = [0.05 + 0.1 * random(), [0]];
    for (let i = 1; i <= 40; i++) levels.push((levels[i - 1] ?? 0) + width * normalFrom(random));
    return (part) => {
      const at = Math.min(39, Math.floor(part * 40));
      const [a = 0, b = 0] = levels.slice(at, at + 2);
      return Math.exp(a + (b - a) * (part * 40 - at));
    };
  },
};

/** `count` renders, the kinds of content in turn, all else by chance. */
export function variedHistories(seed: number, count: number): readonly History[] {
  const kinds = Object.keys(CONTENTS);
  return Array.from({ length: count }, (_, i) => {
    const random = randomFrom(seed * 100_000 + i);
    return madeUpRender(variedPlan(kinds[i % kinds.length] as string, random), seed * 100_000 + i + 50_000);
  });
}

function variedPlan(kind: string, random: Random): Plan {
  const nodes = Math.floor(1 + 9 * random() ** 2);
  const secondsPerFrame = Math.exp(2 + 4 * random());
  const frames = Math.max(2 * nodes, Math.round(Math.exp(Math.log(40) + Math.log(10) * random())));
  const speeds = random() < 0.5 ? 0.05 : 0.45;
  const factors = Array.from({ length: nodes }, () => Math.exp(speeds * normalFrom(random)));
  const length = (secondsPerFrame * frames) / nodes;
  const chance = (share: number): boolean => random() < share;
  const content = (CONTENTS[kind] as (random: Random) => Content)(random);
  const arrivals = chance(0.15);
  return {
    name: kind,
    frames,
    factors,
    secondsPerFrame,
    content,
    noise: 0.02 + 0.2 * random() ** 1.5,
    ...(chance(0.15) && { heavyShare: 0.1 * random() }),
    ...(chance(0.4) && { loadSeconds: secondsPerFrame * 2 * random() }),
    ...(chance(0.1) && nodes > 1 && { lostAt: length * (0.1 + 0.7 * random()) }),
    ...(chance(0.1) && nodes > 1 && { joinsAt: length * 0.5 * random() }),
    ...(chance(0.08) && { pause: { at: length * (0.05 + 0.15 * random()), seconds: length * (1 + 2 * random()) } }),
    ...(chance(0.1) && { order: { stagger: 2 + Math.floor(7 * random()) } }),
    ...(arrivals && { known: 'arrivals' as const }),
    ...(arrivals && chance(0.5) && { pollSeconds: secondsPerFrame * 0.7 * random() }),
  };
}
