/** A fleet and its reports on a clock of their own, for tests. */
import type { Moment } from '../../shared/clock.ts';
import type { Report } from '../../shared/protocol/report.ts';
import type { SequenceReport } from '../../shared/protocol/sequence.ts';
import { createFleet, type Fleet, type FleetConfig } from '../core/fleet/fleet.ts';
import { madeUpReport, madeUpSequence } from './made-up-report.ts';

const START = Date.UTC(2026, 0, 1, 12);

/** `seconds` after the start of a test; the two clocks have nothing in common but their pace. */
export function at(seconds: number): Moment {
  return { wall: START + seconds * 1000, monotonic: 77_000 + seconds * 1000 };
}

/** The same as the wall clock has it, ISO 8601. */
export function iso(seconds: number): string {
  return new Date(START + seconds * 1000).toISOString();
}

/** A fleet with the hub's usual settings. */
export function fleetOf(config: Partial<FleetConfig> = {}): Fleet {
  return createFleet({
    farm: 'lon',
    maxNodes: 10_000,
    staleIntervals: 3,
    offlineAfterSeconds: 60,
    defaultIntervalSeconds: 5,
    stallAfterSeconds: 300,
    ...config,
  });
}

/** A report of a node that renders: frames 1 to `done` of 10 are there, one each 30 s, the last just now. */
export function rendering(hostname: string, done: number, fields: Partial<Report> = {}): Report {
  const now = (done - 1) * 30;
  const recent = Array.from({ length: done }, (_, i) => ({ frame: i + 1, at: iso(i * 30), sizeBytes: 9 }));
  const times = { startedAt: iso(0), changedAt: iso(now), recent };
  const sequences = [madeUpSequence({ expected: '1-10', done: `1-${done}`, ...times })];
  return madeUpReport(hostname, { timestamp: iso(now), sequences, ...fields });
}

/** A report with this one sequence. */
export function withSequence(
  hostname: string,
  sequence: Partial<SequenceReport>,
  fields: Partial<Report> = {},
): Report {
  return madeUpReport(hostname, { sequences: [madeUpSequence(sequence)], ...fields });
}
