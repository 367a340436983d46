import { type CollectorOf, sound, WORKS } from './collector.ts';

/** Node's own call is a cheap one on every system. */
export function uptime(seconds: () => number, periodMillis: number): CollectorOf<'uptimeSeconds'> {
  return {
    name: 'uptime',
    part: 'uptimeSeconds',
    periodMillis,
    timeoutMillis: 2_000,
    cheap: true,
    availability: async () => WORKS,
    collect: async () => sound(Math.round(seconds())),
  };
}
