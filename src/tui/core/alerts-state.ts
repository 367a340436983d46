/** The alerts screen: where it stands among the others, its list, and what the hub has been asked about its alerts. */
import type { Moment } from '../../shared/clock.ts';
import type { Alert } from '../../shared/protocol/alert.ts';
import { type AlertList, EMPTY_ALERT_LIST } from './alert-list.ts';
import type { AlertDeed } from './alert-stand.ts';

export interface AlertsState {
  /** `behind`: the open node was entered from the alerts, and esc leads back to them. */
  readonly place: 'closed' | 'open' | 'behind';
  readonly list: AlertList;
  /** By alert, what is shown as being done until the hub answers. */
  readonly pending: ReadonlyMap<string, AlertDeed>;
}

export const CLOSED_ALERTS: AlertsState = { place: 'closed', list: EMPTY_ALERT_LIST, pending: new Map() };

export function withPending(alerts: AlertsState, ids: readonly string[], deed: AlertDeed): AlertsState {
  return { ...alerts, pending: new Map([...alerts.pending, ...ids.map((id) => [id, deed] as const)]) };
}

export function withoutPending(alerts: AlertsState, id: string): AlertsState {
  if (!alerts.pending.has(id)) return alerts;
  const pending = new Map(alerts.pending);
  pending.delete(id);
  return { ...alerts, pending };
}

/** The answers to `alert-deed`: one for each alert, with what the hub made of it or why it did nothing. */
export type AlertsAction =
  | { readonly kind: 'alert-done'; readonly alert: Alert; readonly at: Moment }
  | {
      readonly kind: 'alert-failed';
      readonly id: string;
      readonly deed: AlertDeed;
      readonly reason: string;
      readonly at: Moment;
    };

export type AlertsEffect =
  /** Each of the alerts is answered by `alert-done` or `alert-failed`. */
  | { readonly kind: 'alert-deed'; readonly deed: AlertDeed; readonly ids: readonly string[] }
  /** An alert has become critical. */
  | { readonly kind: 'bell' };
