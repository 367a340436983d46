/** The dashboard's state and the one function that changes it: pure, told the time by each action. */

import type { Millis, Moment } from '../../shared/clock.ts';
import type { JobForecast } from '../../shared/protocol/job.ts';
import type { RenderNodeDetail } from '../../shared/protocol/render-node.ts';
import { tableRows } from './chrome.ts';
import { handleInput } from './commands.ts';
import { type Connection, connectionAfter } from './connection.ts';
import { type DetailState, detailAfterFailure, detailAfterLoad, refreshDetail } from './detail-state.ts';
import { applyFleetChange, type FleetView, viewOfSnapshot } from './fleet-view.ts';
import type { HubUpdate } from './hub-update.ts';
import type { TerminalInput } from './key-press.ts';
import { arrangeNodes, EMPTY_LIST, type NodeList, withView } from './node-list.ts';
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
  /** The open node, null while the list is shown. */
  readonly detail: DetailState | null;
  /** First line of the help that is in view, null while it is closed. */
  readonly helpTop: number | null;
  readonly temperatureUnit: 'C' | 'F';
}

export interface TuiOptions {
  readonly columns: number;
  readonly rows: number;
  readonly glyphs: GlyphSetName;
  readonly colour: ColourDepth;
  readonly hubUrl: string;
  readonly hint?: string;
  readonly at: Moment;
}

export type TuiAction =
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
    ...options,
    now: at,
    connection: { kind: 'connecting', loss: null },
    fleet: null,
    list: EMPTY_LIST,
    detail: null,
    helpTop: null,
    temperatureUnit: 'C',
  };
}

export function reduce(state: TuiState, action: TuiAction): Reduced {
  switch (action.kind) {
    case 'hub':
      return settled(afterHubUpdate(state, action.update, action.at));
    case 'input':
      return handleInput({ ...state, now: action.at }, action.input);
    case 'resize':
      return { state: resized(state, action.columns, action.rows), effects: NO_EFFECTS };
    case 'tick':
      return settled({ ...state, now: action.at });
    case 'node-detail':
      return settled({ ...state, now: action.at, detail: detailAfterLoad(state.detail, action.detail, action.at) });
    case 'node-detail-failed':
      return settled({ ...state, now: action.at, detail: detailAfterFailure(state.detail, action) });
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

function resized(state: TuiState, columns: number, rows: number): TuiState {
  if (state.columns === columns && state.rows === rows) return state;
  return { ...state, columns, rows, list: withView(state.list, tableRows(columns, rows)) };
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
  return { state: { ...state, list, detail: next }, effects };
}
