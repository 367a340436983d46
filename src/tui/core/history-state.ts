/** What graphs need of the hub, over all screens: which history is open, and what is to be asked for now. */
import type { Moment } from '../../shared/clock.ts';
import type { FleetSummary } from '../../shared/protocol/fleet.ts';
import type { HardwareSample } from '../../shared/protocol/hardware.ts';
import type { History } from '../../shared/protocol/history.ts';
import { FARM_METRICS } from '../../shared/telemetry/farm-metrics.ts';
import { METRICS, seriesKey } from '../../shared/telemetry/metrics.ts';
import type { LoadedDetail } from './detail-state.ts';
import { type FarmState, refreshFarm } from './farm-state.ts';
import { DEFAULT_RANGE, type HistoryRangeName } from './history-range.ts';
import { NODE_GRAPH_METRICS } from './history-request.ts';
import {
  NO_SEEDING,
  nodesToSeed,
  seedingAfterAnswer,
  seedingAfterAsking,
  seedingAfterFailure,
  type TrailSeeding,
} from './history-trails.ts';
import {
  type HeardFigures,
  type HistorySubject,
  type HistoryView,
  historyAfterFailure,
  historyAfterHearing,
  historyAfterLoad,
  isHistoryOf,
  refreshHistory,
} from './history-view.ts';
import type { TuiState } from './state.ts';
import { trailsInView } from './trails-in-view.ts';

export interface GraphsState {
  readonly range: HistoryRangeName;
  /** Of the open node or of the farm's screen; null while neither is shown. */
  readonly view: HistoryView | null;
  /** The farm's screen, null while it is closed. */
  readonly farm: FarmState | null;
  readonly seeding: TrailSeeding;
}

export const NO_GRAPHS: GraphsState = { range: DEFAULT_RANGE, view: null, farm: null, seeding: NO_SEEDING };

/** Answers to effects of graphs. */
export type GraphsAction =
  | { readonly kind: 'history'; readonly subject: HistorySubject; readonly history: History; readonly at: Moment }
  | { readonly kind: 'history-failed'; readonly subject: HistorySubject; readonly reason: string; readonly at: Moment }
  | { readonly kind: 'farm-summary'; readonly summary: FleetSummary; readonly at: Moment }
  | { readonly kind: 'farm-summary-failed'; readonly reason: string; readonly at: Moment }
  | { readonly kind: 'trails'; readonly nodes: readonly string[]; readonly history: History; readonly at: Moment }
  | { readonly kind: 'trails-failed'; readonly at: Moment };

/** Each is answered by the action of its name or by that which says why not. */
export type GraphsEffect =
  | { readonly kind: 'load-history'; readonly subject: HistorySubject }
  | { readonly kind: 'load-farm-summary' }
  | { readonly kind: 'load-trails'; readonly nodes: readonly string[] };

/** The graphs after an answer. One that is not of what is shown any more is dropped. */
export function graphsAfter(graphs: GraphsState, action: GraphsAction): GraphsState {
  const { view, farm } = graphs;
  switch (action.kind) {
    case 'history':
      if (!isHistoryOf(view, action.subject)) return graphs;
      return { ...graphs, view: historyAfterLoad(view, action.history, action.at) };
    case 'history-failed':
      if (!isHistoryOf(view, action.subject)) return graphs;
      return { ...graphs, view: historyAfterFailure(view, action.reason) };
    case 'farm-summary':
      return withHeard(
        { ...graphs, farm: farm && { ...farm, summary: action.summary, problem: null, waiting: false } },
        { node: null, heard: { at: action.at.monotonic, figures: farmFigures(action.summary) } },
      );
    case 'farm-summary-failed':
      return { ...graphs, farm: farm && { ...farm, problem: action.reason, waiting: false } };
    case 'trails':
      return { ...graphs, seeding: seedingAfterAnswer(action.at) };
    case 'trails-failed':
      return { ...graphs, seeding: seedingAfterFailure(action.at) };
  }
}

/** The graphs of an open node with what its newest report tells. */
export function graphsAfterReport(graphs: GraphsState, { detail, at }: LoadedDetail): GraphsState {
  const { hardware } = detail.report;
  if (!hardware) return graphs;
  const heard = { at: at - detail.seenSecondsAgo * 1000, figures: nodeFigures(hardware) };
  return withHeard(graphs, { node: detail.id, heard });
}

function withHeard(
  graphs: GraphsState,
  { node, heard }: { readonly node: string | null; readonly heard: HeardFigures },
): GraphsState {
  const { view } = graphs;
  return view && view.node === node ? { ...graphs, view: historyAfterHearing(view, heard) } : graphs;
}

function nodeFigures(hardware: HardwareSample): ReadonlyMap<string, number> {
  const figures = new Map<string, number>();
  for (const metric of NODE_GRAPH_METRICS)
    METRICS[metric].read(hardware, (label, value) => {
      if (typeof value === 'number') figures.set(seriesKey(metric, label), value);
    });
  return figures;
}

function farmFigures(summary: FleetSummary): ReadonlyMap<string, number> {
  const figures = new Map<string, number>();
  for (const [metric, { read }] of Object.entries(FARM_METRICS)) {
    const value = read(summary);
    if (typeof value === 'number') figures.set(metric, value);
  }
  return figures;
}

/** The state with its graphs in step with what is shown, and what is to be asked of the hub for them. */
export function refreshGraphs(state: TuiState): {
  readonly graphs: GraphsState;
  readonly effects: readonly GraphsEffect[];
} {
  const { graphs, fleet } = state;
  const subject = subjectOf(state);
  const { view, load } = refreshHistory(graphs.view, subject, state);
  const isCovered = state.detail !== null;
  const farm = graphs.farm && !isCovered ? refreshFarm(graphs.farm, state) : null;
  const inView = fleet ? trailsInView(state) : [];
  const seeds = fleet && inView.length > 0 ? nodesToSeed(graphs.seeding, fleet, { ...state, inView }) : [];
  const effects: GraphsEffect[] = [];
  if (load && subject) effects.push({ kind: 'load-history', subject });
  if (farm?.load) effects.push({ kind: 'load-farm-summary' });
  if (seeds.length > 0) effects.push({ kind: 'load-trails', nodes: seeds });
  const seeding = seeds.length > 0 ? seedingAfterAsking(state.now) : graphs.seeding;
  const isSame = view === graphs.view && !farm?.load && seeding === graphs.seeding;
  return { graphs: isSame ? graphs : { ...graphs, view, farm: farm?.farm ?? graphs.farm, seeding }, effects };
}

function subjectOf({ detail, graphs }: TuiState): HistorySubject | null {
  if (detail) return { node: detail.nodeId, range: graphs.range };
  return graphs.farm ? { node: null, range: graphs.range } : null;
}
