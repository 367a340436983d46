/** The dashboard's state and the one function that changes it: pure, told the time by each action. */

import type { Millis, Moment } from '../../shared/clock.ts';
import type { JobForecast } from '../../shared/protocol/job.ts';
import type { RenderNodeDetail } from '../../shared/protocol/render-node.ts';
import { hasNewCritical } from './alert-book.ts';
import { afterAlertsAction, arrangedAlerts } from './alert-commands.ts';
import { alertRows } from './alerts-layout.ts';
import { type AlertsAction, type AlertsEffect, type AlertsState, CLOSED_ALERTS } from './alerts-state.ts';
import { chooserRows, tableRows } from './chrome.ts';
import type { ColumnChooser } from './column-chooser.ts';
import { handleInput } from './commands.ts';
import { type Connection, connectionAfter } from './connection.ts';
import { type DetailState, detailAfterFailure, detailAfterLoad, refreshDetail } from './detail-state.ts';
import { applyFleetChange, type FleetView, hubTime, viewOfSnapshot } from './fleet-view.ts';
import {
  type GraphsAction,
  type GraphsEffect,
  type GraphsState,
  graphsAfter,
  graphsAfterReport,
  NO_GRAPHS,
  refreshGraphs,
} from './history-state.ts';
import { seededFleet } from './history-trails.ts';
import type { HubUpdate } from './hub-update.ts';
import type { TerminalInput } from './key-press.ts';
import { arrangeNodes, EMPTY_LIST, type NodeList } from './node-list.ts';
import { currentNotice, type Notice } from './notice.ts';
import { withView } from './row-list.ts';
import { COLUMN_SETS, type ColumnName } from './table-columns.ts';
import type { ColourDepth, GlyphSetName } from './theme.ts';
import { questionAfterAnswer, questionAfterFailure, renewedQuestion, type TimeQuestion } from './time-question.ts';

export interface TuiState {
  readonly columns: number;
  readonly rows: number;
  readonly glyphs: GlyphSetName;
  readonly colour: ColourDepth;
  readonly hubUrl: string;
  /** What a farm without any job may do next. */
  readonly hint: string;
  readonly now: Moment;
  readonly connection: Connection;
  /** Null until the hub has told of its farm for the first time. */
  readonly fleet: FleetView | null;
  readonly list: NodeList;
  /** Columns of the list, in their order; narrow terminals show fewer. */
  readonly tableColumns: readonly ColumnName[];
  /** The choice of columns, null while none is being made. */
  readonly chooser: ColumnChooser | null;
  readonly alerts: AlertsState;
  /** The open node, null while the list is shown. */
  readonly detail: DetailState | null;
  /** What is known of how figures went, of what is shown. */
  readonly graphs: GraphsState;
  /** First line of the help that is in view, null while it is closed. */
  readonly helpTop: number | null;
  /** What the person is told in passing. */
  readonly notice: Notice | null;
  readonly temperatureUnit: 'C' | 'F';
}

export interface TuiOptions {
  readonly columns: number;
  readonly rows: number;
  readonly glyphs: GlyphSetName;
  readonly colour: ColourDepth;
  readonly hubUrl: string;
  readonly hint?: string;
  readonly tableColumns?: readonly ColumnName[];
  readonly at: Moment;
}

export type TuiAction =
  | GraphsAction
  | AlertsAction
  | { readonly kind: 'hub'; readonly update: HubUpdate; readonly at: Moment }
  | { readonly kind: 'input'; readonly input: TerminalInput; readonly at: Moment }
  | { readonly kind: 'resize'; readonly columns: number; readonly rows: number }
  | { readonly kind: 'tick'; readonly at: Moment }
  /** The answer to `load-node`. */
  | { readonly kind: 'node-detail'; readonly id: string; readonly detail: RenderNodeDetail; readonly at: Moment }
  | { readonly kind: 'node-detail-failed'; readonly id: string; readonly reason: string; readonly at: Moment }
  /** The answer to `ask-forecast`. */
  | { readonly kind: 'job-forecast'; readonly forecast: JobForecast; readonly at: Moment }
  | { readonly kind: 'job-forecast-failed'; readonly id: string; readonly reason: string; readonly at: Moment };

/**
 * What the reducer asks of the outside world. `load-node` is answered by `node-detail` or `node-detail-failed`,
 * `ask-forecast` (of a job, by a time in Unix milliseconds) by `job-forecast` or `job-forecast-failed`.
 */
export type TuiEffect =
  | GraphsEffect
  | AlertsEffect
  | { readonly kind: 'quit' }
  | { readonly kind: 'suspend' }
  | { readonly kind: 'reconnect' }
  | { readonly kind: 'redraw' }
  | { readonly kind: 'load-node'; readonly id: string }
  | { readonly kind: 'ask-forecast'; readonly id: string; readonly by: Millis };

export interface Reduced {
  readonly state: TuiState;
  readonly effects: readonly TuiEffect[];
}

const NO_EFFECTS: readonly TuiEffect[] = [];

const NO_JOBS_HINT = 'No renders yet: start sentry-agent with the directory that a node renders into.';

export function initialState({ at, ...options }: TuiOptions): TuiState {
  return {
    hint: NO_JOBS_HINT,
    tableColumns: COLUMN_SETS.default,
    ...options,
    now: at,
    connection: { kind: 'connecting', loss: null },
    fleet: null,
    list: EMPTY_LIST,
    detail: null,
    graphs: NO_GRAPHS,
    helpTop: null,
    chooser: null,
    alerts: CLOSED_ALERTS,
    notice: null,
    temperatureUnit: 'C',
  };
}

export function reduce(state: TuiState, action: TuiAction): Reduced {
  const { state: after, effects } = reduced(state, action);
  const { graphs, effects: more } = refreshGraphs(after);
  const next = graphs === after.graphs ? after : { ...after, graphs };
  return { state: next, effects: more.length === 0 ? effects : [...effects, ...more] };
}

function reduced(state: TuiState, action: TuiAction): Reduced {
  switch (action.kind) {
    case 'hub':
      return withBell(state, settled(afterHubUpdate(state, action.update, action.at)));
    case 'input':
      return handleInput({ ...state, now: action.at }, action.input);
    case 'resize':
      return { state: resized(state, action.columns, action.rows), effects: NO_EFFECTS };
    case 'tick':
      return settled({ ...state, now: action.at });
    case 'node-detail':
      return settled(afterDetail(state, action.detail, action.at));
    case 'node-detail-failed':
      return settled({ ...state, now: action.at, detail: detailAfterFailure(state.detail, action) });
    case 'history':
    case 'history-failed':
    case 'farm-summary':
    case 'farm-summary-failed':
    case 'trails-failed':
      return settled({ ...state, now: action.at, graphs: graphsAfter(state.graphs, action) });
    case 'trails':
      return settled({
        ...state,
        now: action.at,
        fleet: state.fleet && seededFleet(state.fleet, action.nodes, action),
        graphs: graphsAfter(state.graphs, action),
      });
    case 'alert-done':
    case 'alert-failed':
      return settled(afterAlertsAction(state, action));
    case 'job-forecast':
      return settled(requestioned(state, action.at, (question) => questionAfterAnswer(question, action.forecast)));
    case 'job-forecast-failed':
      return settled(requestioned(state, action.at, (question) => questionAfterFailure(question, action)));
  }
}

function afterHubUpdate(state: TuiState, update: HubUpdate, at: Moment): TuiState {
  const connection = connectionAfter(state.connection, update, at);
  const next: TuiState = { ...state, now: at, connection };
  switch (update.kind) {
    case 'snapshot':
      return { ...next, fleet: viewOfSnapshot(update.snapshot, at, state.fleet) };
    case 'change':
      return state.fleet ? { ...next, fleet: applyFleetChange(state.fleet, update.change, at) } : next;
    case 'connecting':
    case 'heartbeat':
    case 'lost':
      return next;
  }
}

function afterDetail(state: TuiState, loaded: RenderNodeDetail, at: Moment): TuiState {
  const detail = detailAfterLoad(state.detail, loaded, at);
  const isNews = detail !== state.detail && detail?.loaded;
  const graphs = isNews ? graphsAfterReport(state.graphs, detail.loaded) : state.graphs;
  return { ...state, now: at, detail, graphs };
}

function resized(state: TuiState, columns: number, rows: number): TuiState {
  if (state.columns === columns && state.rows === rows) return state;
  const next = { ...state, columns, rows };
  const alerts = { ...state.alerts, list: withView(state.alerts.list, alertRows(next)) };
  const chooser = state.chooser && withView(state.chooser, chooserRows(next));
  return { ...next, alerts, chooser, list: withView(state.list, tableRows(columns, rows)) };
}

/** Rings when an alert has become critical since the hub was last heard; what it tells at first is no news. */
function withBell(before: TuiState, { state, effects }: Reduced): Reduced {
  if (!before.fleet || !state.fleet) return { state, effects };
  const rings = hasNewCritical(before.fleet.alerts, state.fleet.alerts, hubTime(state.fleet, state.now));
  return rings ? { state, effects: [...effects, { kind: 'bell' }] } : { state, effects };
}

function requestioned(
  state: TuiState,
  at: Moment,
  change: (question: TimeQuestion | null) => TimeQuestion | null,
): TuiState {
  const { detail } = state;
  return { ...state, now: at, detail: detail && { ...detail, question: change(detail.question) } };
}

/** The state with its list in order, and what is shown of the open node asked for again where that is due. */
function settled(state: TuiState): Reduced {
  if (!state.fleet) return { state, effects: NO_EFFECTS };
  const height = tableRows(state.columns, state.rows);
  const { now, connection } = state;
  const list = arrangeNodes(state.list, state.fleet, { now, connection, height });
  const { detail, load } = refreshDetail(state.detail, state);
  const asked = connection.kind === 'live' ? renewedQuestion(detail?.question ?? null, now) : null;
  const next = detail?.question && asked ? { ...detail, question: { ...detail.question, asked } } : detail;
  const effects: readonly TuiEffect[] = [
    ...(load === null ? NO_EFFECTS : [{ kind: 'load-node', id: load } as const]),
    ...(asked === null ? NO_EFFECTS : [{ kind: 'ask-forecast', id: asked.jobId, by: asked.by } as const]),
  ];
  const alerts = arrangedAlerts(state);
  const notice = currentNotice(state.notice, now);
  return { state: { ...state, list, detail: next, alerts, notice }, effects };
}
