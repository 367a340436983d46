import type { Clock } from '../../shared/clock.ts';
import { createFillForecast, type FillForecast, type Room } from '../core/fill-forecast.ts';

/** The forecasts of a machine's file systems, by their mounts. */
export interface FillForecasts {
  /** Seconds until it is full, null while that is unknown or it does not fill. */
  observe(mount: string, room: Room): number | null;
  /** Forgets all others. */
  keep(mounts: readonly string[]): void;
}

export function createFillForecasts(clock: Clock): FillForecasts {
  const forecasts = new Map<string, FillForecast>();
  return {
    observe(mount, room) {
      const forecast = forecasts.get(mount) ?? createFillForecast();
      forecasts.set(mount, forecast);
      return forecast.observe(room, clock.monotonic());
    },
    keep(mounts) {
      for (const mount of forecasts.keys()) if (!mounts.includes(mount)) forecasts.delete(mount);
    },
  };
}
