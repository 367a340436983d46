import type { CollectorOf } from './collector.ts';
import { sound } from './collector.ts';

/** Node's own call is a cheap one on every system. */
export function uptime(seconds: () => number, periodMillis: number): CollectorOf<'uptimeSeconds'> {
  return {
    part: 'uptimeSeconds',
    periodMillis,
    timeoutMillis: 2_000,
    cheap: true,
    collect: async () => sound(Math.round(seconds())),
  };
}
