/** The directories of one watched root: those that are known, what they hold together, and which sizes are missing. */
import { dirname, join, relative, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { SequenceReport } from '../../shared/protocol/sequence.ts';
import { isOnDisk, type Mount, type SharedPlace } from './mounts.ts';
import { noOpenFiles } from './open-files.ts';
import { type FirstReading, settlingLimits, WatchedDirectory } from './output-watcher-directory.ts';
import { type RootConfig, type RootDeps, sequenceFrameOf } from './output-watcher-place.ts';

/** Where a root turned out to be. */
export interface RootLocation {
  /** Without links. */
  readonly realPath: string;
  readonly place: SharedPlace;
  readonly mounts: readonly Mount[];
}

/** What directories tell their root. */
export interface DirectoryNews {
  readonly onSubdirectory: (path: string) => void;
  readonly onDoubt: (path: string) => void;
  readonly onUnwatchable: (path: string, error: Error) => void;
}

export class WatchedDirectories {
  readonly #root: string;
  readonly #config: RootConfig;
  readonly #deps: RootDeps & DirectoryNews;
  readonly #known = new Map<string, WatchedDirectory>();
  #measuring = false;

  constructor(root: string, config: RootConfig, deps: RootDeps & DirectoryNews) {
    this.#root = root;
    this.#config = config;
    this.#deps = deps;
  }

  get size(): number {
    return this.#known.size;
  }

  get files(): number {
    return this.#sum((directory) => directory.files);
  }

  get unmeasured(): number {
    return this.#sum((directory) => directory.unmeasured);
  }

  get measuring(): boolean {
    return this.#measuring;
  }

  /** Whether the system has no watch left for one of them. */
  get outOfWatches(): boolean {
    return [...this.#known.values()].some((directory) => directory.refused);
  }

  has(path: string): boolean {
    return this.#known.has(path);
  }

  paths(): readonly string[] {
    return [...this.#known.keys()];
  }

  sequences(): SequenceReport[] {
    return [...this.#known.values()].flatMap((directory) => directory.sequences());
  }

  #at(path: string, location: RootLocation): WatchedDirectory {
    const known = this.#known.get(path);
    if (known) return known;
    const { place, mounts, realPath } = location;
    const config = this.#config;
    const polling = config.poll || place.network;
    const directory = new WatchedDirectory(path, sequenceFrameOf(path, this.#root, { config, place }), {
      ...this.#deps,
      files: place.network ? this.#deps.slowFilesOf(place.share) : this.#deps.files,
      openFiles: polling ? noOpenFiles : this.#deps.openFiles,
      limits: settlingLimits(config, polling),
      ignore: config.ignore,
      polling,
      onDisk: !polling && isOnDisk(join(realPath, relative(this.#root, path)), mounts),
    });
    this.#known.set(path, directory);
    return directory;
  }

  /** Reads the directory of this path, known or new; rejects with the system's error. */
  read(path: string, first: FirstReading, location: RootLocation): Promise<void> {
    const parentArrivedMs = this.#known.get(dirname(path))?.arrivedMs;
    return this.#at(path, location).read(first, parentArrivedMs);
  }

  /** Looks at the files of which only the names are known; one pass at a time. */
  async measure(): Promise<void> {
    if (this.#measuring) return;
    this.#measuring = true;
    // Whoever waits for the reading comes first.
    await setImmediate();
    for (const directory of this.#known.values()) {
      if (directory.unmeasured > 0) await directory.measure();
    }
    this.#measuring = false;
  }

  /** Forgets the directory and all below it; returns the paths that were known. */
  forget(path: string): readonly string[] {
    const gone = this.paths().filter((known) => known === path || known.startsWith(path + sep));
    for (const known of gone) {
      this.#known.get(known)?.stop();
      this.#known.delete(known);
      this.#deps.onChange('urgent');
    }
    return gone;
  }

  forgetAll(): void {
    for (const path of this.paths()) this.forget(path);
  }

  #sum(of: (directory: WatchedDirectory) => number): number {
    return [...this.#known.values()].reduce((sum, directory) => sum + of(directory), 0);
  }
}
