/** A farm whose alerts are looked after, on a clock of its own, for tests. */
import type { Report } from '../../shared/protocol/report.ts';
import { VERSION } from '../../shared/version.ts';
import { type AlertBook, createAlertBook } from '../core/alerts/alert-book.ts';
import { type AlertWatch, createAlertWatch } from '../core/alerts/alert-watch.ts';
import type { Fleet, FleetConfig } from '../core/fleet/fleet.ts';
import { at, fleetOf } from './made-up-fleet.ts';
import { idleHardware, madeUpReport } from './made-up-report.ts';

export interface WatchedFarm {
  readonly fleet: Fleet;
  readonly book: AlertBook;
  readonly watch: AlertWatch;
  /** Ticks of each second of the span; before each the reports that `told` gives for it are taken. */
  run(from: number, to: number, told?: (second: number) => readonly Report[]): void;
  /** The same, with all of them told each five seconds. */
  hears(from: number, to: number, reports: readonly Report[]): void;
  /** `kind severity state: message`, newest first. */
  said(): readonly string[];
}

export function watchedFarm(config: Partial<FleetConfig> = {}): WatchedFarm {
  const fleet = fleetOf(config);
  const book = createAlertBook();
  const watch = createAlertWatch({ fleet, book }, [], at(0));
  const run: WatchedFarm['run'] = (from, to, told = () => []) => {
    for (let second = from; second <= to; second++) {
      for (const report of told(second)) fleet.applyReport(report, at(second));
      fleet.tick(at(second));
      watch.tick(at(second));
    }
  };
  return {
    fleet,
    book,
    watch,
    run,
    hears: (from, to, reports) => run(from, to, (second) => (second % 5 === 0 ? reports : [])),
    said: () => book.list().map(({ kind, severity, state, message }) => `${kind} ${severity} ${state}: ${message}`),
  };
}

/** A node of which nothing is to be said. */
export function wellNode(id: string, fields: Partial<Report> = {}): Report {
  return madeUpReport(id, { agentVersion: VERSION, hardware: idleHardware(), ...fields });
}

/** Nodes `rn-1` to `rn-<count>`. */
export function nodesNamed(count: number, make: (id: string, number: number) => Report): readonly Report[] {
  return Array.from({ length: count }, (_, index) => make(`rn-${index + 1}`, index + 1));
}
