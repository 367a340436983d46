/** What the keys do in the alerts screen. */
import type { Alert } from '../../shared/protocol/alert.ts';
import { type AlertEntry, bookAfterAnswer, EMPTY_BOOK, isOpen } from './alert-book.ts';
import {
  type AlertList,
  type AlertOrderRequest,
  arrangeAlerts,
  heldAlerts,
  moveAlertSelection,
  nextAlertSort,
} from './alert-list.ts';
import { type AlertDeed, isMuted } from './alert-stand.ts';
import { alertRows } from './alerts-layout.ts';
import { type AlertsAction, type AlertsState, withoutPending, withPending } from './alerts-state.ts';
import { cellText } from './cell-text.ts';
import { isLive } from './connection.ts';
import { erased } from './filter-input.ts';
import { hubTime } from './fleet-view.ts';
import { contextOf } from './key-context.ts';
import { noticeOf } from './notice.ts';
import type { Reduced, TuiEffect, TuiState } from './state.ts';
import type { TuiCommand } from './tui-command.ts';

const NO_EFFECTS: readonly TuiEffect[] = [];

/** The state after a command of the alerts screen; null where the command is no matter of this screen. */
export function runAlertCommand(state: TuiState, command: TuiCommand): Reduced | null {
  const { list } = state.alerts;
  switch (command) {
    case 'filter':
      return unchanged(withList(state, { ...list, editingFilter: true }));
    case 'keep-filter':
      return unchanged(withList(state, { ...list, editingFilter: false }));
    case 'clear-filter':
      return rearranged(state, { ...list, editingFilter: false, filter: '' });
    case 'erase-character':
    case 'erase-word':
    case 'erase-filter':
      return refilteredAlerts(state, (text) => erased(text, command));
    case 'sort':
      return rearranged(state, { ...list, sort: nextAlertSort(list.sort) });
    case 'reverse-sort':
      return rearranged(state, { ...list, sort: { ...list.sort, descending: !list.sort.descending } });
    case 'show-closed':
      return rearranged(state, { ...list, showsClosed: !list.showsClosed });
    case 'acknowledge':
    case 'clear-alert':
      return deedOnSelected(state, command === 'acknowledge' ? 'acknowledge' : 'clear');
    case 'mute':
      return deedOnSelected(state, mutedSelection(state) ? 'unmute' : 'mute');
    case 'acknowledge-all':
      return acknowledgedAll(state);
    case 'back':
      return list.filter === '' ? unchanged(placed(state, 'closed')) : rearranged(state, { ...list, filter: '' });
    default:
      return null;
  }
}

/** The alerts over whatever is open. */
export function openAlerts(state: TuiState): Reduced {
  // Asked for again, they give way to what lies under them; the help gives way to them.
  if (contextOf(state) === 'alerts') return unchanged(placed(state, 'closed'));
  // Who came to the open node from the alerts goes back to them.
  const detail = state.alerts.place === 'behind' ? null : state.detail;
  return rearranged({ ...placed(state, 'open'), detail, helpTop: null }, state.alerts.list);
}

export function movedAlerts(state: TuiState, by: number): Reduced {
  return unchanged(withList(state, moveAlertSelection(state.alerts.list, by, orderRequest(state))));
}

export function refilteredAlerts(state: TuiState, change: (text: string) => string): Reduced {
  const { list } = state.alerts;
  const filter = change(list.filter);
  return filter === list.filter ? unchanged(state) : rearranged(state, { ...list, filter });
}

/** The alerts in today's order, where they are to be seen. */
export function arrangedAlerts(state: TuiState): AlertsState {
  const { alerts, fleet } = state;
  if (alerts.place !== 'open' || !fleet) return alerts;
  const list = arrangeAlerts(alerts.list, fleet.alerts, orderRequest(state));
  return list === alerts.list ? alerts : { ...alerts, list };
}

/** The selected alert, null where there is none. */
export function selectedAlert({ alerts, fleet }: TuiState): AlertEntry | null {
  const id = alerts.list.selectedId;
  return id === null ? null : (fleet?.alerts.entries.get(id) ?? null);
}

/** The node that the selected alert leads to: its own, or one that works on its job. */
export function nodeOfSelectedAlert(state: TuiState): string | null {
  const alert = selectedAlert(state)?.alert;
  if (!alert) return null;
  if (alert.node !== null || alert.job === null) return alert.node;
  const nodes = state.fleet?.nodes.values() ?? [];
  for (const { summary } of nodes) if (summary.job?.id === alert.job) return summary.id;
  return null;
}

/** The state after the hub has answered. */
export function afterAlertsAction(state: TuiState, action: AlertsAction): TuiState {
  const now = { ...state, now: action.at };
  return action.kind === 'alert-done' ? afterAnswer(now, action.alert) : afterFailure(now, action);
}

function afterAnswer(state: TuiState, alert: Alert): TuiState {
  const { fleet } = state;
  const alerts = withoutPending(state.alerts, alert.id);
  return { ...state, alerts, fleet: fleet && { ...fleet, alerts: bookAfterAnswer(fleet.alerts, alert) } };
}

const FAILED: Readonly<Record<AlertDeed, string>> = {
  acknowledge: 'Not acknowledged',
  mute: 'Not muted',
  unmute: 'Still muted',
  clear: 'Not closed',
};

/** What was shown as done is undone, and the person told. */
function afterFailure(
  state: TuiState,
  failure: { readonly id: string; readonly deed: AlertDeed; readonly reason: string },
): TuiState {
  const text = `${FAILED[failure.deed]}: ${cellText(failure.reason)}`;
  return { ...state, alerts: withoutPending(state.alerts, failure.id), notice: noticeOf(text, 'bad', state.now) };
}

function orderRequest(state: TuiState): AlertOrderRequest {
  const { now, fleet } = state;
  const hubNow = fleet ? hubTime(fleet, now) : now.wall;
  return { now, hubNow, height: alertRows(state) };
}

function mutedSelection(state: TuiState): boolean {
  const entry = selectedAlert(state);
  return entry !== null && isMuted(entry, orderRequest(state).hubNow);
}

function deedOnSelected(state: TuiState, deed: AlertDeed): Reduced {
  const entry = selectedAlert(state);
  if (!entry) return unchanged(state);
  if (!isOpen(entry)) return told(state, 'This alert is closed already.');
  const by = entry.alert.acknowledgedBy;
  if (deed === 'acknowledge' && entry.alert.state === 'acknowledged')
    return told(state, by === null ? 'It is acknowledged already.' : `${cellText(by)} has acknowledged it already.`);
  return asked(state, [entry.alert.id], deed);
}

function acknowledgedAll(state: TuiState): Reduced {
  const entries = state.fleet?.alerts.entries ?? EMPTY_BOOK.entries;
  const ids = state.alerts.list.order.filter((id) => entries.get(id)?.alert.state === 'raised');
  return ids.length === 0 ? told(state, 'Nothing in this list is new.') : asked(state, ids, 'acknowledge');
}

/** The hub is asked, and until it answers the rows show what is being done. */
function asked(state: TuiState, wanted: readonly string[], deed: AlertDeed): Reduced {
  if (!isLive(state.connection)) return told(state, 'The hub is out of reach: try it again when it is back.');
  const ids = wanted.filter((id) => !state.alerts.pending.has(id));
  if (ids.length === 0) return unchanged(state);
  const alerts = withPending(state.alerts, ids, deed);
  const list = heldAlerts(alerts.list, state.now);
  return { state: { ...state, alerts: { ...alerts, list } }, effects: [{ kind: 'alert-deed', deed, ids }] };
}

function told(state: TuiState, sentence: string): Reduced {
  return unchanged({ ...state, notice: noticeOf(sentence, 'plain', state.now) });
}

function placed(state: TuiState, place: AlertsState['place']): TuiState {
  return { ...state, alerts: { ...state.alerts, place } };
}

function withList(state: TuiState, list: AlertList): TuiState {
  return { ...state, alerts: { ...state.alerts, list } };
}

/** The person asked for another order or filter: rows move at once. */
function rearranged(state: TuiState, list: AlertList): Reduced {
  const next = withList(state, list);
  if (!state.fleet) return unchanged(next);
  return unchanged(withList(next, arrangeAlerts(list, state.fleet.alerts, { ...orderRequest(next), asked: true })));
}

function unchanged(state: TuiState): Reduced {
  return { state, effects: NO_EFFECTS };
}
