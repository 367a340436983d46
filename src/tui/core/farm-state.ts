/** The farm's screen: where it is scrolled to, and the farm in figures. */
import type { Millis } from '../../shared/clock.ts';
import type { FleetSummary } from '../../shared/protocol/fleet.ts';
import { isLive, type Standpoint } from './connection.ts';

export interface FarmState {
  /** First line in view. */
  readonly top: number;
  readonly summary: FleetSummary | null;
  readonly waiting: boolean;
  /** Why the last try to load failed, in a sentence. */
  readonly problem: string | null;
  /** Monotonic time of the last request. */
  readonly askedAt: Millis;
}

/** Between the hub's own steps, so that a graph ends in the present. */
const PACE_MILLIS = 5000;
const ANSWER_LIMIT_MILLIS = 15_000;

/** Just opened: its figures are to be loaded at once. */
export const OPENED_FARM: FarmState = {
  top: 0,
  summary: null,
  waiting: false,
  problem: null,
  askedAt: Number.NEGATIVE_INFINITY,
};

/** The farm's state, and whether its figures are to be loaded now. */
export function refreshFarm(
  farm: FarmState,
  { now, connection }: Standpoint,
): { readonly farm: FarmState; readonly load: boolean } {
  const pace = farm.waiting ? ANSWER_LIMIT_MILLIS : PACE_MILLIS;
  if (!isLive(connection) || now.monotonic - farm.askedAt < pace) return { farm, load: false };
  return { farm: { ...farm, waiting: true, askedAt: now.monotonic }, load: true };
}
