/**
 * Whether a dash before a number separates it or is its minus. A file alone, `foo-0001.exr`, is frame -1, and so it is
 * beside `foo0000.exr`, with which it makes one sequence. But `render-0001.png, render-0002.png` are frames 1 and 2, and
 * nobody writes a minus before a zero. It depends on the set of files alone, not on their order.
 */
import type { FrameColumn, NameGroup } from './sequence-index.ts';
import { columnOf, copyFrame, filesOf, type GivenName, isNamed } from './sequence-index-columns.ts';
import { endsInAmbiguousDash } from './sequence-name.ts';

/** A group of negative frames, and what it was made of. */
interface Negative {
  readonly group: NameGroup;
  readonly plain: NameGroup | undefined;
  readonly versions: string;
}

export class DashedGroups {
  readonly #dashed = new Set<NameGroup>();
  readonly #negatives = new WeakMap<NameGroup, Negative>();

  add(group: NameGroup): void {
    if (endsInAmbiguousDash(group.prefix)) this.#dashed.add(group);
  }

  delete(group: NameGroup): void {
    this.#dashed.delete(group);
  }

  /**
   * The groups, those of negative frames with what they go with in one. `plainOf` tells the group without the dash; a
   * group of the name that was `given` is what it is called.
   */
  merge(
    groups: readonly NameGroup[],
    plainOf: (dashed: NameGroup) => NameGroup | undefined,
    given: readonly GivenName[],
  ): readonly NameGroup[] {
    if (this.#dashed.size === 0) return groups;
    const instead = new Map<NameGroup, NameGroup>();
    for (const dashed of this.#dashed) {
      const plain = plainOf(dashed);
      if (!isNegative(dashed, plain) || isNamed(dashed, given)) continue;
      const negative = this.#negativeOf(dashed, plain);
      instead.set(dashed, negative);
      if (plain) instead.set(plain, negative);
    }
    return instead.size === 0 ? groups : [...new Set(groups.map((group) => instead.get(group) ?? group))];
  }

  /** Kept from call to call, as what is made of it is. */
  #negativeOf(dashed: NameGroup, plain: NameGroup | undefined): NameGroup {
    const versions = `${dashed.version} ${plain?.version}`;
    const known = this.#negatives.get(dashed);
    if (known?.versions === versions && known.plain === plain) return known.group;
    const prefix = dashed.prefix.slice(0, -1);
    const group = known?.group ?? { ...dashed, prefix, quick: false, columns: [], version: 0 };
    group.columns.length = 0;
    group.version++;
    for (const column of dashed.columns) copyNegated(column, group);
    group.columns.push(...(plain?.columns ?? []));
    this.#negatives.set(dashed, { group, plain, versions });
    return group;
  }
}

function isNegative(dashed: NameGroup, plain: NameGroup | undefined): boolean {
  if (dashed.columns.some(({ frames }) => frames.get(0) !== null)) return false;
  const files = filesOf(dashed);
  return files === 1 || (files > 0 && plain !== undefined && filesOf(plain) > 0);
}

function copyNegated(from: FrameColumn, group: NameGroup): void {
  const to = columnOf(group, from.width, from.padded);
  for (const frame of from.frames.all()) copyFrame({ column: from, frame }, to, -frame);
}
