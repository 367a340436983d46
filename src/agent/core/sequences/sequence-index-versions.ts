/**
 * Which number is the frame where names differ in nothing but their version: in `a_v001.0100.exr, a_v002.0100.exr` or
 * `shot010_v001.png, shot010_v002.png` nothing else varies, so the versions are the frames. With any other frame
 * beside them (`a_v002.0101.exr`) each version is a sequence of its own again. It depends on the set of files alone,
 * not on their order, so a scan and an index that was kept up for days agree.
 */
import type { FramePlace, NameGroup } from './sequence-index.ts';
import { columnOf, copyFrame, filesOf, type GivenName, isNamed, isPadded } from './sequence-index-columns.ts';

/** Names that are alike but for the version and the frame. */
interface Family {
  readonly groups: Set<NameGroup>;
  /** Versions of groups that have left, so that the sum of all never comes back to an earlier one. */
  gone: number;
  merged: { readonly stamp: number; readonly group: NameGroup } | null;
}

/** A version in a name, without its `v`. */
interface VersionSpot {
  readonly start: number;
  readonly end: number;
}

const VERSION = /(?<![a-z])v(\d{1,9})(?![a-z0-9])/gi;

export class VersionFamilies {
  readonly #families = new Map<string, Family>();

  add(group: NameGroup): void {
    const key = familyKey(group);
    if (key === null) return;
    const family = this.#families.get(key);
    if (family) family.groups.add(group);
    else this.#families.set(key, { groups: new Set([group]), gone: 0, merged: null });
  }

  delete(group: NameGroup): void {
    const key = familyKey(group);
    const family = key === null ? undefined : this.#families.get(key);
    if (key === null || !family?.groups.delete(group)) return;
    family.gone += group.version;
    if (family.groups.size === 0) this.#families.delete(key);
  }

  /**
   * The groups, with one in place of those whose version is their only number that varies; a group of the name that
   * was `given` is none of them.
   */
  merge(groups: readonly NameGroup[], given: readonly GivenName[]): readonly NameGroup[] {
    const instead = new Map<NameGroup, NameGroup>();
    for (const family of this.#families.values()) {
      if (family.groups.size < 2 || hasGiven(family, given)) continue;
      const merged = mergedOf(family);
      if (merged) for (const group of family.groups) instead.set(group, merged);
    }
    return instead.size === 0 ? groups : [...new Set(groups.map((group) => instead.get(group) ?? group))];
  }
}

function hasGiven({ groups }: Family, given: readonly GivenName[]): boolean {
  return given.length > 0 && [...groups].some((group) => isNamed(group, given));
}

function mergedOf(family: Family): NameGroup | null {
  const frames = soleFrames(family.groups);
  if (!frames) return null;
  const stamp = [...family.groups].reduce((sum, group) => sum + group.version, family.gone);
  if (family.merged?.stamp === stamp) return family.merged.group;
  const group = merge(frames, family.merged?.group ?? null);
  family.merged = { stamp, group };
  return group;
}

/** The only file of each group; null where there are fewer than two, or their frames differ. */
function soleFrames(groups: ReadonlySet<NameGroup>): readonly FramePlace[] | null {
  const found: FramePlace[] = [];
  for (const group of groups) {
    const files = filesOf(group);
    if (files === 0) continue;
    const column = files === 1 ? group.columns.find((each) => each.frames.size === 1) : undefined;
    const frame = column?.frames.all()[0];
    if (!column || frame === undefined) return null;
    const first = found[0];
    if (first && (first.frame !== frame || first.column.width !== column.width)) return null;
    found.push({ column, frame });
  }
  return found.length < 2 ? null : found;
}

/** The versions' files under one name, frame by version; `known` is made anew rather than replaced, as others keep it. */
function merge(frames: readonly FramePlace[], known: NameGroup | null): NameGroup {
  const names = frames.map((each) => ({ each, ...splitAtVersion(each) }));
  const { prefix = '', suffix = '' } = names[0] ?? {};
  const same = known?.prefix === prefix && known.suffix === suffix;
  const group: NameGroup = same ? known : { prefix, suffix, quick: false, bare: false, columns: [], version: 0 };
  group.columns.length = 0;
  group.version++;
  for (const { each, version } of names) {
    const column = columnOf(group, version.length, isPadded(version, 0, version.length));
    copyFrame(each, column, Number(version));
  }
  return group;
}

function splitAtVersion({ column, frame }: FramePlace): { prefix: string; version: string; suffix: string } {
  const { prefix, suffix } = column.group;
  const digits = `${frame < 0 ? '-' : ''}${String(Math.abs(frame)).padStart(column.width, '0')}`;
  const whole = prefix + digits + suffix;
  const spot = versionOf(column.group);
  const at = spot ?? { start: 0, end: 0 };
  const shift = at.start >= prefix.length ? digits.length : 0;
  return {
    prefix: whole.slice(0, at.start + shift),
    version: whole.slice(at.start + shift, at.end + shift),
    suffix: whole.slice(at.end + shift),
  };
}

/** The version nearest the extension, as a place in prefix and suffix together. */
function versionOf({ prefix, suffix }: NameGroup): VersionSpot | null {
  // The frame stands between the two as a letter would not: neither runs into the other.
  const name = `${prefix}\0${suffix}`;
  const match = [...name.matchAll(VERSION)].at(-1);
  if (!match) return null;
  const behind = match.index > prefix.length ? 1 : 0;
  return { start: match.index + 1 - behind, end: match.index + match[0].length - behind };
}

function familyKey(group: NameGroup): string | null {
  const spot = versionOf(group);
  if (!spot) return null;
  const { prefix, suffix } = group;
  const inPrefix = spot.end <= prefix.length;
  const cut = inPrefix ? prefix : suffix;
  const shift = inPrefix ? 0 : prefix.length;
  const others = `${cut.slice(0, spot.start - shift)}\0${cut.slice(spot.end - shift)}`;
  return inPrefix ? `${others}\0\0${suffix}` : `${prefix}\0\0${others}`;
}
