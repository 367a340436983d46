/** What dashboards must be told: the difference between what they know and what is true, field by field. */

interface Identified {
  readonly id: string;
}

export type Patch<T extends Identified> = Partial<T> & Identified;

/** How a kind of things is told. */
export interface Telling<T> {
  /** What changes with time alone, and is told by others. */
  readonly ignored?: keyof T;
  /** Objects of which only the fields that changed are told, and null for those that are gone. */
  readonly within?: readonly (keyof T)[];
}

/** The fields of `after` that differ from `before`'s, with the id; null when none does. */
export function patchOf<T extends Identified>(before: T, after: T, telling: Telling<T> = {}): Patch<T> | null {
  const { ignored, within } = telling;
  let patch: (Partial<T> & { id: string }) | null = null;
  for (const field of Object.keys(after) as (keyof T)[]) {
    if (field === ignored || sameValue(before[field], after[field])) continue;
    patch ??= { id: after.id } as Partial<T> & { id: string };
    patch[field] = within?.includes(field) ? changedPart(before[field], after[field]) : after[field];
  }
  return patch;
}

function changedPart<V>(before: V, after: V): V {
  if (!isObject(before) || !isObject(after)) return after;
  const part: Record<string, unknown> = {};
  for (const key in after) if (!sameValue(before[key], after[key])) part[key] = after[key];
  for (const key in before) if (!(key in after)) part[key] = null;
  return part as V;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** `before` itself when `after` says the same: what did not change keeps its identity, so that others may cache by it. */
export function unlessSame<T extends Identified>(before: T | null, after: T, ignored?: keyof T): T {
  if (!before) return after;
  for (const field in after) if (field !== ignored && !sameValue(before[field], after[field])) return after;
  return before;
}

/** Whether two values of JSON say the same. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = Object.keys(a) as (keyof typeof a)[];
  if (keys.length !== Object.keys(b).length) return false;
  for (const key of keys) if (!sameValue(a[key], b[key])) return false;
  return true;
}

/** Remembers, of each thing that changed since the last taking, how it was then; null where it was not. */
export interface ChangeLog<T extends Identified> {
  readonly before: Map<string, T | null>;
}

export function createChangeLog<T extends Identified>(): ChangeLog<T> {
  return { before: new Map() };
}

/** Notes that `id`, which was `before`, has changed. Only the first note since the last taking counts. */
export function noteChange<T extends Identified>(log: ChangeLog<T>, id: string, before: T | null): void {
  if (!log.before.has(id)) log.before.set(id, before);
}

/** Empties the log into patches and removals. What is new is told whole. */
export function takeChanges<T extends Identified>(
  log: ChangeLog<T>,
  current: (id: string) => T | null,
  telling: Telling<T> = {},
): { patches: Patch<T>[]; removed: string[] } {
  const patches: Patch<T>[] = [];
  const removed: string[] = [];
  for (const [id, before] of log.before) {
    const now = current(id);
    if (now === null) {
      if (before !== null) removed.push(id);
      continue;
    }
    const patch = before === null ? { ...now } : patchOf(before, now, telling);
    if (patch) patches.push(patch);
  }
  log.before.clear();
  return { patches, removed };
}
