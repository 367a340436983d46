/** What the keys do to the state. */
import { nodeOfSelectedAlert, openAlerts, refilteredAlerts, runAlertCommand } from './alert-commands.ts';
import { tableRows } from './chrome.ts';
import { openedChooser, runColumnCommand } from './column-commands.ts';
import { type DetailState, openDetail } from './detail-state.ts';
import { OPENED_FARM } from './farm-state.ts';
import { erased, typed } from './filter-input.ts';
import { nextRange } from './history-range.ts';
import type { GraphsState } from './history-state.ts';
import { contextOf } from './key-context.ts';
import type { TerminalInput } from './key-press.ts';
import { commandOf } from './keymap.ts';
import { moved } from './movement.ts';
import { arrangeNodes, listedNodes, type NodeList } from './node-list.ts';
import { nextSort } from './node-sort.ts';
import { noticeOf } from './notice.ts';
import { selectedIndex, withView } from './row-list.ts';
import type { Reduced, TuiEffect, TuiState } from './state.ts';
import { NEW_QUESTION, questionAfterEnter, type TimeQuestion } from './time-question.ts';
import type { TuiCommand } from './tui-command.ts';

const NO_EFFECTS: readonly TuiEffect[] = [];

/** The state after a key or a paste. A paste goes into the text that is being typed, and nowhere else. */
export function handleInput(state: TuiState, input: TerminalInput): Reduced {
  const context = contextOf(state);
  const command = input.kind === 'key' ? commandOf(input.name, context) : null;
  if (command !== null) return runOnTop(state, command);
  if (context === 'alert-filter') return refilteredAlerts(state, (text) => typed(text, input));
  if (context === 'filter') return refiltered(state, typed(state.list.filter, input));
  return context === 'time' ? retimed(state, (text) => typed(text, input)) : { state, effects: NO_EFFECTS };
}

function refiltered(state: TuiState, filter: string): Reduced {
  return filter === state.list.filter ? { state, effects: NO_EFFECTS } : rearranged(state, { ...state.list, filter });
}

/** What lies on top takes its own commands; the others do everywhere what they do. */
function runOnTop(state: TuiState, command: TuiCommand): Reduced {
  const context = contextOf(state);
  const own =
    context === 'columns' && state.chooser
      ? runColumnCommand(state, state.chooser, command)
      : context === 'alerts' || context === 'alert-filter'
        ? runAlertCommand(state, command)
        : null;
  return own ?? runCommand(state, command);
}

function runCommand(state: TuiState, command: TuiCommand): Reduced {
  switch (command) {
    case 'up':
    case 'down':
    case 'half-page-up':
    case 'half-page-down':
    case 'page-up':
    case 'page-down':
    case 'first':
    case 'last':
      return moved(state, command);
    case 'open':
      return contextOf(state) === 'alerts' ? openedFromAlert(state) : opened(state, state.list.selectedId);
    case 'back':
      return wentBack(state);
    case 'previous-node':
    case 'next-node':
      return neighbour(state, command === 'next-node' ? 1 : -1);
    case 'filter':
      return withList(state, { ...state.list, editingFilter: true });
    case 'keep-filter':
      return withList(state, { ...state.list, editingFilter: false });
    case 'clear-filter':
      return rearranged(state, { ...state.list, editingFilter: false, filter: '' });
    case 'erase-character':
    case 'erase-word':
    case 'erase-filter':
      return contextOf(state) === 'time'
        ? retimed(state, (text) => erased(text, command))
        : refiltered(state, erased(state.list.filter, command));
    case 'by-when':
      return withQuestion(state, { ...(state.detail?.question ?? NEW_QUESTION), editing: true });
    case 'ask-time':
      return askedByWhen(state);
    case 'drop-time':
      return withQuestion(state, null);
    case 'sort':
      return rearranged(state, { ...state.list, sort: nextSort(state.list.sort, state.tableColumns) });
    case 'reverse-sort':
      return rearranged(state, {
        ...state.list,
        sort: { ...state.list.sort, descending: !state.list.sort.descending },
      });
    case 'freeze':
      return rearranged(state, state.list.frozen ? thawed(state.list) : frozenList(state));
    case 'alerts':
      return openAlerts(state);
    case 'columns':
      return openedChooser(state);
    case 'farm':
      return withGraphs(state, { ...state.graphs, farm: state.graphs.farm ? null : OPENED_FARM });
    case 'next-range':
      return withGraphs(state, { ...state.graphs, range: nextRange(state.graphs.range) });
    case 'temperature-unit':
      return { state: { ...state, temperatureUnit: state.temperatureUnit === 'C' ? 'F' : 'C' }, effects: NO_EFFECTS };
    case 'help':
      return { state: { ...state, helpTop: state.helpTop === null ? 0 : null }, effects: NO_EFFECTS };
    case 'reconnect':
    case 'redraw':
    case 'suspend':
    case 'quit':
      return { state, effects: [{ kind: command }] };
    // What lies on top has taken these.
    case 'acknowledge':
    case 'acknowledge-all':
    case 'mute':
    case 'clear-alert':
    case 'show-closed':
    case 'toggle-column':
    case 'column-earlier':
    case 'column-later':
    case 'next-preset':
    case 'reset-columns':
    case 'keep-columns':
    case 'drop-columns':
      return { state, effects: NO_EFFECTS };
  }
}

function withGraphs(state: TuiState, graphs: GraphsState): Reduced {
  return { state: { ...state, graphs }, effects: NO_EFFECTS };
}

/** The time that is typed, with another text. */
function retimed(state: TuiState, change: (text: string) => string): Reduced {
  const question = state.detail?.question;
  if (!question) return { state, effects: NO_EFFECTS };
  return withQuestion(state, { ...question, text: change(question.text), problem: null });
}

function withQuestion(state: TuiState, question: TimeQuestion | null): Reduced {
  return { state: state.detail ? { ...state, detail: { ...state.detail, question } } : state, effects: NO_EFFECTS };
}

function askedByWhen(state: TuiState): Reduced {
  const { detail } = state;
  if (!detail?.question) return { state, effects: NO_EFFECTS };
  const jobId = state.fleet?.nodes.get(detail.nodeId)?.summary.job?.id ?? null;
  const question = questionAfterEnter(detail.question, jobId, state.now);
  const { asked } = question;
  const effects =
    question.editing || !asked ? NO_EFFECTS : [{ kind: 'ask-forecast', id: asked.jobId, by: asked.by } as const];
  return { state: { ...state, detail: { ...detail, question } }, effects };
}

function opened(state: TuiState, nodeId: string | null): Reduced {
  if (nodeId === null) return { state, effects: NO_EFFECTS };
  const detail: DetailState = openDetail(nodeId, state.now, state.fleet?.nodes.get(nodeId) ?? null);
  const list = withView({ ...state.list, selectedId: nodeId }, tableRows(state.columns, state.rows));
  return { state: { ...state, detail, list }, effects: [{ kind: 'load-node', id: nodeId }] };
}

/** The node of the selected alert; esc leads back to the alerts. */
function openedFromAlert(state: TuiState): Reduced {
  const nodeId = nodeOfSelectedAlert(state);
  if (nodeId === null)
    return {
      state: { ...state, notice: noticeOf('No node is known to this alert.', 'plain', state.now) },
      effects: NO_EFFECTS,
    };
  return opened({ ...state, alerts: { ...state.alerts, place: 'behind' } }, nodeId);
}

/** The node before or after the open one in the list; at the ends nothing happens. */
function neighbour(state: TuiState, step: number): Reduced {
  const next = state.list.order[selectedIndex(state.list) + step];
  return next === undefined ? { state, effects: NO_EFFECTS } : opened(state, next);
}

/** One level back: help, the question of a time, the open node, the filter, the freezing; at the top only `q` quits. */
function wentBack(state: TuiState): Reduced {
  if (state.helpTop !== null) return { state: { ...state, helpTop: null }, effects: NO_EFFECTS };
  if (state.detail?.question) return withQuestion(state, null);
  if (state.detail) return leftDetail(state);
  if (state.graphs.farm) return withGraphs(state, { ...state.graphs, farm: null });
  if (state.list.filter !== '') return rearranged(state, { ...state.list, filter: '' });
  return state.list.frozen ? rearranged(state, thawed(state.list)) : { state, effects: NO_EFFECTS };
}

function leftDetail(state: TuiState): Reduced {
  const left = { ...state, detail: null };
  return state.alerts.place === 'behind' ? openAlerts(left) : { state: left, effects: NO_EFFECTS };
}

function frozenList(state: TuiState): NodeList {
  return state.fleet
    ? { ...state.list, frozen: { nodes: listedNodes(state.list, state.fleet), since: state.now } }
    : state.list;
}

function thawed(list: NodeList): NodeList {
  return { ...list, frozen: null };
}

function withList(state: TuiState, list: NodeList): Reduced {
  return { state: { ...state, list }, effects: NO_EFFECTS };
}

/** The person asked for another order or filter: rows move at once. */
function rearranged(state: TuiState, list: NodeList): Reduced {
  if (!state.fleet) return withList(state, list);
  const { now, connection } = state;
  const height = tableRows(state.columns, state.rows);
  return withList(state, arrangeNodes(list, state.fleet, { now, connection, height, asked: true }));
}
