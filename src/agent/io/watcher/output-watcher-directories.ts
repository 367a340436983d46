/** The directories of one watched root: those that are known, what they hold together, and which sizes are missing. */
import { dirname, join, relative, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { SequenceReport } from '../../../shared/protocol/sequence.ts';
import type { SequenceFrame } from '../../core/sequences/sequence-index-reports.ts';
import { isOnDisk, type SharedPlace } from '../mounts.ts';
import { noOpenFiles } from '../processes/open-files.ts';
import { wayTo } from '../way-to.ts';
import { type FirstReading, WatchedDirectory } from './output-watcher-directory.ts';
import type { WatchFiles } from './output-watcher-files.ts';
import {
  type RootConfig,
  type RootDeps,
  type RootLocation,
  sequenceFrameOf,
  settlingLimits,
} from './output-watcher-place.ts';
import { Sidecars } from './output-watcher-sidecars.ts';

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
  readonly #sidecars: Sidecars;
  #measuring = false;

  constructor(root: string, config: RootConfig, deps: RootDeps & DirectoryNews) {
    this.#root = root;
    this.#config = config;
    this.#deps = deps;
    this.#sidecars = new Sidecars(deps.onProblem);
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
    const { place, mounts } = location;
    const polling = this.#config.poll || place.network;
    const realPath = join(location.realPath, relative(this.#root, path));
    const share = this.#shareOf(path, location);
    const directory = new WatchedDirectory(path, this.#frameOf(path, place), {
      ...this.#deps,
      realPath,
      share,
      files: this.#filesOf(share),
      openFiles: polling ? noOpenFiles : this.#deps.openFiles,
      limits: settlingLimits(this.#config, polling),
      ignore: [...this.#config.ignore, ...this.#ignoredIn(path)],
      polling,
      isOwnDisk: !polling && isOnDisk(realPath, mounts),
    });
    this.#known.set(path, directory);
    return directory;
  }

  /** Not only of network file systems: one of unknown type may never answer either. */
  #shareOf(path: string, { place, realPath, mounts }: RootLocation): string | null {
    return place.network ? place.share : wayTo(join(realPath, relative(this.#root, path)), mounts).share;
  }

  #filesOf(share: string | null): WatchFiles {
    return share === null ? this.#deps.files : this.#deps.slowFilesOf(share);
  }

  #frameOf(path: string, place: SharedPlace): SequenceFrame {
    const sidecars = this.#sidecars.of(path);
    return sequenceFrameOf(path, this.#root, {
      config: this.#config,
      place,
      sidecars,
      found: this.#deps.foundAt(path),
    });
  }

  /** What is said of the directories has changed: the sequences are told by it from now on. */
  retell({ place }: RootLocation): void {
    for (const [path, directory] of this.#known) directory.setFrame(this.#frameOf(path, place));
    this.#deps.onChange('changed');
  }

  /** Reads the directory of this path, known or new; rejects with the system's error. */
  async read(path: string, first: FirstReading, location: RootLocation): Promise<void> {
    const ignored = this.#ignoredIn(path);
    if (await this.#sidecars.refresh(path, this.#filesOf(this.#shareOf(path, location)))) this.retell(location);
    const parentArrivedMs = this.#known.get(dirname(path))?.arrivedMs;
    if (!this.#known.has(path) || this.#ignoredIn(path).join() === ignored.join()) {
      return this.#at(path, location).read(first, parentArrivedMs);
    }
    // Which names are frames is decided as they are read: all below are read anew.
    for (const anew of this.#drop(path)) await this.#at(anew, location).read('coverage');
  }

  #ignoredIn(path: string): readonly string[] {
    return this.#sidecars.of(path).flatMap(({ sidecar }) => sidecar.ignore);
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
    const gone = this.#drop(path);
    for (const known of gone) {
      this.#sidecars.forget(known);
      this.#deps.onChange('urgent');
    }
    return gone;
  }

  #drop(path: string): readonly string[] {
    const dropped = this.paths().filter((known) => known === path || known.startsWith(path + sep));
    for (const known of dropped) {
      this.#known.get(known)?.stop();
      this.#known.delete(known);
    }
    return dropped;
  }

  forgetAll(): void {
    for (const path of this.paths()) this.forget(path);
  }

  #sum(of: (directory: WatchedDirectory) => number): number {
    return [...this.#known.values()].reduce((sum, directory) => sum + of(directory), 0);
  }
}
