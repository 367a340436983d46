/**
 * Watches what this node's own renderers do to the files of watched directories: who has which open, and how many
 * bytes each has written when. What it means is told by core/claims.ts.
 */
import { join } from 'node:path';
import { type Clock, every, type Millis } from '../../../shared/clock.ts';
import type { Evidence } from '../../../shared/protocol/sequence.ts';
import { evidenceOf, type FrameSight, mayFollow, type WriteAccount } from '../../core/sequences/claims.ts';
import type { ProcessWrites } from '../processes/process-writes.ts';
import type { RendererWatch, SeenRenderer } from '../processes/renderer-watch.ts';
import { createWriteCounts, type WriteCounts } from '../processes/write-counts.ts';
import type { FileFacts } from './output-watcher-files.ts';
import type { OwnWork, OwnWorkFinder, OwnWorkOf } from './output-watcher-own.ts';

export interface OwnWorkDeps {
  readonly clock: Clock;
  readonly renderers: RendererWatch;
  readonly writes: ProcessWrites;
}

/** Files of a directory that are kept in mind: what is in hand, and what was finished just now. */
const MOST_SIGHTS = 64;
const FINISHED_KEPT_MILLIS = 10_000;
/** Descriptors are looked at no more often: a thousand frames a second need no such look each. */
const LOOK_MILLIS = 5;
/** Nor for more than a twentieth of a core. */
const PAUSE_FACTOR = 19;
const MOST_PROCESSES = 8;
/** An event is told so long after the write at most; a poll sees a file so long after it at most. */
const TOLD_WITHIN_MILLIS = 50;
const POLLED_WITHIN_MILLIS = 2500;
/** Fine enough to tell apart what several nodes finish within a second; each costs some 20 microseconds. */
const COUNT_MILLIS = 250;

interface Sight extends FrameSight {
  claimedMs: number | null;
  finishedMs: number | null;
  mtimeMs: number;
  sizeBytes: number;
  known: Evidence | null;
  isHeld: boolean;
  account: WriteAccount | null;
  /** Monotonic: it was empty then. */
  emptyAt: Millis | null;
  /** Monotonic: it had not grown before. */
  grewFrom: Millis | null;
  finishedAt: Millis | null;
  evidence: Evidence | null;
}

/** `of` makes the watch of one directory. */
export function createOwnWork(deps: OwnWorkDeps): OwnWorkFinder {
  const { clock, renderers, writes } = deps;
  const counts = createWriteCounts(clock, writes);
  let lookAt: Millis = Number.NEGATIVE_INFINITY;
  const live = (): readonly SeenRenderer[] => (renderers.current() ?? []).filter(({ endedAt }) => endedAt === null);
  const stopCounting = every(clock, COUNT_MILLIS, () => counts.take(live().map(({ pid }) => pid)));

  function openFiles(): ReadonlySet<string> | null {
    const now = clock.monotonic();
    if (now < lookAt) return null;
    const pids = live().slice(0, MOST_PROCESSES);
    const open = new Set(pids.flatMap(({ pid }) => writes.openForWriting(pid)));
    const end = clock.monotonic();
    lookAt = end + Math.max(LOOK_MILLIS, (end - now) * PAUSE_FACTOR);
    return open;
  }

  const of: OwnWorkOf = (directory, onEvidence) =>
    new DirectoryWork(directory, { clock, counts, openFiles, onEvidence, renderers: () => renderers.current() ?? [] });
  return { of, stop: async () => stopCounting() };
}

interface DirectoryWorkDeps {
  readonly clock: Clock;
  readonly counts: WriteCounts;
  /** What this node's renderers write now; null: it was looked at just now. */
  readonly openFiles: () => ReadonlySet<string> | null;
  readonly renderers: () => readonly SeenRenderer[];
  readonly onEvidence: (name: string, evidence: Evidence | null) => void;
}

class DirectoryWork implements OwnWork {
  readonly #paths: { readonly path: string; readonly realPath: string };
  readonly #deps: DirectoryWorkDeps;
  readonly #sights = new Map<string, Sight>();

  constructor(paths: { readonly path: string; readonly realPath: string }, deps: DirectoryWorkDeps) {
    this.#paths = paths;
    this.#deps = deps;
  }

  told(name: string): void {
    const { clock } = this.#deps;
    if (this.#renderers().length === 0) return;
    const sight = this.#inHand(name, clock.now());
    if (!sight) return;
    sight.grewFrom ??= clock.monotonic() - TOLD_WITHIN_MILLIS;
    this.#lookWhoHolds(sight);
  }

  seen(name: string, facts: FileFacts, appearedAt: Millis): void {
    if (this.#renderers().length === 0) return;
    const sight = this.#inHand(name, appearedAt);
    if (!sight) return;
    const { sizeBytes, mtimeMs } = facts;
    const isSame = sight.sizeBytes === sizeBytes && sight.mtimeMs === mtimeMs;
    sight.sizeBytes = sizeBytes;
    sight.mtimeMs = mtimeMs;
    if (sizeBytes === 0) {
      sight.claimedMs ??= mtimeMs;
      sight.emptyAt = this.#deps.clock.monotonic();
      sight.grewFrom = null;
    } else if (!isSame) this.#count(sight);
    this.#lookWhoHolds(sight);
    if (!isSame) this.#conclude();
  }

  still(name: string): void {
    const sight = this.#sights.get(name);
    if (sight) sight.emptyAt = this.#deps.clock.monotonic();
  }

  finished(name: string): Evidence | null {
    const sight = this.#sights.get(name);
    if (!sight) return null;
    sight.finishedMs = sight.mtimeMs;
    sight.finishedAt = this.#deps.clock.monotonic();
    this.#conclude();
    sight.known = sight.evidence;
    return sight.evidence;
  }

  gone(name: string): void {
    this.#sights.delete(name);
  }

  evidenceOf(name: string): Evidence | null {
    return this.#sights.get(name)?.evidence ?? null;
  }

  /** Those that write here, or of which nobody knows where they write. */
  #renderers(): readonly SeenRenderer[] {
    const { path, realPath } = this.#paths;
    return this.#deps
      .renderers()
      .filter(
        ({ outputs }) =>
          outputs.length === 0 || outputs.some(({ directory }) => directory === path || directory === realPath),
      );
  }

  /** A finished one that is written again is another frame's work. */
  #inHand(name: string, appearedAt: Millis): Sight | null {
    const known = this.#sights.get(name);
    return known && known.finishedAt === null ? known : this.#begin(name, appearedAt);
  }

  #begin(name: string, appearedAt: Millis): Sight | null {
    this.#sights.delete(name);
    this.#forgetOld();
    if (this.#sights.size >= MOST_SIGHTS) return null;
    const sight: Sight = {
      name,
      appearedAt,
      claimedMs: null,
      finishedMs: null,
      mtimeMs: 0,
      sizeBytes: 0,
      known: null,
      isHeld: false,
      account: null,
      emptyAt: null,
      grewFrom: null,
      finishedAt: null,
      evidence: null,
    };
    this.#sights.set(name, sight);
    return sight;
  }

  /** Finished ones go, unless a claim that is still in hand follows from them. */
  #forgetOld(): void {
    const now = this.#deps.clock.monotonic();
    const sights = [...this.#sights.values()];
    const isNeeded = (finish: Sight): boolean =>
      sights.some((claim) => claim.finishedAt === null && mayFollow(claim, finish));
    for (const sight of sights) {
      const isOld = sight.finishedAt !== null && now - sight.finishedAt > FINISHED_KEPT_MILLIS;
      if (isOld && !isNeeded(sight)) this.#sights.delete(sight.name);
    }
    const finished = sights.find(({ finishedAt }) => finishedAt !== null);
    if (this.#sights.size >= MOST_SIGHTS && finished) this.#sights.delete(finished.name);
  }

  #count(sight: Sight): void {
    const { clock, counts } = this.#deps;
    const writers = this.#renderers().filter(({ endedAt }) => endedAt === null);
    const [only] = writers;
    if (!only || writers.length > 1) {
      sight.account = null;
      return;
    }
    const from = sight.grewFrom ?? sight.emptyAt ?? clock.monotonic() - POLLED_WITHIN_MILLIS;
    sight.grewFrom ??= from;
    const before = sight.account?.pid === only.pid ? earlierOf(sight.account) : counts.before(only.pid, from);
    const after = counts.now(only.pid);
    sight.account = before &&
      after && { pid: only.pid, from: before.at, to: after.at, bytesBefore: before.bytes, bytesAfter: after.bytes };
  }

  #lookWhoHolds(sight: Sight): void {
    if (sight.isHeld) return;
    const open = this.#deps.openFiles();
    const { path, realPath } = this.#paths;
    sight.isHeld = open !== null && (open.has(join(path, sight.name)) || open.has(join(realPath, sight.name)));
    if (sight.isHeld) this.#conclude();
  }

  /** Tells whose the files in hand have turned out to be. */
  #conclude(): void {
    const evidence = evidenceOf([...this.#sights.values()], this.#renderers());
    for (const sight of this.#sights.values()) {
      const now = evidence.get(sight.name) ?? null;
      if (now === sight.evidence) continue;
      sight.evidence = now;
      if (sight.finishedAt === null) this.#deps.onEvidence(sight.name, now);
    }
  }
}

function earlierOf({ from, bytesBefore }: WriteAccount): { readonly at: Millis; readonly bytes: number } {
  return { at: from, bytes: bytesBefore };
}
