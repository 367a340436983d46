/**
 * What one directory holds, sequence by sequence, kept by single observations: a pure function of the files
 * that are there, whatever the order in which they were told.
 */
import type { Millis } from '../../../shared/clock.ts';
import type { Evidence } from '../../../shared/protocol/sequence.ts';
import { columnAt, columnOf, filesOf, type GivenName, isPadded, spotIn, touch } from './sequence-index-columns.ts';
import { DashedGroups } from './sequence-index-dashes.ts';
import type { FrameFile, FrameTable } from './sequence-index-frames.ts';
import { RecentGroups } from './sequence-index-recent.ts';
import { VersionFamilies } from './sequence-index-versions.ts';
import {
  compileIgnore,
  dependsOnDigits,
  endsInAmbiguousDash,
  extensionOf,
  type IgnoreRule,
  isOutputName,
} from './sequence-name.ts';

/** Most completions kept a sequence, as many as a report may bear. */
export const RECENT_COMPLETIONS = 64;

export interface Completion {
  readonly frame: number;
  readonly at: Millis;
  readonly sizeBytes: number;
  /** When its placeholder or its first byte appeared; null where that was before the watch. */
  readonly startedAt: Millis | null;
  /** Null: not known to be this node's own work. */
  readonly evidence: Evidence | null;
}

/** The frames of one width of numbers: `0998` is padded to 4, `1000` is as wide as it is. */
export interface FrameColumn {
  readonly group: NameGroup;
  readonly width: number;
  readonly padded: boolean;
  readonly frames: FrameTable;
  recent: Completion[];
  startedAt: Millis | null;
  changedAt: Millis | null;
}

/** All files of one prefix and suffix; their widths decide which sequences they make. */
export interface NameGroup {
  readonly prefix: string;
  readonly suffix: string;
  /** Whether all names of this prefix and suffix are its own, with any digits between. */
  readonly quick: boolean;
  /** Without an extension: one such file alone is hardly a render. */
  readonly bare: boolean;
  readonly columns: FrameColumn[];
  /** Grows with each change, so that what was made of the group can be kept until then. */
  version: number;
}

/** One file's place in the index. */
export interface FramePlace {
  readonly column: FrameColumn;
  readonly frame: number;
}

/** What a reading has seen by a name: a file known before, one that is new, or none that is a frame. */
export type Sighting = 'known' | 'new' | 'no frame';

/** `outputs`: what a renderer may put out, by its extension. */
export type IndexedNames = 'outputs' | 'all';

export class SequenceIndex {
  readonly #ignored: IgnoreRule;
  /** Whether all names of a group are ignored or none: not so where a rule looks at digits. */
  readonly #groupsShareRules: boolean;
  readonly #names: IndexedNames;
  readonly #groups = new Map<string, Map<string, NameGroup>>();
  /** The same in a row, until one comes or goes. */
  #all: readonly NameGroup[] | null = null;
  readonly #families = new VersionFamilies();
  readonly #dashed = new DashedGroups();
  readonly #recent = new RecentGroups();
  /** The frame of the name that `#find` found last. */
  #frame = 0;
  #files = 0;
  #mark = 0;

  /** `ignore`: names that are never frames, in the globs of `compileIgnore`. */
  constructor(ignore: readonly string[], names: IndexedNames = 'outputs') {
    this.#ignored = compileIgnore(ignore);
    this.#groupsShareRules = !ignore.some((glob) => /[\d-]/.test(glob));
    this.#names = names;
  }

  /** Whether a file of this name is never a frame, and never will be. */
  ignores(name: string): boolean {
    return this.#ignored(name);
  }

  /** How many files that are frames. */
  get files(): number {
    return this.#files;
  }

  /** Where a file of this name stands, known or not; null where the name is no frame's. */
  place(name: string): FramePlace | null {
    const column = this.#find(name);
    return column && { column, frame: this.#frame };
  }

  get(place: FramePlace): FrameFile | null {
    return place.column.frames.get(place.frame);
  }

  /** Records what is known of a file; `at` is null for what was there before the watch began. */
  set(place: FramePlace, file: FrameFile, at: Millis | null): void {
    const { column } = place;
    const size = column.frames.size;
    column.frames.set(place.frame, file);
    this.#files += column.frames.size - size;
    touch(column, at);
  }

  /** Records that a frame was finished under the agent's eyes; `appearedAt` is when its file turned up there. */
  complete(
    place: FramePlace,
    file: FrameFile,
    { appearedAt, ...facts }: Omit<Completion, 'frame' | 'sizeBytes'> & { readonly appearedAt: Millis },
  ): void {
    const { column } = place;
    this.set(place, file, facts.at);
    column.recent.push({ frame: place.frame, sizeBytes: file.sizeBytes, ...facts });
    if (column.recent.length > RECENT_COMPLETIONS) column.recent.shift();
    column.startedAt = Math.min(column.startedAt ?? appearedAt, appearedAt);
  }

  /** Forgets a file that is gone; false where it was not known. */
  remove(place: FramePlace, at: Millis): boolean {
    if (!place.column.frames.delete(place.frame)) return false;
    this.#files--;
    touch(place.column, at);
    return true;
  }

  /** Begins a reading of the whole directory; `see` each name, then `unseen` tells what has gone. */
  beginReading(): void {
    this.#forgetEmptyGroups();
    this.#mark = (this.#mark % 255) + 1;
  }

  /** Notes in a reading that the name is there; with `covers` a new file counts as one whose size is unknown as yet. */
  see(name: string, covers: boolean): Sighting {
    const column = this.#find(name);
    if (!column) return 'no frame';
    if (column.frames.mark(this.#frame, this.#mark)) return 'known';
    if (covers) {
      column.frames.add(this.#frame, this.#mark);
      this.#files++;
      touch(column, null);
    }
    return 'new';
  }

  unseen(): FramePlace[] {
    return this.columns().flatMap((column) => column.frames.notMarked(this.#mark).map((frame) => ({ column, frame })));
  }

  /** As the files are called; `groups` may tell them otherwise. */
  columns(): FrameColumn[] {
    return this.#allGroups().flatMap((group) => group.columns);
  }

  /**
   * What the directory's sequences are made of, a pure function of the files that are there. A group of the name that
   * was `given` is what it is called, whatever else its name may mean.
   */
  groups(given: readonly GivenName[] = []): readonly NameGroup[] {
    const plainOf = ({ prefix, suffix }: NameGroup) => this.#groups.get(prefix.slice(0, -1))?.get(suffix);
    const groups = this.#dashed.merge(this.#families.merge(this.#allGroups(), given), plainOf, given);
    return this.#names === 'all' ? groups : groups.filter((group) => !group.bare || filesOf(group) > 1);
  }

  #allGroups(): readonly NameGroup[] {
    this.#all ??= [...this.#groups.values()].flatMap((bySuffix) => [...bySuffix.values()]);
    return this.#all;
  }

  #find(name: string): FrameColumn | null {
    const group = this.#recent.find(name);
    if (!group) return this.#findByParsing(name);
    this.#frame = this.#recent.frame;
    const { width } = this.#recent;
    return columnOf(group, width, isPadded(name, group.prefix.length, group.prefix.length + width));
  }

  #findByParsing(name: string): FrameColumn | null {
    const spot = spotIn(name);
    if (!spot) return null;
    const prefix = name.slice(0, spot.start);
    const suffix = name.slice(spot.end);
    const known = this.#groups.get(prefix)?.get(suffix);
    if (!(known && this.#groupsShareRules) && this.#isNoFrame(name)) return null;
    const group = known ?? this.#newGroup(prefix, suffix);
    this.#recent.setLast(group);
    this.#frame = spot.frame;
    return columnAt(group, name, spot);
  }

  #isNoFrame(name: string): boolean {
    return this.#ignored(name) || (this.#names === 'outputs' && !isOutputName(name));
  }

  #forgetEmptyGroups(): void {
    this.#all = null;
    this.#recent.setLast(null);
    for (const [prefix, bySuffix] of this.#groups) {
      for (const [suffix, group] of bySuffix) {
        if (filesOf(group) > 0) continue;
        bySuffix.delete(suffix);
        this.#recent.delete(group);
        this.#families.delete(group);
        this.#dashed.delete(group);
      }
      if (bySuffix.size === 0) this.#groups.delete(prefix);
    }
  }

  #newGroup(prefix: string, suffix: string): NameGroup {
    // Behind some prefixes the next number may be another's, or none: then each name is parsed.
    const isSure = (!prefix.endsWith('-') || endsInAmbiguousDash(prefix)) && !dependsOnDigits(prefix);
    const quick = this.#groupsShareRules && isSure;
    const bare = extensionOf(`${prefix}0${suffix}`) === '';
    const group = { prefix, suffix, quick, bare, columns: [], version: 0 };
    if (quick) this.#recent.add(group);
    this.#all = null;
    const bySuffix = this.#groups.get(prefix);
    if (bySuffix) bySuffix.set(suffix, group);
    else this.#groups.set(prefix, new Map([[suffix, group]]));
    this.#families.add(group);
    this.#dashed.add(group);
    return group;
  }
}

/** The file's name again: names are not kept, they are what costs memory. */
export function nameOf({ column, frame }: FramePlace): string {
  const digits = String(Math.abs(frame)).padStart(column.width, '0');
  return `${column.group.prefix}${frame < 0 ? '-' : ''}${digits}${column.group.suffix}`;
}
