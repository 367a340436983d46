/** When a job will be done: what its finished frames cost, laid out over those who render it now. */
import { countFrames, type FrameRange } from '../../../shared/frames/frame-range.ts';
import { type CostCurve, costCurve } from './cost-curve.ts';
import { chanceBy, type FinishOdds, secondsFor } from './finish-odds.ts';
import { basisOfTold, type ForecastBasis, forecastBasis } from './forecast-basis.ts';
import type { FinishedFrame, Forecast, ForecastInput } from './forecast-input.ts';
import { elapsedOf, toldRemainder } from './in-hand.ts';
import { pausedMillis } from './pauses.ts';
import { scheduleOf, type Worker } from './schedule.ts';
import { arrivalsToCome, arrivalsWorkforce, timedWorkforce, type Workforce, waiting } from './workforce.ts';

/** What a forecast rests on; questions about more nodes and other times are answered from it. */
export interface ForecastModel {
  readonly input: ForecastInput;
  readonly basis: ForecastBasis;
  /** Null where nothing is known of what frames cost, or nothing remains. */
  readonly outlook: Outlook | null;
  /** How many frames are to come, those in hand included. */
  readonly total: number;
}

interface Outlook {
  readonly curve: CostCurve;
  readonly workforce: Workforce;
  readonly odds: FinishOdds;
}

const SURE_FROM_SAMPLES = 3;

export function forecastModel(asked: ForecastInput): ForecastModel {
  const total = countFrames(asked.remaining) + asked.inHand.length;
  const basis = basisFor(asked);
  const input = withoutPauses(asked, basis);
  if (total === 0 || basis.costs.length === 0) return { input, basis, outlook: null, total };
  const curve = curveFor(basis, basis.kind === 'timed' ? input.remaining : arrivalsToCome(input, basis, total));
  const workforce =
    basis.kind === 'timed' ? timedWorkforce(input, basis, curve) : arrivalsWorkforce(input, basis, curve, total);
  return { input, basis, outlook: { curve, workforce, odds: oddsOf(workforce, workforce.workers, curve) }, total };
}

/** The same list of finished frames is the same basis: each second only time has passed. */
const bases = new WeakMap<readonly FinishedFrame[], ForecastBasis>();
const curves = new WeakMap<ForecastBasis, { readonly remaining: FrameRange; readonly curve: CostCurve }>();

function basisFor({ finished, inHand, now }: ForecastInput): ForecastBasis {
  const basis = bases.get(finished) ?? forecastBasis(finished);
  bases.set(finished, basis);
  if (basis.costs.length > 0) return basis;
  const told = inHand.flatMap((frame) => {
    const left = toldRemainder(frame, now);
    return left === null ? [] : [{ frame: frame.frame, seconds: elapsedOf(frame, now) + left }];
  });
  return told.length === 0 ? basis : basisOfTold(told.sort((a, b) => a.frame - b.frame));
}

/** Frames in hand as if they had been begun so much later as nothing went on since. */
function withoutPauses(input: ForecastInput, { pauses }: ForecastBasis): ForecastInput {
  if (pauses.length === 0) return input;
  const inHand = input.inHand.map((frame) => ({
    ...frame,
    since: frame.since + pausedMillis(pauses, frame.since, input.now),
  }));
  return { ...input, inHand };
}

function curveFor(basis: ForecastBasis, remaining: FrameRange): CostCurve {
  const known = curves.get(basis);
  if (known && sameFrames(known.remaining, remaining)) return known.curve;
  const curve = costCurve(basis.costs, remaining);
  curves.set(basis, { remaining, curve });
  return curve;
}

function sameFrames(a: FrameRange, b: FrameRange): boolean {
  return a.length === b.length && a.every(([first, last], i) => first === b[i]?.[0] && last === b[i]?.[1]);
}

/** The level of all frames to come is uncertain, and each frame by itself; what is in hand has its own spread. */
function oddsOf({ pieces }: Workforce, workers: readonly Worker[], curve: CostCurve): FinishOdds {
  const { finishers, givenSeconds, givenSquares } = scheduleOf(pieces, workers, curve.frameSpread);
  if (givenSeconds === 0) return { finishers, spread: 0 };
  const inHand = workers.reduce((sum, { freeIn, hasFrame }) => sum + (hasFrame ? freeIn : 0), 0);
  const single = (curve.frameSpread * Math.sqrt(givenSquares)) / givenSeconds;
  return { finishers, spread: Math.hypot(curve.levelSpread, single) * (givenSeconds / (givenSeconds + inHand)) };
}

export function forecastOf(input: ForecastInput): Forecast {
  return summaryOf(forecastModel(input));
}

export function summaryOf({ basis, outlook, total }: ForecastModel): Forecast {
  const { usualSeconds, factors, costs } = basis;
  const workers = outlook?.workforce.workers ?? [];
  const isKnown = costs.length > 0;
  const pace = workers.reduce((sum, { factor }) => sum + 1 / factor, 0) / usualSeconds;
  const workerSeconds = basis.kind === 'arrivals' ? usualSeconds * Math.max(1, workers.length) : usualSeconds;
  return {
    p50Seconds: total === 0 ? 0 : outlook && secondsFor(outlook.odds, 0.5),
    p90Seconds: total === 0 ? 0 : outlook && secondsFor(outlook.odds, 0.9),
    unsure: (basis.kind === 'timed' ? basis.samples : costs).length < SURE_FROM_SAMPLES,
    late: outlook !== null && outlook.workforce.pieces.length === 0 && outlook.workforce.allLate,
    overdue: outlook?.workforce.overdue ?? null,
    secondsPerFrame: isKnown ? workerSeconds : null,
    framesPerHour: outlook ? 3600 * pace : null,
    workers: workers.length,
    factors,
  };
}

/** The chance in percent that all is done in so many seconds from the forecast's `now`; null where none can be told. */
export function probabilityBy({ outlook, total }: ForecastModel, seconds: number): number | null {
  if (total === 0) return 100;
  return outlook && 100 * chanceBy(outlook.odds, seconds);
}

/** The same job with so many nodes of the usual speed more, which load the scene first. */
export function withMoreNodes(model: ForecastModel, nodes: number): ForecastModel {
  const { outlook, basis } = model;
  if (!outlook) return model;
  const { workforce, curve } = outlook;
  const factor = basis.kind === 'arrivals' ? Math.max(1, workforce.workers.length) : 1;
  const more = Array.from({ length: nodes }, () => waiting(factor, basis.loadSeconds));
  const workers = [...workforce.workers, ...more];
  return {
    ...model,
    outlook: { curve, workforce: { ...workforce, workers }, odds: oddsOf(workforce, workers, curve) },
  };
}
