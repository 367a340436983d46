/** One watched root with all directories below it: found, read, reconciled, lost and found again. */
import { resolve, sep } from 'node:path';
import type { Millis } from '../../shared/clock.ts';
import type { SequenceReport, WatchRootReport } from '../../shared/protocol/sequence.ts';
import { placeOf, type SharedPlace } from './mounts.ts';
import { noOpenFiles } from './open-files.ts';
import { conditionOf, HANGING_MILLIS, type RootCondition, troubleOf } from './output-watcher-condition.ts';
import { type FirstReading, settlingLimits, WatchedDirectory } from './output-watcher-directory.ts';
import { isGone } from './output-watcher-files.ts';
import { type RootConfig, type RootDeps, samePlace, sequenceFrameOf } from './output-watcher-place.ts';

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
  readonly #directories = new Map<string, WatchedDirectory>();
  readonly #toRead = new Map<string, FirstReading>();
  #place: SharedPlace | null = null;
  #trouble: RootCondition | null = null;
  #busySince: Millis | null = null;
  #readOnce = false;
  #working = false;
  #measuring = false;
  #unwatchable = false;
  #stopped = false;
  #told = '';
  readonly #warned = new Set<string>();
  #cancelNext = (): void => {};
  #cancelDoubt: (() => void) | null = null;
  readonly #tellReady: () => void;
  /** Fulfilled when the root has been read once, was found missing, or does not answer. */
  readonly ready: Promise<void>;

  constructor(path: string, config: RootConfig, deps: RootDeps) {
    this.#path = resolve(path);
    this.#config = config;
    this.#deps = deps;
    let tellReady = (): void => {};
    this.ready = new Promise((fulfil) => {
      tellReady = fulfil;
    });
    this.#tellReady = tellReady;
  }

  start(): void {
    const giveUp = this.#deps.clock.after(HANGING_MILLIS, this.#tellReady);
    void this.ready.then(giveUp);
    this.#run();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelNext();
    this.#cancelDoubt?.();
    this.#forgetAll();
    this.#tellReady();
  }

  report(): WatchRootReport {
    const files = [...this.#directories.values()].reduce((sum, directory) => sum + directory.files, 0);
    return { path: this.#path, ...this.#condition(), directories: this.#directories.size, files };
  }

  sequences(): SequenceReport[] {
    return [...this.#directories.values()].flatMap((directory) => directory.sequences());
  }

  #condition(): RootCondition {
    return conditionOf({
      silence: this.#busySince === null ? 0 : this.#deps.clock.monotonic() - this.#busySince,
      trouble: this.#trouble,
      scanning: !this.#readOnce || this.#measuring,
      polling: this.#isPolled() || this.#unwatchable,
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
    for (let [next] = this.#toRead; next && !this.#stopped; [next] = this.#toRead) {
      this.#toRead.delete(next[0]);
      await this.#read(...next);
    }
    this.#trouble = null;
    const measured = this.#measure();
    if (!this.#readOnce && this.#unmeasured() <= MEASURED_BEFORE_READY) await measured;
    this.#readOnce = true;
    this.#tellReady();
  }

  /** Finds out where the root is: links, mounts and what is mounted over it may change while the agent runs. */
  async #open(): Promise<boolean> {
    const { readMounts, files, slowFiles } = this.#deps;
    const mounts = await readMounts();
    // Asked by its name first: the way to a dead share ends in the slow lane.
    const remote = placeOf(this.#path, mounts, this.#config.nodeId).network;
    this.#busySince = this.#deps.clock.monotonic();
    const realPath = await (remote ? slowFiles : files).realPath(this.#path);
    if (this.#stopped) return false;
    const place = placeOf(realPath, mounts, this.#config.nodeId);
    if (!samePlace(place, this.#place)) {
      this.#forgetAll();
      this.#place = place;
      this.#toRead.set(this.#path, this.#readOnce ? 'arrivals' : 'coverage');
    }
    return true;
  }

  async #read(path: string, first: FirstReading): Promise<void> {
    const directory = this.#directories.get(path) ?? this.#directory(path);
    this.#busySince = this.#deps.clock.monotonic();
    try {
      await directory.read(first);
    } catch (error) {
      if (path === this.#path) throw error;
      this.#forget(path);
      if (!isGone(error) && !this.#warned.has(path)) {
        this.#warned.add(path);
        this.#deps.log.warn('A directory cannot be read.', { path, reason: (error as Error).message });
      }
    }
    this.#busySince = null;
  }

  #directory(path: string): WatchedDirectory {
    const { clock, openFiles, onChange } = this.#deps;
    const polling = this.#isPolled();
    const directory = new WatchedDirectory(
      path,
      sequenceFrameOf(path, this.#path, { config: this.#config, place: this.#place }),
      {
        clock,
        files: this.#place?.network ? this.#deps.slowFiles : this.#deps.files,
        openFiles: polling ? noOpenFiles : openFiles,
        limits: settlingLimits(this.#config, polling),
        ignore: this.#config.ignore,
        polling,
        onChange,
        onSubdirectory: (found) => this.#enter(found),
        onDoubt: (doubted) => this.#doubt(doubted),
        onUnwatchable: (unwatched, error) => this.#noteUnwatchable(unwatched, error),
      },
    );
    this.#directories.set(path, directory);
    return directory;
  }

  #enter(path: string): void {
    if (this.#stopped || this.#directories.has(path)) return;
    this.#toRead.set(path, this.#readOnce ? 'arrivals' : 'coverage');
    this.#run();
  }

  #doubt(path: string): void {
    if (this.#stopped) return;
    this.#toRead.set(path, 'arrivals');
    this.#cancelDoubt ??= this.#deps.clock.after(DOUBT_MILLIS, () => {
      this.#cancelDoubt = null;
      this.#run();
    });
  }

  #noteUnwatchable(path: string, error: Error): void {
    if (this.#unwatchable) return;
    this.#unwatchable = true;
    const message = 'No watch is left for a directory, so it is polled; raise fs.inotify.max_user_watches.';
    this.#deps.log.warn(message, { path, reason: error.message });
  }

  async #measure(): Promise<void> {
    if (this.#measuring) return;
    this.#measuring = true;
    for (const directory of this.#directories.values()) {
      if (directory.unmeasured > 0) await directory.measure();
    }
    this.#measuring = false;
    this.#tellCondition();
  }

  #unmeasured(): number {
    return [...this.#directories.values()].reduce((sum, directory) => sum + directory.unmeasured, 0);
  }

  /** The root itself cannot be read: everything in it is out of sight until it can. */
  #fail(error: unknown): void {
    if (this.#stopped) return;
    this.#trouble = troubleOf(error);
    this.#forgetAll();
    this.#place = null;
    this.#readOnce = true;
    this.#tellReady();
  }

  #forget(path: string): void {
    for (const [known, directory] of this.#directories) {
      if (known !== path && !known.startsWith(path + sep)) continue;
      directory.stop();
      this.#directories.delete(known);
      this.#toRead.delete(known);
      this.#deps.onChange('completed');
    }
  }

  #forgetAll(): void {
    this.#toRead.clear();
    this.#forget(this.#path);
  }

  #scheduleNext(): void {
    const { pollMillis, reconcileMillis } = this.#config;
    const period = this.#isPolled() || this.#unwatchable ? pollMillis : reconcileMillis;
    // What turned up while the last reading ended does not wait for the next.
    const delay = this.#trouble ? RETRY_MILLIS : this.#toRead.size > 0 ? DOUBT_MILLIS : period;
    this.#cancelNext = this.#deps.clock.after(delay, () => {
      if (this.#toRead.size === 0) for (const path of this.#directories.keys()) this.#toRead.set(path, 'arrivals');
      this.#run();
    });
  }

  #isPolled(): boolean {
    return this.#config.poll || this.#place?.network === true;
  }
}
