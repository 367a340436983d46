/** The hub's memory for the column of the last half hour: asked for the nodes in view, once each. */
import type { Millis, Moment } from '../../shared/clock.ts';
import type { History, HistorySeries } from '../../shared/protocol/history.ts';
import type { MetricName } from '../../shared/telemetry/metrics.ts';
import { isLive, type Standpoint } from './connection.ts';
import type { FleetView, NodeEntry } from './fleet-view.ts';
import { seededTrail, type TrailPoint } from './history-trail.ts';

/** Whether an answer is awaited, and since when. */
export interface TrailSeeding {
  readonly waiting: boolean;
  /** Monotonic time from which on it may be asked again. */
  readonly nextAt: Millis;
}

export const NO_SEEDING: TrailSeeding = { waiting: false, nextAt: 0 };

/** What a trail is made of, as `busyPercent` of the list is. */
export const TRAIL_METRICS: readonly MetricName[] = ['gpuPercent', 'cpuPercent'];
/** A step as long as a cell of a trail. */
export const TRAIL_STEP_SECONDS = 30;

/** Someone who scrolls through a large farm asks once a second, and for a screenful at a time. */
const PACE_MILLIS = 1000;
const MOST_NODES = 64;
const ANSWER_LIMIT_MILLIS = 15_000;
const RETRY_MILLIS = 60_000;

/** The nodes in view of which the hub has not been asked, none while it is not their time. */
export function nodesToSeed(
  seeding: TrailSeeding,
  { nodes }: FleetView,
  { inView, now, connection }: Standpoint & { readonly inView: readonly string[] },
): readonly string[] {
  if (!isLive(connection) || now.monotonic < seeding.nextAt) return [];
  return inView.filter((id) => nodes.get(id)?.trail.seeded === false).slice(0, MOST_NODES);
}

export function seedingAfterAsking(now: Moment): TrailSeeding {
  return { waiting: true, nextAt: now.monotonic + ANSWER_LIMIT_MILLIS };
}

export function seedingAfterAnswer(now: Moment): TrailSeeding {
  return { waiting: false, nextAt: now.monotonic + PACE_MILLIS };
}

export function seedingAfterFailure(now: Moment): TrailSeeding {
  return { waiting: false, nextAt: now.monotonic + RETRY_MILLIS };
}

/** The fleet with what the hub told of the nodes that it was asked for. */
export function seededFleet(
  fleet: FleetView,
  asked: readonly string[],
  { history, at }: { readonly history: History; readonly at: Moment },
): FleetView {
  const nodes = new Map(fleet.nodes);
  for (const id of asked) {
    const entry = nodes.get(id);
    if (entry) nodes.set(id, seededEntry(entry, history, at));
  }
  return { ...fleet, nodes };
}

function seededEntry(entry: NodeEntry, history: History, at: Moment): NodeEntry {
  const own = history.series.filter(({ node }) => node === entry.summary.id);
  const [cards, processor] = TRAIL_METRICS.map((metric) => own.filter((series) => series.metric === metric));
  const series = cards && cards.length > 0 ? cards : (processor ?? []);
  return { ...entry, trail: seededTrail(entry.trail, pointsOf(series, history, at)) };
}

/** The mean over the cards of each step, at the middle of the step by the clock here. */
function pointsOf(series: readonly HistorySeries[], { at: told, from, step }: History, at: Moment): TrailPoint[] {
  const begin = at.monotonic - (Date.parse(told) - Date.parse(from));
  const points: TrailPoint[] = [];
  for (const index of series[0]?.average.keys() ?? []) {
    const known = series.flatMap(({ average }) => average[index] ?? []);
    const percent = known.reduce((sum, value) => sum + value, 0) / known.length;
    if (known.length > 0) points.push({ at: begin + (index + 0.5) * step * 1000, percent });
  }
  return points;
}
