/** Boxes as ISO/IEC 14496-12 has them: a length, a name of four characters, the content. */
import { type Bytes, Malformed } from './bytes.ts';
import { type FileVerdict, unfinished } from './verdict.ts';

const MOST_NAMES = 256;

export interface Box {
  /** Where its content stands. */
  readonly at: number;
  readonly endsAt: number;
  /** Without a length of its own: it goes on to the file's end, wherever that is. */
  readonly isOpen: boolean;
}

export interface Boxes {
  /** By name; of several the last. */
  readonly byName: ReadonlyMap<string, Box>;
  /** The verdict on a file that ends within a box; null where it does not. */
  readonly cut: FileVerdict | null;
}

/** The boxes from `from` to `to`, one behind the other; what stands behind the last of them is no matter. */
export function readBoxes(bytes: Bytes, from = 0, to = bytes.sizeBytes): Boxes {
  const byName = new Map<string, Box>();
  for (let at = from; at < to; ) {
    // A tail too short for another box.
    if (at + 8 > to) return { byName, cut: unfinished(`ends within a box's head at byte ${at}`) };
    const name = bytes.text(at + 4, 4);
    if (!/^[\w ©-]{4}$/.test(name)) return strayTail(byName, name, at);
    const box = readBox(bytes, at, to);
    byName.set(name, box);
    if (byName.size > MOST_NAMES) throw new Malformed('more kinds of boxes than any file has');
    if (box.endsAt > to) return { byName, cut: unfinished(`its ${name} box at byte ${at} is cut`) };
    at = box.endsAt;
  }
  return { byName, cut: null };
}

function readBox(bytes: Bytes, at: number, to: number): Box {
  const short = bytes.u32(at, 'big');
  const headBytes = short === 1 ? 16 : 8;
  if (short === 0) return { at: at + headBytes, endsAt: to, isOpen: true };
  const length = short === 1 ? bytes.u64(at + 8, 'big') : short;
  if (length < headBytes) throw new Malformed(`a box of impossible length at byte ${at}`);
  return { at: at + headBytes, endsAt: at + length, isOpen: false };
}

function strayTail(byName: ReadonlyMap<string, Box>, name: string, at: number): Boxes {
  if (byName.size === 0) throw new Malformed(`no box at byte ${at}`);
  return { byName, cut: name === '\0\0\0\0' ? unfinished(`only zeros from byte ${at} on`) : null };
}
