/** The history behind the open graphs: what the hub told of it, and what was heard since. */
import type { Millis, Moment } from '../../shared/clock.ts';
import type { History } from '../../shared/protocol/history.ts';
import { isLive, type Standpoint } from './connection.ts';
import { type HistoryRangeName, rangeOf } from './history-range.ts';

/** Figures of one moment by series key. */
export interface HeardFigures {
  /** Monotonic time here. */
  readonly at: Millis;
  readonly figures: ReadonlyMap<string, number>;
}

export interface LoadedHistory {
  readonly history: History;
  /** Monotonic time at which it came. */
  readonly at: Millis;
}

/** What graphs are drawn of; another object when, and only when, there is something else to draw. */
export interface HistoryData {
  readonly loaded: LoadedHistory | null;
  /** What was heard since, oldest first. */
  readonly heard: readonly HeardFigures[];
}

export interface HistoryView {
  /** Whose; null is the farm. */
  readonly node: string | null;
  readonly range: HistoryRangeName;
  readonly data: HistoryData;
  /** Why the last try to load failed, in a sentence. */
  readonly problem: string | null;
  readonly waiting: boolean;
  /** Monotonic time of the last request. */
  readonly askedAt: Millis;
}

export interface HistorySubject {
  readonly node: string | null;
  readonly range: HistoryRangeName;
}

/** A minute of the finest steps and more: what a slow refresh must bridge. */
const MOST_HEARD = 720;
const ANSWER_LIMIT_MILLIS = 15_000;
const RETRY_MILLIS = 10_000;
/** However long the steps are, the last of them grows meanwhile. */
const LONGEST_PACE_MILLIS = 60_000;

export function openHistory({ node, range }: HistorySubject, now: Moment): HistoryView {
  return {
    node,
    range,
    data: { loaded: null, heard: [] },
    problem: null,
    waiting: true,
    askedAt: now.monotonic,
  };
}

export function isHistoryOf(view: HistoryView | null, { node, range }: HistorySubject): view is HistoryView {
  return view !== null && view.node === node && view.range === range;
}

/** With the hub's answer; what was heard stays only where the answer does not reach. */
export function historyAfterLoad(view: HistoryView, history: History, at: Moment): HistoryView {
  const loaded: LoadedHistory = { history, at: at.monotonic };
  const heard = view.data.heard.filter((figures) => figures.at > at.monotonic - MOST_BEHIND_MILLIS);
  return { ...view, data: { loaded, heard }, problem: null, waiting: false };
}

/** The hub's answer may lag behind its reports by so much. */
const MOST_BEHIND_MILLIS = 20_000;

export function historyAfterFailure(view: HistoryView, reason: string): HistoryView {
  return { ...view, problem: reason, waiting: false };
}

export function historyAfterHearing(view: HistoryView, heard: HeardFigures): HistoryView {
  const { data } = view;
  if (data.heard.at(-1)?.at === heard.at) return view;
  return { ...view, data: { ...data, heard: [...data.heard.slice(1 - MOST_HEARD), heard] } };
}

/** The view, another one where something else is shown, and whether it is to be asked for now. */
export function refreshHistory(
  view: HistoryView | null,
  subject: HistorySubject | null,
  { now, connection }: Standpoint,
): { readonly view: HistoryView | null; readonly load: boolean } {
  if (!subject) return { view: null, load: false };
  if (!isHistoryOf(view, subject)) {
    const opened = openHistory(subject, now);
    return { view: opened, load: true };
  }
  const due = now.monotonic - view.askedAt >= paceOf(view);
  if (!due || !isLive(connection)) return { view, load: false };
  return { view: { ...view, waiting: true, askedAt: now.monotonic }, load: true };
}

function paceOf({ waiting, problem, data, range }: HistoryView): Millis {
  if (waiting) return ANSWER_LIMIT_MILLIS;
  if (problem !== null) return RETRY_MILLIS;
  const step = data.loaded?.history.step ?? rangeOf(range).stepSeconds;
  return Math.min(LONGEST_PACE_MILLIS, step * 1000);
}
