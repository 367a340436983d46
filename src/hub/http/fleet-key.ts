import type { Clock } from '../../shared/clock.ts';
import type { Fleet } from '../core/fleet.ts';

/** What an answer about the farm depends on: each visible change, and the second, by which ages are told. */
export function fleetKey(fleet: Fleet, clock: Clock): () => string {
  return () => `${fleet.revision}.${Math.floor(clock.monotonic() / 1000)}`;
}
