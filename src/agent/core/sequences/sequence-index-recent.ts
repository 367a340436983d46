/**
 * Names that need no parsing: they end as the last one did and begin as one before, so only the number between differs.
 * Which digits of a name are its frame does not depend on these digits.
 */
import type { NameGroup } from './sequence-index.ts';

/** More digits are left to the parser, which knows what is too large. */
const MOST_DIGITS = 9;

export class RecentGroups {
  /** By their prefix; of those that share one, or its hash, the one that came last. */
  readonly #byPrefix = new Map<number, NameGroup>();
  #last: NameGroup | null = null;
  /** What `find` read between prefix and suffix: an object a name would cost as much as finding it. */
  frame = 0;
  width = 0;

  /** All names with the group's prefix and suffix and digits between must be the group's. */
  add(group: NameGroup): void {
    this.#byPrefix.set(hashOf(group.prefix, group.prefix.length), group);
  }

  delete(group: NameGroup): void {
    this.#byPrefix.delete(hashOf(group.prefix, group.prefix.length));
    this.#last = null;
  }

  /** The group that the next name is compared with first; null: none of those here. */
  setLast(group: NameGroup | null): void {
    this.#last = group;
  }

  /** The name's group, where it is known without parsing; the frame and its width stand in the fields then. */
  find(name: string): NameGroup | null {
    const last = this.#last;
    if (!last?.quick || !name.endsWith(last.suffix)) return null;
    const end = name.length - last.suffix.length;
    let start = end;
    let frame = 0;
    for (let weight = 1; start > 0; weight *= 10) {
      const digit = name.charCodeAt(start - 1) - 48;
      if (digit < 0 || digit > 9) break;
      frame += digit * weight;
      start--;
    }
    if (start === end || end - start > MOST_DIGITS) return null;
    const group = begins(name, last.prefix, start) ? last : this.#byPrefix.get(hashOf(name, start));
    if (!group || group.suffix !== last.suffix || !begins(name, group.prefix, start)) return null;
    this.frame = frame;
    this.width = end - start;
    this.#last = group;
    return group;
  }
}

/** Whether the name's first `length` characters are the prefix. */
function begins(name: string, prefix: string, length: number): boolean {
  return prefix.length === length && name.startsWith(prefix);
}

/** Of the name's first `length` characters. */
function hashOf(name: string, length: number): number {
  let hash = 0;
  for (let i = 0; i < length; i++) hash = (Math.imul(hash, 31) + name.charCodeAt(i)) | 0;
  return hash;
}
