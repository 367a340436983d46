/** The open node: what was loaded of it, and when it is to be asked for again. */
import type { Millis, Moment } from '../../shared/clock.ts';
import type { RenderNodeDetail } from '../../shared/protocol/render-node.ts';
import type { Connection } from './connection.ts';
import type { FleetView, NodeEntry } from './fleet-view.ts';
import { secondsSince } from './moment.ts';
import type { TimeQuestion } from './time-question.ts';

export interface LoadedDetail {
  readonly detail: RenderNodeDetail;
  /** Monotonic time at which it came. */
  readonly at: Millis;
}

/** Seconds passed since a time that the node told by its clock, which is corrected by its skew. */
export function secondsSinceTold(time: string, { detail, at }: LoadedDetail, now: Moment): number {
  const then = Date.parse(time) / 1000 + (detail.clockSkewSeconds ?? 0);
  return Math.max(0, Date.parse(detail.seenAt) / 1000 - then + detail.seenSecondsAgo + secondsSince(at, now));
}

export interface DetailState {
  readonly nodeId: string;
  /** First line in view. */
  readonly top: number;
  readonly loaded: LoadedDetail | null;
  /** Why the last try to load failed, in a sentence. */
  readonly problem: string | null;
  /** Whether an answer is awaited. */
  readonly waiting: boolean;
  /** Monotonic time of the last request. */
  readonly askedAt: Millis;
  /** The node as it was when it was last asked for: another one since means news. */
  readonly askedFor: NodeEntry | null;
  /** The time by which its job is asked for, null where none is. */
  readonly question: TimeQuestion | null;
}

/** An open node is asked for at most so often. */
const LEAST_RELOAD_MILLIS = 1000;
/** An answer that has not come by then will not come. */
const ANSWER_LIMIT_MILLIS = 15_000;

export function openDetail(nodeId: string, now: Moment, entry: NodeEntry | null): DetailState {
  return {
    nodeId,
    top: 0,
    loaded: null,
    problem: null,
    waiting: true,
    askedAt: now.monotonic,
    askedFor: entry,
    question: null,
  };
}

export function detailAfterLoad(detail: DetailState | null, loaded: RenderNodeDetail, at: Moment): DetailState | null {
  if (detail?.nodeId !== loaded.id) return detail;
  return { ...detail, loaded: { detail: loaded, at: at.monotonic }, problem: null, waiting: false };
}

export function detailAfterFailure(
  detail: DetailState | null,
  failure: { readonly id: string; readonly reason: string },
): DetailState | null {
  if (detail?.nodeId !== failure.id) return detail;
  return { ...detail, problem: failure.reason, waiting: false };
}

interface DetailSurroundings {
  readonly now: Moment;
  readonly fleet: FleetView | null;
  readonly connection: Connection;
}

/** The open node, and its id where it is to be loaded now. */
export function refreshDetail(
  detail: DetailState | null,
  { now, fleet, connection }: DetailSurroundings,
): { readonly detail: DetailState | null; readonly load: string | null } {
  if (!detail || connection.kind !== 'live') return { detail, load: null };
  const entry = fleet?.nodes.get(detail.nodeId) ?? null;
  const since = now.monotonic - detail.askedAt;
  const due = detail.waiting ? since >= ANSWER_LIMIT_MILLIS : since >= LEAST_RELOAD_MILLIS;
  const wanted = entry !== null && (entry !== detail.askedFor || detail.problem !== null || detail.waiting);
  if (!due || !wanted) return { detail, load: null };
  return {
    detail: { ...detail, waiting: true, askedAt: now.monotonic, askedFor: entry },
    load: detail.nodeId,
  };
}
