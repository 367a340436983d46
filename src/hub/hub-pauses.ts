/** The hub itself may stand still: a lid that is shut, a virtual machine that is paused. That is no death of the farm. */
import type { Millis, Moment } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { formatSpan } from '../shared/units.ts';
import type { AlertWatch } from './core/alerts/alert-watch.ts';
import type { Fleet } from './core/fleet/fleet.ts';

/** Ticks come each second; none is late by so much while the program runs. */
const PAUSE_MILLIS: Millis = 10_000;

interface Excusing {
  readonly fleet: Pick<Fleet, 'excuse'>;
  readonly watch: Pick<AlertWatch, 'excuse'>;
  readonly log: Log;
}

/** To be called at each tick, before anything goes by the time. */
export function createPauseExcuse({ fleet, watch, log }: Excusing): (now: Moment) => void {
  let last: Millis | null = null;
  return (now) => {
    const away = last === null ? 0 : now.monotonic - last;
    last = now.monotonic;
    if (away <= PAUSE_MILLIS) return;
    log.warn(`The hub stood still for ${formatSpan(away / 1000)}: nobody's silence of that time counts.`);
    fleet.excuse(away, now);
    watch.excuse(now);
  };
}
