/** One watched root with all directories below it: found, read, reconciled, lost and found again. */
import { resolve, sep } from 'node:path';
import type { Millis } from '../../../shared/clock.ts';
import type { SequenceReport, WatchRootReport } from '../../../shared/protocol/sequence.ts';
import { createSignal } from '../../../shared/signal.ts';
import {
  conditionOf,
  createWatchWarning,
  HANGING_MILLIS,
  type RootCondition,
  troubleOf,
} from './output-watcher-condition.ts';
import { WatchedDirectories } from './output-watcher-directories.ts';
import type { FirstReading } from './output-watcher-directory.ts';
import { isGone } from './output-watcher-files.ts';
import { locate, type RootConfig, type RootDeps, type RootLocation, samePlace } from './output-watcher-place.ts';
import { UnreadableDirectories } from './output-watcher-unreadable.ts';

/** A directory in doubt is read again after this, so that a burst is read once. */
const DOUBT_MILLIS = 100;
/** How often a root that is not there is looked for. */
const RETRY_MILLIS = 1000;

/** With at most so many files to measure a root is ready only when it is measured: nobody notices the wait. */
const MEASURED_BEFORE_READY = 2000;

export class WatchedRoot {
  readonly #path: string;
  readonly #config: RootConfig;
  readonly #deps: RootDeps;
  readonly #directories: WatchedDirectories;
  readonly #toRead = new Map<string, FirstReading>();
  #location: RootLocation | null = null;
  #trouble: RootCondition | null = null;
  #busySince: Millis | null = null;
  #readOnce = false;
  #working = false;
  /** Monotonic; a reading of all directories, whatever else was read in between. */
  #fullReadingAt: Millis = 0;
  /** Whether the root was seen as it is, so that what turns up from now on is new. */
  #known = false;
  readonly #unreadable: UnreadableDirectories;
  #stopped = false;
  #told = '';
  #cancelNext = (): void => {};
  #cancelDoubt: (() => void) | null = null;
  readonly #ready = createSignal();
  /** Fulfilled when the root has been read once, was found missing, or does not answer. */
  readonly ready = this.#ready.told;
  readonly #measured = createSignal();
  /** Fulfilled when the sizes of what was there are known too, or nothing of it can be. */
  readonly measured = this.#measured.told;

  constructor(path: string, config: RootConfig, deps: RootDeps) {
    this.#path = resolve(path);
    this.#config = config;
    this.#deps = deps;
    this.#unreadable = new UnreadableDirectories(deps.log);
    this.#directories = new WatchedDirectories(this.#path, config, {
      ...deps,
      onSubdirectory: (found) => this.#enter(found),
      onDoubt: (doubted) => this.#doubt(doubted),
      onUnwatchable: createWatchWarning(deps.log),
    });
  }

  start(): void {
    const giveUp = this.#deps.clock.after(HANGING_MILLIS, () => {
      this.#ready.tell();
      this.#measured.tell();
    });
    void this.ready.then(giveUp);
    this.#run();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelNext();
    this.#cancelDoubt?.();
    this.#forgetAll();
    this.#ready.tell();
    this.#measured.tell();
  }

  report(): WatchRootReport {
    const { size, files } = this.#directories;
    return { path: this.#path, ...this.#condition(), directories: size, files };
  }

  /** Whether `path` is the root or a directory below it that it watches. */
  holds(path: string): boolean {
    return path === this.#path || (this.#config.below && path.startsWith(this.#path + sep));
  }

  /** What is said of its directories has changed. */
  retell(): void {
    if (this.#location) this.#directories.retell(this.#location);
  }

  sequences(): SequenceReport[] {
    return this.#directories.sequences();
  }

  #condition(): RootCondition {
    return conditionOf({
      silence: this.#busySince === null ? 0 : this.#deps.clock.monotonic() - this.#busySince,
      trouble: this.#trouble,
      scanning: !this.#readOnce || this.#directories.measuring,
      polling: this.#isPolled(),
      outOfWatches: this.#directories.outOfWatches,
      unreadable: this.#unreadable.paths(),
    });
  }

  #tellCondition(): void {
    const condition = JSON.stringify(this.#condition());
    if (condition !== this.#told) this.#deps.onChange('changed');
    this.#told = condition;
  }

  /** One reading after the other: a poll never overtakes itself, and a root holds one thread at most. */
  #run(): void {
    if (this.#working || this.#stopped) return;
    this.#working = true;
    this.#cancelNext();
    void this.#readAll()
      .catch((error) => this.#fail(error))
      .finally(() => {
        this.#working = false;
        this.#busySince = null;
        this.#tellCondition();
        if (!this.#stopped) this.#scheduleNext();
      });
  }

  async #readAll(): Promise<void> {
    if (!(await this.#open())) return;
    const full = this.#deps.clock.monotonic() >= this.#fullReadingAt;
    if (full) this.#queueAll();
    for (let [next] = this.#toRead; next && !this.#stopped; [next] = this.#toRead) {
      this.#toRead.delete(next[0]);
      await this.#read(...next);
    }
    this.#trouble = null;
    this.#known = true;
    // From its end, so that a slow share has its rest.
    const next = this.#deps.clock.monotonic() + this.#period();
    this.#fullReadingAt = full ? next : Math.min(next, this.#fullReadingAt);
    const measured = this.#directories.measure().then(() => {
      this.#tellCondition();
      if (!this.#directories.measuring) this.#measured.tell();
    });
    if (!this.#readOnce && this.#directories.unmeasured <= MEASURED_BEFORE_READY) await measured;
    this.#readOnce = true;
    this.#ready.tell();
  }

  /** Finds out where the root is: links, mounts and what is mounted over it may change while the agent runs. */
  async #open(): Promise<boolean> {
    this.#busySince = this.#deps.clock.monotonic();
    const location = await locate(this.#path, this.#config.nodeId, this.#deps);
    if (this.#stopped) return false;
    const known = this.#location;
    this.#location = location;
    if (!samePlace(location.place, known?.place ?? null)) {
      this.#forgetAll();
      this.#toRead.set(this.#path, this.#reading());
    }
    return true;
  }

  async #read(path: string, first: FirstReading): Promise<void> {
    if (!this.#location) return;
    this.#busySince = this.#deps.clock.monotonic();
    try {
      await this.#directories.read(path, first, this.#location);
      this.#unreadable.noteRead(path, (hidden) => this.#toRead.has(hidden));
    } catch (error) {
      if (path === this.#path) throw error;
      this.#forget(path);
      if (!isGone(error)) this.#unreadable.add(path, error as Error);
    }
    this.#busySince = null;
  }

  #enter(path: string): void {
    if (this.#stopped || !this.#config.below || this.#directories.has(path) || this.#deps.otherRoots.has(path)) return;
    this.#toRead.set(path, this.#reading());
    this.#run();
  }

  #doubt(path: string): void {
    if (this.#stopped || (path !== this.#path && this.#deps.otherRoots.has(path))) return;
    this.#toRead.set(path, 'arrivals');
    this.#cancelDoubt ??= this.#deps.clock.after(DOUBT_MILLIS, () => {
      this.#cancelDoubt = null;
      this.#run();
    });
  }

  /** The root itself cannot be read: everything in it is out of sight until it can. */
  #fail(error: unknown): void {
    if (this.#stopped) return;
    this.#trouble = troubleOf(this.#path, error);
    // What comes back after a failure was there all along.
    this.#known = this.#trouble.status === 'missing';
    this.#forgetAll();
    this.#location = null;
    this.#readOnce = true;
    this.#ready.tell();
    this.#measured.tell();
  }

  #forget(path: string): void {
    for (const known of this.#directories.forget(path)) this.#toRead.delete(known);
    this.#unreadable.forget(path);
  }

  #forgetAll(): void {
    this.#toRead.clear();
    this.#unreadable.clear();
    this.#directories.forgetAll();
  }

  #queueAll(): void {
    for (const path of this.#directories.paths()) {
      if (!this.#toRead.has(path)) this.#toRead.set(path, 'arrivals');
    }
  }

  #scheduleNext(): void {
    const untilFull = Math.max(0, this.#fullReadingAt - this.#deps.clock.monotonic());
    // What turned up while the last reading ended does not wait for the next.
    const delay = this.#trouble ? RETRY_MILLIS : this.#toRead.size > 0 ? DOUBT_MILLIS : untilFull;
    this.#cancelNext = this.#deps.clock.after(delay, () => this.#run());
  }

  #period(): Millis {
    const { pollMillis, reconcileMillis } = this.#config;
    return this.#isPolled() || this.#directories.outOfWatches ? pollMillis : reconcileMillis;
  }

  #reading(): FirstReading {
    return this.#known ? 'arrivals' : 'coverage';
  }

  #isPolled(): boolean {
    return this.#config.poll || this.#location?.place.network === true;
  }
}
