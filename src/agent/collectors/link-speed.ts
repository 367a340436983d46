import type { Clock, Millis } from '../../shared/clock.ts';
import type { SysFiles } from './sys-files.ts';
import { sysNumber } from './sys-files.ts';

/** A cable is plugged seldom; the driver may take its time to answer. */
const KEPT: Millis = 60_000;
const BYTES_A_MEGABIT = 125_000;

/**
 * Bytes a second that an interface carries each way at its present speed, by `/sys/class/net/NAME/speed` (Mbit/s; -1 of
 * one that does not know, an error of one without a link or by radio): null where it is not known.
 */
export function createLinkSpeeds(files: SysFiles, clock: Clock): (name: string) => Promise<number | null> {
  const kept = new Map<string, { readonly speed: number | null; readonly at: Millis }>();
  return async (name) => {
    const now = clock.monotonic();
    const last = kept.get(name);
    if (last && now - last.at < KEPT) return last.speed;
    const megabits = await sysNumber(files, `/sys/class/net/${name}/speed`);
    const speed = megabits !== null && megabits > 0 ? megabits * BYTES_A_MEGABIT : null;
    for (const [other, { at }] of kept) if (now - at > 2 * KEPT) kept.delete(other);
    kept.set(name, { speed, at: now });
    return speed;
  };
}
