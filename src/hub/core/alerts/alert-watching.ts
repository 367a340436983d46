/** From conditions to alerts: what holds long enough is raised, what is away long enough is cleared. */
import type { Millis, Moment } from '../../../shared/clock.ts';
import { millisOf } from '../node-time.ts';
import { type AlertEntry, clearEntry, closeEntry, newEntry, raiseAgain, renew } from './alert-entry.ts';
import { type AlertShelf, createAlertShelf } from './alert-shelf.ts';
import { type Condition, keyOf, type Subject, subjectOf } from './condition.ts';

/** One that comes back within this is the same alert: what flaps is one. */
const SAME_AGAIN_MILLIS = 10 * 60_000;
/** New words of one alert wait so long, and longer the more alerts are open: each is sent to every dashboard. */
const QUIET_MILLIS = 15_000;
const OPEN_AT_FULL_PACE = 50;

/** A condition that holds, or held until a short while ago. */
interface Watched {
  readonly key: string;
  /** As it was last observed; null of one that is only known by its alert, from before the hub's start. */
  condition: Condition | null;
  /** When it was first seen. */
  readonly since: Moment;
  /** When it was first not seen any more; null while it holds. */
  gone: Moment | null;
  /** An alert was raised of it, and may be over already. */
  isTold: boolean;
  /** From when on it is to be raised, or to be cleared, monotonic. */
  due: Millis;
}

export interface WatchState {
  readonly shelf: AlertShelf;
  readonly watched: Map<string, Watched>;
  readonly keysOf: Map<Subject, Set<string>>;
  /** What waits to be raised or cleared. */
  readonly waiting: Set<Watched>;
  /** Subjects of restored alerts that nothing was heard of since the start. */
  readonly unobserved: Set<Subject>;
  /** Nothing is raised before, monotonic: a hub that was just started again knows nothing for certain. */
  quietUntil: Millis;
  raised: number;
}

export function createWatchState(): WatchState {
  return {
    shelf: createAlertShelf(),
    watched: new Map(),
    keysOf: new Map(),
    waiting: new Set(),
    unobserved: new Set(),
    quietUntil: Number.NEGATIVE_INFINITY,
    raised: 0,
  };
}

/** All that is wrong with the subject now; what was before and is not among it is on its way to be over. */
export function observe(state: WatchState, subject: Subject, conditions: readonly Condition[], now: Moment): void {
  state.unobserved.delete(subject);
  const before = state.keysOf.get(subject);
  if (conditions.length === 0 && !before) return;
  const held = new Set<string>();
  for (const condition of conditions) {
    const key = keyOf(subject, condition);
    held.add(key);
    if (condition.coveredBy === null) hold(state, key, condition, now);
    else close(state, key, condition.coveredBy, now);
  }
  for (const key of before ?? []) if (!held.has(key)) letGo(state, key, now);
}

/** The subject is no more: what was open of it is over at once. */
export function forget(state: WatchState, subject: Subject, now: Moment): void {
  state.unobserved.delete(subject);
  for (const key of state.keysOf.get(subject) ?? []) {
    const watched = state.watched.get(key);
    if (!watched) continue;
    watched.gone ??= now;
    finish(state, watched, now);
  }
}

/** Nobody can know whether what is wrong with it still is: what is open of it is closed, `why` in words. */
export function suspend(state: WatchState, subject: Subject, why: string, now: Moment): void {
  state.unobserved.delete(subject);
  for (const key of state.keysOf.get(subject) ?? []) close(state, key, why, now);
}

/** Raises and clears what is due. */
export function takeDue(state: WatchState, now: Moment): void {
  for (const watched of state.waiting) {
    if (now.monotonic < watched.due) continue;
    if (watched.gone) finish(state, watched, now);
    else raise(state, watched, now);
  }
  state.shelf.dropOld(now.wall);
}

/** An alert from before the hub's start: its condition counts as holding until its subject is observed. */
export function watchRestored(state: WatchState, entry: AlertEntry, now: Moment): void {
  state.shelf.put(entry);
  if (entry.alert.state === 'cleared' && !entry.isDismissed) return;
  const since = { wall: millisOf(entry.alert.raisedAt) ?? now.wall, monotonic: now.monotonic };
  addWatched(state, { key: entry.key, condition: null, since, gone: null, isTold: true, due: now.monotonic });
  state.unobserved.add(subjectOf(entry.key));
}

function hold(state: WatchState, key: string, condition: Condition, now: Moment): void {
  const known = state.watched.get(key);
  const watched = known ?? addWatched(state, { key, condition, since: now, gone: null, isTold: false, due: 0 });
  watched.condition = condition;
  watched.gone = null;
  const entry = openEntry(state, key);
  if (entry) {
    state.waiting.delete(watched);
    const pace = Math.max(1, state.shelf.open.size / OPEN_AT_FULL_PACE);
    if (renew(entry, condition, now, QUIET_MILLIS * pace)) state.shelf.put(entry);
    return;
  }
  watched.due = Math.max(watched.since.monotonic + condition.forSeconds * 1000, state.quietUntil);
  if (now.monotonic >= watched.due) raise(state, watched, now);
  else state.waiting.add(watched);
}

function letGo(state: WatchState, key: string, now: Moment): void {
  const watched = state.watched.get(key);
  if (!watched || watched.gone) return;
  watched.gone = now;
  const isOpen = openEntry(state, key) !== null;
  // After a restart nobody remembers how long it has to be away.
  const clearSeconds = isOpen && watched.condition ? watched.condition.clearSeconds : 0;
  watched.due = now.monotonic + clearSeconds * 1000;
  if (clearSeconds === 0) finish(state, watched, now);
  else state.waiting.add(watched);
}

function raise(state: WatchState, watched: Watched, now: Moment): void {
  const { key, condition } = watched;
  const isCrowded = condition && !condition.isPassing && !state.shelf.hasRoom(condition.severity);
  if (isCrowded) {
    state.waiting.add(watched);
    return;
  }
  state.waiting.delete(watched);
  const latest = state.shelf.latest(key);
  if (!condition || watched.isTold || latest?.isDismissed || isOldNews(condition, latest, now)) return;
  watched.isTold = true;
  const isSame = latest && now.wall - (millisOf(latest.alert.clearedAt) ?? 0) <= SAME_AGAIN_MILLIS;
  if (isSame) raiseAgain(latest, condition, now);
  const entry = isSame ? latest : newEntry(newId(state, now), key, condition, now);
  if (condition.isPassing) clearEntry(entry, null, now);
  state.shelf.put(entry);
}

/** What happened before the hub was started, and was told then, or is too old to be told. */
function isOldNews({ happenedAt, tellWithinSeconds }: Condition, latest: AlertEntry | null, now: Moment): boolean {
  if (happenedAt === null) return false;
  const isTold = latest !== null && (millisOf(latest.alert.changedAt) ?? 0) >= happenedAt;
  return isTold || now.wall - happenedAt > tellWithinSeconds * 1000;
}

/** Its condition is over. */
function finish(state: WatchState, watched: Watched, now: Moment): void {
  const { key, since, gone, condition } = watched;
  const entry = state.shelf.latest(key);
  if (entry?.isDismissed) {
    entry.isDismissed = false;
    state.shelf.keep(entry);
  } else if (entry && entry.alert.state !== 'cleared') {
    clearEntry(entry, { from: condition?.beganAt ?? since.wall, to: (gone ?? now).wall }, now);
    state.shelf.put(entry);
  }
  removeWatched(state, watched);
}

/** One that somebody has dismissed stays so until its condition is seen to have ended. */
function close(state: WatchState, key: string, why: string, now: Moment): void {
  const watched = state.watched.get(key);
  const entry = state.shelf.latest(key);
  if (!watched || entry?.isDismissed) return;
  if (entry && entry.alert.state !== 'cleared') {
    closeEntry(entry, why, now);
    state.shelf.put(entry);
  }
  removeWatched(state, watched);
}

function openEntry(state: WatchState, key: string): AlertEntry | null {
  const entry = state.shelf.latest(key);
  return entry && entry.alert.state !== 'cleared' ? entry : null;
}

function addWatched(state: WatchState, watched: Watched): Watched {
  const subject = subjectOf(watched.key);
  const keys = state.keysOf.get(subject) ?? new Set();
  state.keysOf.set(subject, keys.add(watched.key));
  state.watched.set(watched.key, watched);
  return watched;
}

function removeWatched(state: WatchState, watched: Watched): void {
  const subject = subjectOf(watched.key);
  const keys = state.keysOf.get(subject);
  keys?.delete(watched.key);
  if (keys?.size === 0) state.keysOf.delete(subject);
  state.watched.delete(watched.key);
  state.waiting.delete(watched);
}

/** Short, in order of time, and never one that is known: another hub may have written into the same directory. */
function newId(state: WatchState, now: Moment): string {
  let id: string;
  do id = `${Math.max(0, now.wall).toString(36)}-${(state.raised++).toString(36)}`;
  while (state.shelf.byId.has(id));
  return id;
}
