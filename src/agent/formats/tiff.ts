import { type Bytes, Malformed, structureCheck } from './bytes.ts';
import { type Format, startsWith } from './format.ts';
import { type Directory, readDirectory, type TiffLayout, type Values, valuesOf } from './tiff-directory.ts';
import { type FileVerdict, UNCHECKED, unfinished, WHOLE } from './verdict.ts';

const STRIPS = { offsets: 273, lengths: 279 };
const TILES = { offsets: 324, lengths: 325 };
/** One JPEG stream for all of the picture, as TIFF 6.0 had it first. */
const OLD_JPEG = { offsets: 513, lengths: 514 };
/** Other directories: smaller pictures, Exif, GPS, interoperability. */
const SUB_DIRECTORIES = [330, 34_665, 34_853, 40_965];
const BLOCK = 1024;
const MOST_DIRECTORIES = 65_536;

/** TIFF 6.0 and BigTIFF, both byte orders: each directory's values, and each strip and tile, lie within the file. */
export const tiff: Format = {
  name: 'TIFF',
  extensions: ['tif', 'tiff', 'tx'],
  starts: startsWith('II\x2a\0', 'MM\0\x2a', 'II\x2b\0', 'MM\0\x2b'),
  check: structureCheck((bytes) => walk(bytes)),
};

function walk(bytes: Bytes): FileVerdict {
  const layout = layoutOf(bytes);
  const first = layout.isBig ? bytes.u64(8, layout.endian) : bytes.u32(4, layout.endian);
  // The library enters it last.
  if (first === 0) return unfinished('no directory is entered in its header');
  const directories = new Set([first]);
  let verdict: FileVerdict = WHOLE;
  // It grows on the way: a set takes each but once, so directories in a circle come to an end.
  for (const at of directories) {
    const directory = readDirectory(bytes, layout, at);
    if (directory.isEmpty) return unfinished(`an empty directory at byte ${at}`);
    const found = pictureVerdict(bytes, directory);
    if (found.kind === 'unfinished') return found;
    if (found.kind === 'unchecked') verdict = found;
    for (const next of [directory.next, ...SUB_DIRECTORIES.flatMap((tag) => subDirectories(bytes, directory, tag))])
      if (next !== 0) directories.add(next);
    if (directories.size > MOST_DIRECTORIES) throw new Malformed('more directories than any file has');
  }
  return verdict;
}

function layoutOf(bytes: Bytes): TiffLayout {
  const endian = bytes.text(0, 2) === 'II' ? 'little' : 'big';
  return { endian, isBig: bytes.u16(2, endian) === 43 };
}

function subDirectories(bytes: Bytes, directory: Directory, tag: number): readonly number[] {
  const entry = directory.entries.get(tag);
  return entry ? valuesOf(bytes, entry, { from: 0, count: Math.min(entry.count, BLOCK) }) : [];
}

/** Whether every strip, or tile, lies within the file. */
function pictureVerdict(bytes: Bytes, { entries }: Directory): FileVerdict {
  for (const tags of [STRIPS, TILES, OLD_JPEG]) {
    const offsets = entries.get(tags.offsets);
    const lengths = entries.get(tags.lengths);
    if (!offsets) continue;
    // Old files leave the lengths out.
    if (!lengths || lengths.count < offsets.count) return UNCHECKED;
    return stripsVerdict(bytes, offsets, lengths);
  }
  return WHOLE;
}

function stripsVerdict(bytes: Bytes, offsets: Values, lengths: Values): FileVerdict {
  let [missing, empty] = [0, 0];
  for (let from = 0; from < offsets.count; from += BLOCK) {
    const block = { from, count: Math.min(BLOCK, offsets.count - from) };
    const blockLengths = valuesOf(bytes, lengths, block);
    for (const [index, offset] of valuesOf(bytes, offsets, block).entries()) {
      const length = blockLengths[index] ?? 0;
      if (offset === 0 || length === 0) empty++;
      else if (offset + length > bytes.sizeBytes) missing++;
    }
  }
  if (missing + empty === 0) return WHOLE;
  const there = offsets.count - missing - empty;
  return unfinished(`${there} of its ${offsets.count} strips or tiles are there`, there / offsets.count);
}
