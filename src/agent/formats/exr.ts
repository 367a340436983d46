import { type Bytes, structureCheck } from './bytes.ts';
import { chunkEnd, LONGEST_HEAD_BYTES } from './exr-chunk.ts';
import { HEADER_AT, type Part, readExrHeader } from './exr-header.ts';
import { type Format, startsWith } from './format.ts';
import { broken, type FileVerdict, UNCHECKED, unfinished, WHOLE } from './verdict.ts';

/** How many chunks of a growing file are counted one by one; each costs a read. */
const COUNTED_CHUNKS = 4096;

/**
 * OpenEXR: scan lines, tiles with all their levels, several parts, deep; openexr.com, "OpenEXR File Layout". Behind the
 * header stands a table of where each chunk is. Its library leaves the table zero until the file is closed.
 */
export const exr: Format = {
  name: 'EXR',
  extensions: ['exr', 'sxr', 'mxr', 'tx'],
  starts: startsWith('\x76\x2f\x31\x01'),
  check: structureCheck((bytes) => {
    if (bytes.u8(HEADER_AT) === 0) return unfinished('its header is not written yet', 0);
    const { parts, endsAt } = readExrHeader(bytes);
    const isKnown = parts.every(({ chunkCount }) => chunkCount !== null);
    return isKnown ? verdictOf(bytes, parts, endsAt) : UNCHECKED;
  }),
};

/** What the offset tables of all parts say together. */
interface Table {
  readonly chunks: number;
  readonly endsAt: number;
  readonly missing: number;
  /** Offsets behind the file's end. */
  readonly beyond: number;
  readonly lowest: number;
  readonly highest: number;
  /** The part that owns the highest. */
  readonly highestPart: number;
}

function verdictOf(bytes: Bytes, parts: readonly Part[], tableAt: number): FileVerdict {
  const chunks = parts.reduce((sum, part) => sum + (part.chunkCount ?? 0), 0);
  if (chunks === 0) return broken('its header tells of no chunks');
  if (tableAt + chunks * 8 > bytes.sizeBytes) return unfinished('its offset table is cut', 0);
  const table = readTable(bytes, parts, { at: tableAt, chunks });
  if (table.missing > 0) return growing(bytes, parts, table);
  if (table.lowest < table.endsAt)
    return broken(`an entry of its offset table at byte ${tableAt} points into its header`);
  if (table.beyond > 0) return cut(table, chunks - table.beyond);
  const end = chunkEnd(bytes, parts, table.highest);
  if (end === null || end.part !== table.highestPart) return broken(`no chunk at byte ${table.highest}`);
  return end.at <= bytes.sizeBytes ? WHOLE : cut(table, chunks - 1);
}

function readTable(bytes: Bytes, parts: readonly Part[], from: { at: number; chunks: number }): Table {
  let at = from.at;
  let [missing, beyond, lowest, highest, highestPart] = [0, 0, Number.POSITIVE_INFINITY, 0, 0];
  for (const [index, part] of parts.entries())
    for (let n = part.chunkCount ?? 0; n > 0; n--, at += 8) {
      const offset = bytes.u64(at, 'little');
      if (offset === 0) missing++;
      else if (offset < lowest) lowest = offset;
      if (offset >= bytes.sizeBytes) beyond++;
      if (offset > highest) [highest, highestPart] = [offset, index];
    }
  return { chunks: from.chunks, endsAt: at, missing, beyond, lowest, highest, highestPart };
}

function cut(table: Table, there: number): FileVerdict {
  return unfinished(`${there} of its ${table.chunks} chunks are there`, there / table.chunks);
}

/** Not closed yet: the entries that are set tell how much is there, or, where none is, the chunks themselves. */
function growing(bytes: Bytes, parts: readonly Part[], table: Table): FileVerdict {
  const entered = table.chunks - table.missing;
  if (entered > 0) return cut(table, entered);
  const there = countChunks(bytes, parts, table);
  return there === null ? unfinished('its offset table is not written yet') : cut(table, there);
}

/** Chunks from the table on, one behind the other; null where they are too many to count. */
function countChunks(bytes: Bytes, parts: readonly Part[], table: Table): number | null {
  let at = table.endsAt;
  for (let count = 0; count < COUNTED_CHUNKS; count++) {
    if (count === table.chunks || at + LONGEST_HEAD_BYTES > bytes.sizeBytes) return count;
    const end = chunkEnd(bytes, parts, at);
    if (end === null || end.at > bytes.sizeBytes) return count;
    at = end.at;
  }
  return null;
}
