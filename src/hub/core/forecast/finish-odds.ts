/** The chances that a job is done by a time: all its workers must be. */
import { normalCdf } from './robust-statistics.ts';
import type { Finisher } from './schedule.ts';

/**
 * What may change the end: each worker's last frame for itself, and `spread` for all together (the standard deviation
 * of the logarithm of what all remaining frames take over what they were thought to take).
 */
export interface FinishOdds {
  readonly finishers: readonly Finisher[];
  readonly spread: number;
}

/** The common part of the uncertainty in steps of a quarter of its standard deviation, within three of them. */
const STEP = 0.25;
const REACH = 3;

/** Beyond so many standard deviations a worker is done for certain, or for certain not. */
const CERTAIN = 6;

/** The chance, 0-1, that all is done in so many seconds. */
export function chanceBy(odds: FinishOdds, seconds: number): number {
  return chancesOf(odds)(seconds);
}

/** The same, for whoever asks for many times. */
function chancesOf({ finishers, spread }: FinishOdds): (seconds: number) => number {
  const slowestFirst = finishers.toSorted((a, b) => b.seconds - a.seconds);
  const steps: { readonly weight: number; readonly stretch: number }[] = [];
  for (let z = -REACH; z <= REACH; z += STEP)
    steps.push({ weight: Math.exp((-z * z) / 2), stretch: Math.exp(spread * z) });
  const total = steps.reduce((sum, { weight }) => sum + weight, 0);
  return (seconds) =>
    steps.reduce(
      (sum, { weight, stretch }) => sum + weight * chanceOfAll(slowestFirst, { seconds, stretch, spread }),
      0,
    ) / total;
}

function chanceOfAll(
  finishers: readonly Finisher[],
  { seconds, stretch, spread }: { readonly seconds: number; readonly stretch: number; readonly spread: number },
): number {
  let all = 1;
  for (const finisher of finishers) {
    const mean = finisher.seconds * stretch;
    // Never sharper than the steps, which would show in the result otherwise.
    const deviation = Math.max(finisher.spread, 0.5 * STEP * spread * mean, 1e-6);
    const z = (seconds - mean) / deviation;
    if (z > CERTAIN) continue;
    if (z < -CERTAIN) return 0;
    all *= normalCdf(z);
  }
  return all;
}

const HALVINGS = 40;
/** Told to a thousandth. */
const EXACT = 1e-3;

/** In so many seconds all is done with this chance. */
export function secondsFor(odds: FinishOdds, chance: number): number {
  if (odds.finishers.length === 0) return 0;
  const chanceIn = chancesOf(odds);
  let low = 0;
  let high =
    Math.max(...odds.finishers.map(({ seconds, spread }) => seconds + 4 * spread)) * Math.exp(REACH * odds.spread);
  for (let i = 0; i < HALVINGS && high - low > EXACT * high; i++) {
    const middle = (low + high) / 2;
    if (chanceIn(middle) < chance) low = middle;
    else high = middle;
  }
  return high;
}
