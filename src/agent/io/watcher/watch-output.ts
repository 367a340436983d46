import { resolve } from 'node:path';
import type { Clock, Millis } from '../../../shared/clock.ts';
import { formatFrameRange } from '../../../shared/frames/frame-notation.ts';
import type { FrameRange } from '../../../shared/frames/frame-range.ts';
import type { Log } from '../../../shared/log.ts';
import type { Problem } from '../../../shared/protocol/report.ts';
import type { SequenceReport } from '../../../shared/protocol/sequence.ts';
import type { FoundRoot } from '../../core/found-outputs.ts';
import { DEFAULT_IGNORE } from '../../core/sequences/sequence-name.ts';
import type { FileChecker } from '../checks/file-checker.ts';
import { type ReadMounts, readSystemMounts } from '../mounts.ts';
import { createProcOpenFiles, type OpenFiles } from '../processes/open-files.ts';
import { createSlowLane, type SlowLane } from '../slow-lane.ts';
import type { OutputChange, OutputWatcher } from './output-watcher.ts';
import { createPaces } from './output-watcher-backlog.ts';
import { systemFiles, type WatchFiles } from './output-watcher-files.ts';
import { noOwnWork, type OwnWorkFinder } from './output-watcher-own.ts';
import type { RootConfig, RootDeps } from './output-watcher-place.ts';
import { WatchedRoot } from './output-watcher-root.ts';
import { createSlowFiles } from './output-watcher-slow-lane.ts';

export interface WatchConfig {
  readonly roots: readonly string[];
  readonly nodeId: string;
  /** The name by which all nodes know the roots, where somebody gave one. */
  readonly share: string | null;
  readonly expected: FrameRange | null;
  readonly title: string | null;
  /** Poll everywhere, as on network file systems. */
  readonly poll: boolean;
  /** File names that are never frames; `*` at the ends. */
  readonly ignore?: readonly string[];
  /** How often a watched directory is read as a whole, since the system loses events without a word. */
  readonly reconcileMillis?: Millis;
  readonly pollMillis?: Millis;
  /** How long a file must rest to be finished where nobody can tell who writes it; two polls at least. */
  readonly settleMillis?: Millis;
}

/** The seams to the system, each with its own default; other ones choose the portable forms. */
export interface WatchDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly files?: WatchFiles;
  readonly readMounts?: ReadMounts;
  readonly openFiles?: OpenFiles;
  /** Shared with whoever else of the program asks shares. */
  readonly slowLane?: SlowLane;
  /** Ends with the watcher. Without it nobody looks into files: size and rest must do. */
  readonly checker?: FileChecker;
  /** Ends with the watcher. Without it no frame is known to be this node's own work. */
  readonly ownWork?: OwnWorkFinder;
}

const RECONCILE_MILLIS = 45_000;
const POLL_MILLIS = 1000;
const SETTLE_MILLIS = 2000;
/** How often a growing file may be looked into, of all. */
const PEEK_MILLIS = 1000;
/** Changes that come together are told together. */
const TELL_MILLIS = 10;

/** Begins to watch at once; `stop()` ends it without waiting for file systems that do not answer. */
export function watchOutput(config: WatchConfig, deps: WatchDeps): OutputWatcher {
  const news = createNews(deps.clock);
  let kept: readonly SequenceReport[] | null = null;
  const note = (change: OutputChange): void => {
    kept = null;
    news.note(change);
  };
  const problems = createProblems(() => note('changed'));
  const found = new Map<string, FoundRoot>();
  const rootDeps = rootDepsOf(config, deps, { foundAt: (path) => found.get(path) ?? null, onChange: note, problems });
  const start = (path: string, own: RootConfig): WatchedRoot => {
    const root = new WatchedRoot(path, own, rootDeps);
    root.start();
    return root;
  };
  const named = config.roots.map((path) => start(path, rootConfig(config)));
  const followed = new Map<string, WatchedRoot>();
  const all = (): readonly WatchedRoot[] => [...named, ...followed.values()];

  function follow(path: string): void {
    if (named.length > 0 || followed.has(path)) return;
    // Each is a root of its own: under one name for all their frames would be taken for one another's.
    followed.set(path, start(path, { ...rootConfig(config), share: null, below: false }));
    note('changed');
  }

  function leave(path: string): void {
    followed.get(path)?.stop();
    followed.delete(path);
    note('urgent');
  }

  return {
    snapshot() {
      kept ??= all()
        .flatMap((root) => root.sequences())
        .sort(latestFirst);
      const found = [...followed.values()].map((root) => root.report()).filter(({ status }) => status !== 'missing');
      const roots = [...named.map((root) => root.report()), ...found];
      return { roots, sequences: kept, problems: problems.list() };
    },
    follow(roots) {
      const before = new Map(found);
      found.clear();
      for (const root of roots) found.set(resolve(root.path), root);
      for (const path of found.keys()) follow(path);
      for (const path of followed.keys()) if (!found.has(path)) leave(path);
      const changed = [...new Set([...before.keys(), ...found.keys()])].filter(
        (path) => !isSameFound(before.get(path), found.get(path)),
      );
      for (const root of all()) if (changed.some((path) => root.holds(path))) root.retell();
    },
    get ready() {
      return Promise.all(all().map((root) => root.ready)).then(() => {});
    },
    get measured() {
      return Promise.all(all().map((root) => root.measured)).then(() => {});
    },
    onChange: news.listen,
    async stop() {
      for (const root of all()) root.stop();
      news.end();
      await Promise.all([deps.checker?.stop(), deps.ownWork?.stop()]);
    },
  };
}

function rootDepsOf(
  config: WatchConfig,
  { clock, log, ...deps }: WatchDeps,
  of: Pick<RootDeps, 'foundAt' | 'onChange'> & { readonly problems: Problems },
): RootDeps {
  const files = deps.files ?? systemFiles;
  return {
    clock,
    log,
    files,
    slowFilesOf: createSlowFiles(files, deps.slowLane ?? createSlowLane({ clock })),
    readMounts: deps.readMounts ?? readSystemMounts,
    otherRoots: new Set(config.roots.map((path) => resolve(path))),
    openFiles: deps.openFiles ?? createProcOpenFiles(clock),
    checker: deps.checker ?? null,
    paceOf: createPaces(clock),
    mayPeek: atMostEach(clock, PEEK_MILLIS),
    ownWorkOf: deps.ownWork?.of ?? (() => noOwnWork),
    foundAt: of.foundAt,
    onChange: of.onChange,
    onProblem: of.problems.note,
  };
}

/** True at most once each period. */
function atMostEach(clock: Clock, period: Millis): () => boolean {
  let nextAt = Number.NEGATIVE_INFINITY;
  return () => {
    const now = clock.monotonic();
    if (now < nextAt) return false;
    nextAt = now + period;
    return true;
  };
}

function isSameFound(a: FoundRoot | undefined, b: FoundRoot | undefined): boolean {
  if (!a || !b) return a === b;
  return JSON.stringify(a.outputs) === JSON.stringify(b.outputs);
}

interface Problems {
  readonly note: (about: string, message: string | null) => void;
  readonly list: () => readonly Problem[];
}

/** What does not work now, by what it is about. */
function createProblems(onChange: () => void): Problems {
  const known = new Map<string, string>();
  return {
    note(about, message) {
      if ((known.get(about) ?? null) === message) return;
      if (message === null) known.delete(about);
      else known.set(about, message);
      onChange();
    },
    list: () => [...known.values()].map((message) => ({ source: 'output', message })),
  };
}

interface News {
  readonly note: (change: OutputChange) => void;
  /** Returns the function that ends the listening. */
  readonly listen: (listener: (change: OutputChange) => void) => () => void;
  readonly end: () => void;
}

/** Tells listeners what was noted, soon: several changes as one, the weightiest. */
function createNews(clock: Clock): News {
  const listeners = new Set<(change: OutputChange) => void>();
  let pending: OutputChange | null = null;
  let cancelTelling = (): void => {};

  function tell(): void {
    const change = pending;
    pending = null;
    if (change) for (const listener of listeners) listener(change);
  }

  return {
    note(change) {
      if (pending === null) cancelTelling = clock.after(TELL_MILLIS, tell);
      if (pending !== 'urgent') pending = change;
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    end() {
      cancelTelling();
      listeners.clear();
    },
  };
}

function rootConfig(config: WatchConfig): RootConfig {
  const { nodeId, share, title, expected, poll } = config;
  return {
    nodeId,
    share,
    title,
    expected: expected && formatFrameRange(expected),
    below: true,
    poll,
    ignore: config.ignore ?? DEFAULT_IGNORE,
    reconcileMillis: config.reconcileMillis ?? RECONCILE_MILLIS,
    pollMillis: config.pollMillis ?? POLL_MILLIS,
    settleMillis: config.settleMillis ?? SETTLE_MILLIS,
  };
}

function latestFirst(a: SequenceReport, b: SequenceReport): number {
  return (
    compare(b.changedAt ?? '', a.changedAt ?? '') || compare(a.localPath, b.localPath) || compare(a.pattern, b.pattern)
  );
}

/** By their code units: what compares by a language's rules takes that language's tables into memory. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
