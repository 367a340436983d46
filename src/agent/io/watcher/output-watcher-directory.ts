/** One watched directory: its files' names read as a whole now and then, its single changes as the system tells them. */
import { dirname, join, sep } from 'node:path';
import type { SequenceReport } from '../../../shared/protocol/sequence.ts';
import { nameOf, SequenceIndex } from '../../core/sequences/sequence-index.ts';
import { createSequenceReporter, type SequenceFrame } from '../../core/sequences/sequence-index-reports.ts';
import { isTemporaryOf } from '../../core/sequences/sequence-name.ts';
import { SIDECAR_NAME } from '../../core/sequences/sidecar.ts';
import { type Audit, createAudit } from './output-watcher-audit.ts';
import type { EntryKind } from './output-watcher-files.ts';
import { createFollowers, type FollowerDeps, type Followers } from './output-watcher-followers.ts';
import { measureFrames } from './output-watcher-measuring.ts';
import { TemporaryNames } from './output-watcher-temporary.ts';

export interface DirectoryDeps extends FollowerDeps {
  readonly ignore: readonly string[];
  readonly polling: boolean;
  /** Something was lost or is gone: read the whole directory again. */
  readonly onDoubt: (path: string) => void;
  /** The system refuses to watch the directory: it is read often instead. */
  readonly onUnwatchable: (path: string, error: Error) => void;
}

/** `arrivals`: what the first reading finds has come under the agent's eyes, as in a directory that was just made. */
export type FirstReading = 'coverage' | 'arrivals';

/** With more files than this, chokidar's stat of each at every change costs more than it tells: with 100,000 a quarter of a second. */
const CROWDED = 64;
/** With more files than this a directory that turns up was moved here, not rendered. */
const MOST_ARRIVALS = 64;
/** After so many names at once the system may have dropped others without a word: its queue holds 16,384 events. */
const DOUBTFUL_BURST = 2048;

export class WatchedDirectory {
  readonly path: string;
  readonly #deps: DirectoryDeps;
  readonly #index: SequenceIndex;
  readonly #followers: Followers;
  readonly #temporary = new TemporaryNames();
  #sequencesOf: ReturnType<typeof createSequenceReporter> = () => [];
  #subdirectories: ReadonlySet<string> = new Set();
  /** Names that turned up since the last reading. */
  #burst = 0;
  #stopWatching: (() => void) | null = null;
  #stopTree: (() => void) | null = null;
  /** The directory may be another one of the same name by now. */
  #stale = false;
  #readings = 0;
  readonly #audit: Audit;
  #refused = false;
  #arrivedMs = 0;
  #stopped = false;

  constructor(path: string, frame: SequenceFrame, deps: DirectoryDeps) {
    this.path = path;
    this.#deps = deps;
    this.#index = new SequenceIndex(deps.ignore);
    this.#followers = createFollowers(path, this.#index, deps);
    this.#audit = createAudit(path.endsWith(sep) ? path : path + sep, this.#index, deps);
    this.setFrame(frame);
  }

  get files(): number {
    return this.#index.files;
  }

  get unmeasured(): number {
    return this.#index.columns().reduce((sum, column) => sum + column.frames.count('unmeasured'), 0);
  }

  /** The system has had no watch left for it. */
  get refused(): boolean {
    return this.#refused;
  }

  /** When it came here, by the file system's own clock; 0 where it was here before the agent. */
  get arrivedMs(): number {
    return this.#arrivedMs;
  }

  sequences(): readonly SequenceReport[] {
    return this.#sequencesOf(this.#index.groups());
  }

  /** By which names its sequences are told from now on, and what of them is expected. */
  setFrame(frame: SequenceFrame): void {
    this.#sequencesOf = createSequenceReporter(frame, (mtimeMs) => this.#followers.shareClock.latest(mtimeMs));
  }

  /** Reads the whole directory and follows what differs; rejects with the system's error. Not to be called twice at once. */
  async read(first: FirstReading, parentArrivedMs = 0): Promise<void> {
    if (this.#readings === 0 && first === 'arrivals') await this.#dateArrival(parentArrivedMs);
    // Watched before it is read, so that nothing falls between the two.
    if (!this.#deps.polling) this.#watch();
    const found = new Set<string>();
    const arrivals: string[] = [];
    // Names are not gathered where they need not be: 100,000 are several megabytes.
    const covers = this.#readings === 0 && first === 'coverage';
    this.#burst = 0;
    this.#index.beginReading();
    await this.#deps.files.readDirectory(this.path, (name, kind) => {
      if (kind === 'directory') found.add(join(this.path, name));
      else this.#noteName(name, kind, covers ? null : arrivals);
    });
    if (this.#stopped) return;
    this.#subdirectories = found;
    for (const place of this.#index.unseen()) this.#followers.tracker.inspect(nameOf(place));
    this.#takeArrivals(arrivals);
    if (this.#readings > 0) for (const name of this.#audit.suspects()) this.#followers.tracker.inspect(name);
    if (this.#readings > 0) void this.#followers.backlog?.run();
    this.#readings++;
    this.#watchTree();
    for (const path of found) this.#deps.onSubdirectory(path);
  }

  /** Its parent was last changed when this directory was made there or moved there. */
  async #dateArrival(parentArrivedMs: number): Promise<void> {
    const parent = await this.#deps.files.look(dirname(this.path)).catch(() => null);
    this.#arrivedMs = Math.max(parentArrivedMs, parent?.mtimeMs ?? 0);
  }

  /** Looks at the files of which only the names are known. */
  async measure(): Promise<void> {
    const { onChange } = this.#deps;
    const suspects = await measureFrames(this.path, this.#index, {
      ...this.#deps,
      shareClock: this.#followers.shareClock,
      onProgress: () => onChange('changed'),
      onDirectory: (name) => this.#deps.onSubdirectory(join(this.path, name)),
      isActive: (name) => this.#followers.tracker.isActive(name),
      isStopped: () => this.#stopped,
    });
    for (const place of suspects) this.#followers.tracker.suspect(place);
    void this.#followers.backlog?.run();
  }

  stop(): void {
    this.#stopped = true;
    this.#deps.onProblem(this.path, null);
    this.#stopEvents();
    this.#followers.backlog?.stop();
    this.#followers.tracker.stop();
  }

  #stopEvents(): void {
    this.#stopWatching?.();
    this.#stopTree?.();
    this.#stopWatching = null;
    this.#stopTree = null;
  }

  #noteName(name: string, kind: EntryKind, arrivals: string[] | null): void {
    const sighting = this.#index.see(name, arrivals === null);
    if (sighting === 'new') arrivals?.push(name);
    if (sighting !== 'no frame') return;
    if (this.#index.ignores(name)) this.#temporary.remember(name);
    else if (kind === 'unknown') this.#followers.tracker.inspect(name);
  }

  #takeArrivals(names: readonly string[]): void {
    const live = this.#readings > 0 || names.length <= MOST_ARRIVALS;
    for (const name of names) {
      if (live) this.#followers.tracker.inspect(name, this.#readings === 0 ? this.#arrivedMs : 0);
      else this.#index.see(name, true);
    }
  }

  #watch(): void {
    if (this.#stale) this.#stopEvents();
    this.#stale = false;
    if (this.#stopWatching) return;
    try {
      this.#stopWatching = this.#deps.files.watchFiles(this.path, {
        onEvent: (name, appeared) => this.#onEvent(name, appeared),
        onLost: () => this.#onLost(),
      });
      this.#refused = false;
    } catch (error) {
      // Where the directory itself is at fault, reading it says so.
      if (!isOutOfWatches(error)) return;
      this.#refused = true;
      this.#deps.onUnwatchable(this.path, error as Error);
    }
  }

  #watchTree(): void {
    if (this.#deps.polling) return;
    const crowded = this.#index.files > CROWDED;
    if (crowded) {
      this.#stopTree?.();
      this.#stopTree = null;
    } else {
      this.#stopTree ??= this.#deps.files.watchSubdirectories(this.path, this.#deps.onSubdirectory);
    }
  }

  #onLost(): void {
    this.#stale = true;
    if (!this.#stopped) this.#deps.onDoubt(this.path);
  }

  #onEvent(name: string | null, appeared: boolean): void {
    if (this.#stopped) return;
    const vanished = this.#temporary.takeVanished();
    if (name === null) {
      this.#stale = true;
      this.#deps.onDoubt(this.path);
    } else if (name === SIDECAR_NAME) {
      this.#deps.onDoubt(this.path);
    } else if (this.#subdirectories.has(join(this.path, name))) {
      this.#deps.onDoubt(join(this.path, name));
    } else if (this.#index.ignores(name)) {
      this.#temporary.note(name, appeared);
    } else if (this.#index.place(name)) {
      // A rename is told as two names in a row: the old one goes, the new one comes.
      this.#followers.tracker.tell(name, appeared && vanished !== null && isTemporaryOf(name, vanished));
      if (appeared) this.#noteArrival();
    } else if (appeared) {
      // Perhaps a directory: chokidar sees none before it is ready.
      this.#followers.tracker.tell(name, false);
    }
  }

  #noteArrival(): void {
    if (++this.#burst % DOUBTFUL_BURST === 0) this.#deps.onDoubt(this.path);
    if (this.#stopTree && this.#index.files > CROWDED) this.#watchTree();
  }
}

function isOutOfWatches(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EMFILE' || code === 'ENOSYS';
}
