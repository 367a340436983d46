/**
 * Many nodes that fell silent at once: a switch, a fuse, the power. Told in one alert, of which theirs are parts; those
 * that are gone one by one are told one by one.
 */
import type { Millis } from '../../../shared/clock.ts';
import type { NodeFacts } from '../fleet/fleet-news.ts';

/** They were last heard within so long of each other. */
const AT_ONCE_MILLIS: Millis = 60_000;
/** Fewer are no outage, and the rest of one speaks for itself. */
const LEAST = 5;
/** Of the nodes that bear a tag, and of the farm. */
const SHARE_OF_TAG = 1 / 2;
const SHARE_OF_FARM = 1 / 4;

/** The farm's own scope: no tag is the empty text. */
export const WHOLE_FARM = '';

export interface Outage {
  /** A tag, or the whole farm. */
  readonly scope: string;
  /** Those that are still offline, with when they were last heard, Unix milliseconds. */
  readonly members: Map<string, Millis>;
}

export interface Outages {
  readonly byScope: ReadonlyMap<string, Outage>;
  take(facts: NodeFacts): void;
  forget(nodeId: string): void;
  /** Brings the outages up to date with what was taken. */
  judge(): void;
  /** The outage that the node is part of; null where it is none's. */
  of(nodeId: string): Outage | null;
  /** How many nodes bear each tag. */
  readonly sizes: ReadonlyMap<string, number>;
  tagsOf(nodeId: string): readonly string[];
}

export function createOutages(): Outages {
  const tagsOf = new Map<string, readonly string[]>();
  const sizes = new Map<string, number>();
  /** Offline, and part of no outage: when they were last heard. */
  const alone = new Map<string, Millis>();
  const byScope = new Map<string, Outage>();
  const outageOf = new Map<string, Outage>();
  let isNew = false;

  function count(tags: readonly string[], by: 1 | -1): void {
    for (const scope of [WHOLE_FARM, ...tags]) {
      const size = (sizes.get(scope) ?? 0) + by;
      if (size === 0) sizes.delete(scope);
      else sizes.set(scope, size);
    }
  }

  function back(id: string): void {
    alone.delete(id);
    const outage = outageOf.get(id);
    if (!outage) return;
    outage.members.delete(id);
    outageOf.delete(id);
    isNew = true;
  }

  function join(outage: Outage, ids: Iterable<string>): void {
    for (const id of ids) {
      outage.members.set(id, alone.get(id) ?? 0);
      outageOf.set(id, outage);
      alone.delete(id);
    }
  }

  function dissolve(outage: Outage): void {
    byScope.delete(outage.scope);
    for (const [id, heardAt] of outage.members) {
      outageOf.delete(id);
      alone.set(id, heardAt);
    }
  }

  return {
    byScope,
    sizes,
    of: (id) => outageOf.get(id) ?? null,
    tagsOf: (id) => tagsOf.get(id) ?? [],
    take({ id, report, liveness, heardAt }) {
      const known = tagsOf.get(id);
      const tags = report.tags ?? [];
      if (known === undefined || known.join('\n') !== tags.join('\n')) {
        if (known !== undefined) count(known, -1);
        const each = [...new Set(tags)];
        tagsOf.set(id, each);
        count(each, 1);
      }
      // Whoever says that it leaves was stopped by somebody.
      if (liveness !== 'offline' || report.leaving) back(id);
      else if (!outageOf.has(id) && !alone.has(id)) {
        alone.set(id, heardAt);
        isNew = true;
      }
    },
    forget(id) {
      back(id);
      count(tagsOf.get(id) ?? [], -1);
      tagsOf.delete(id);
    },
    judge() {
      if (!isNew) return;
      isNew = false;
      for (const outage of byScope.values()) {
        const { scope, members } = outage;
        const [from, to] = spanOf(members.values());
        const isPart = (id: string, heardAt: Millis) =>
          isInScope(scope, tagsOf.get(id)) && heardAt > to - AT_ONCE_MILLIS && heardAt < from + AT_ONCE_MILLIS;
        if (members.size < LEAST) dissolve(outage);
        else
          join(
            outage,
            [...alone].flatMap(([id, heardAt]) => (isPart(id, heardAt) ? id : [])),
          );
      }
      for (let found = largestOf(alone, tagsOf, sizes); found; found = largestOf(alone, tagsOf, sizes)) {
        const outage = byScope.get(found.scope) ?? { scope: found.scope, members: new Map() };
        byScope.set(found.scope, outage);
        join(outage, found.ids);
      }
    },
  };
}

function isInScope(scope: string, tags: readonly string[] | undefined): boolean {
  return scope === WHOLE_FARM || tags?.includes(scope) === true;
}

function spanOf(times: Iterable<Millis>): readonly [Millis, Millis] {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const time of times) [from, to] = [Math.min(from, time), Math.max(to, time)];
  return [from, to];
}

interface Found {
  readonly scope: string;
  readonly ids: readonly string[];
}

/** The most nodes that were last heard at once and are enough of their scope; of equals the narrowest scope. */
function largestOf(
  alone: ReadonlyMap<string, Millis>,
  tagsOf: ReadonlyMap<string, readonly string[]>,
  sizes: ReadonlyMap<string, number>,
): Found | null {
  if (alone.size < LEAST) return null;
  const byScope = new Map<string, [id: string, heardAt: Millis][]>();
  for (const node of [...alone].sort(([, a], [, b]) => a - b))
    for (const scope of [WHOLE_FARM, ...(tagsOf.get(node[0]) ?? [])]) {
      const nodes = byScope.get(scope);
      if (nodes) nodes.push(node);
      else byScope.set(scope, [node]);
    }
  let best: Found | null = null;
  for (const [scope, nodes] of byScope) {
    const size = sizes.get(scope) ?? 0;
    const ids = atOnce(nodes);
    if (ids.length < LEAST || ids.length < size * (scope === WHOLE_FARM ? SHARE_OF_FARM : SHARE_OF_TAG)) continue;
    const isNarrower = best !== null && ids.length === best.ids.length && size < (sizes.get(best.scope) ?? 0);
    if (best === null || ids.length > best.ids.length || isNarrower) best = { scope, ids };
  }
  return best;
}

/** The most that lie within a minute; `nodes` are in order of time. */
function atOnce(nodes: readonly (readonly [id: string, heardAt: Millis])[]): readonly string[] {
  let best: readonly [from: number, to: number] = [0, 0];
  let from = 0;
  for (const [to, [, heardAt]] of nodes.entries()) {
    while (heardAt - (nodes[from]?.[1] ?? heardAt) >= AT_ONCE_MILLIS) from++;
    if (to + 1 - from > best[1] - best[0]) best = [from, to + 1];
  }
  return nodes.slice(...best).map(([id]) => id);
}
