/** Times in which the whole farm stood still, as over night: they are no frame's cost. */
import type { Millis } from '../../../shared/clock.ts';
import type { FinishedFrame } from './forecast-input.ts';

/** From one finished frame to the next. */
export interface Pause {
  readonly from: Millis;
  readonly to: Millis;
}

/** Of so many gaps in a hundred the rest are long, as where nodes finish in step. */
const LONG_GAP_RANK = 0.9;
/** A pause is so many times a long gap. */
const PAUSE_FACTOR = 8;
/** Before it nobody knows what is long. */
const LEAST_GAPS = 3;

/** `finished` is oldest first. A long gap after a long gap is no pause: the frames are heavy by now. */
export function pausesOf(finished: readonly Pick<FinishedFrame, 'finishedAt'>[]): readonly Pause[] {
  const gaps = finished.slice(1).map(({ finishedAt }, i) => finishedAt - (finished[i]?.finishedAt ?? finishedAt));
  if (gaps.length < LEAST_GAPS) return [];
  const long = Float64Array.from(gaps).sort()[Math.floor((gaps.length - 1) * LONG_GAP_RANK)] ?? 0;
  const limit = PAUSE_FACTOR * long;
  if (!(limit > 0)) return [];
  return gaps.flatMap((gap, i) => {
    if (gap <= limit || 2 * (gaps[i - 1] ?? 0) > limit || 2 * (gaps[i + 1] ?? 0) > limit) return [];
    const to = finished[i + 1]?.finishedAt ?? 0;
    return [{ from: to - gap, to }];
  });
}

/** How much of the time between was a pause. */
export function pausedMillis(pauses: readonly Pause[], start: Millis, end: Millis): Millis {
  return pauses.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, end) - Math.max(from, start)), 0);
}
