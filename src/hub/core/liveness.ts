import type { Millis } from '../../shared/clock.ts';
import type { Liveness } from '../../shared/protocol/render-node.ts';

/** From how much silence on a node is stale, and offline. */
export interface LivenessLimits {
  readonly staleMillis: Millis;
  readonly offlineMillis: Millis;
}

/**
 * Limits of a node that reports each `intervalSeconds`. A slow reporter is never offline before it is
 * stale: its offline limit is at least twice its stale limit.
 */
export function livenessLimits(
  intervalSeconds: number,
  config: { readonly staleIntervals: number; readonly offlineAfterSeconds: number },
): LivenessLimits {
  const staleMillis = intervalSeconds * config.staleIntervals * 1000;
  return { staleMillis, offlineMillis: Math.max(config.offlineAfterSeconds * 1000, 2 * staleMillis) };
}

/** `silence` is time without a current report, by the hub's monotonic clock. */
export function livenessOf(silence: Millis, limits: LivenessLimits): Liveness {
  if (silence <= limits.staleMillis) return 'online';
  return silence <= limits.offlineMillis ? 'stale' : 'offline';
}
