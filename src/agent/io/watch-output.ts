import { resolve } from 'node:path';
import type { Clock, Millis } from '../../shared/clock.ts';
import { type FrameRange, formatFrameRange } from '../../shared/frame-range.ts';
import type { Log } from '../../shared/log.ts';
import type { SequenceReport } from '../../shared/protocol/sequence.ts';
import { DEFAULT_IGNORE } from '../core/sequence-name.ts';
import { type ReadMounts, readSystemMounts } from './mounts.ts';
import { createProcOpenFiles, type OpenFiles } from './open-files.ts';
import type { OutputChange, OutputWatcher } from './output-watcher.ts';
import { systemFiles, type WatchFiles } from './output-watcher-files.ts';
import type { RootConfig } from './output-watcher-place.ts';
import { WatchedRoot } from './output-watcher-root.ts';
import { createSlowFiles } from './output-watcher-slow-lane.ts';
import { createSlowLane, type SlowLane } from './slow-lane.ts';

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
}

const RECONCILE_MILLIS = 45_000;
const POLL_MILLIS = 1000;
const SETTLE_MILLIS = 2000;
/** Changes that come together are told together. */
const TELL_MILLIS = 10;

/** Begins to watch at once; `stop()` ends it without waiting for file systems that do not answer. */
export function watchOutput(config: WatchConfig, deps: WatchDeps): OutputWatcher {
  const news = createNews(deps.clock);
  let kept: readonly SequenceReport[] | null = null;
  const files = deps.files ?? systemFiles;
  const rootDeps = {
    clock: deps.clock,
    log: deps.log,
    files,
    slowFilesOf: createSlowFiles(files, deps.slowLane ?? createSlowLane()),
    readMounts: deps.readMounts ?? readSystemMounts,
    otherRoots: new Set(config.roots.map((path) => resolve(path))),
    openFiles: deps.openFiles ?? createProcOpenFiles(deps.clock),
    onChange: (change: OutputChange) => {
      kept = null;
      news.note(change);
    },
  };
  const roots = config.roots.map((path) => new WatchedRoot(path, rootConfig(config), rootDeps));
  for (const root of roots) root.start();
  return {
    snapshot() {
      kept ??= roots.flatMap((root) => root.sequences()).sort(latestFirst);
      return { roots: roots.map((root) => root.report()), sequences: kept };
    },
    ready: Promise.all(roots.map((root) => root.ready)).then(() => {}),
    measured: Promise.all(roots.map((root) => root.measured)).then(() => {}),
    onChange: news.listen,
    async stop() {
      for (const root of roots) root.stop();
      news.end();
    },
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
    poll,
    ignore: config.ignore ?? DEFAULT_IGNORE,
    reconcileMillis: config.reconcileMillis ?? RECONCILE_MILLIS,
    pollMillis: config.pollMillis ?? POLL_MILLIS,
    settleMillis: config.settleMillis ?? SETTLE_MILLIS,
  };
}

function latestFirst(a: SequenceReport, b: SequenceReport): number {
  const latest = (b.changedAt ?? '').localeCompare(a.changedAt ?? '');
  return latest || a.localPath.localeCompare(b.localPath) || a.pattern.localeCompare(b.pattern);
}
