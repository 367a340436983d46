/** What an OpenEXR header tells of its chunks: how many there are, and how each says its length. */
import { type Bytes, Malformed } from './bytes.ts';
import { type Box, scanLineChunks, tileChunks } from './exr-chunk-count.ts';

const FLAGS_AT = 4;
export const HEADER_AT = 8;
const TILED = 0x200;
const DEEP = 0x800;
const MULTIPART = 0x1000;
/** 31 without the "long names" flag. */
const LONGEST_NAME = 255;
const MOST_PARTS = 65_536;

/** One part of the file; most files have one. */
export interface Part {
  readonly isTiled: boolean;
  readonly isDeep: boolean;
  /** Whether its chunks start with the part's number. */
  readonly isNumbered: boolean;
  /** Null where its compression is not known and the header does not say it either. */
  readonly chunkCount: number | null;
}

export interface ExrHeader {
  readonly parts: readonly Part[];
  /** Where the offset tables stand. */
  readonly endsAt: number;
}

/** Where each attribute's value stands. */
type Attributes = ReadonlyMap<string, { readonly at: number; readonly length: number }>;

export function readExrHeader(bytes: Bytes): ExrHeader {
  const flags = bytes.u32(FLAGS_AT, 'little');
  const parts: Part[] = [];
  let at = HEADER_AT;
  do {
    const { attributes, endsAt } = readAttributes(bytes, at);
    parts.push(readPart(bytes, attributes, flags));
    if (parts.length > MOST_PARTS) throw new Malformed('more parts than any file has');
    at = endsAt;
    // Several headers end with an empty one.
  } while (flags & MULTIPART && bytes.u8(at) !== 0);
  return { parts, endsAt: flags & MULTIPART ? at + 1 : at };
}

function readAttributes(bytes: Bytes, from: number): { attributes: Attributes; endsAt: number } {
  const attributes = new Map<string, { at: number; length: number }>();
  let at = from;
  while (bytes.u8(at) !== 0) {
    const name = readName(bytes, at);
    const type = readName(bytes, at + name.length + 1);
    const lengthAt = at + name.length + type.length + 2;
    const length = bytes.i32(lengthAt, 'little');
    if (length < 0) throw new Malformed(`an attribute of negative length at byte ${lengthAt}`);
    // Only what readPart asks for: a header may have any number of others.
    if (ASKED_FOR.has(name)) attributes.set(name, { at: lengthAt + 4, length });
    at = lengthAt + 4 + length;
  }
  return { attributes, endsAt: at + 1 };
}

const ASKED_FOR: ReadonlySet<string> = new Set(['dataWindow', 'compression', 'tiles', 'type', 'chunkCount']);

/** Up to the zero behind it. */
function readName(bytes: Bytes, at: number): string {
  let length = 0;
  while (bytes.u8(at + length) !== 0)
    if (++length > LONGEST_NAME) throw new Malformed(`no attribute's name at byte ${at}`);
  return bytes.text(at, length);
}

function readPart(bytes: Bytes, attributes: Attributes, flags: number): Part {
  // One plain part goes by the flags alone, as in its library.
  const typeAt = attributes.get('type');
  const goesByType = typeAt !== undefined && (flags & (MULTIPART | DEEP)) !== 0;
  const type = goesByType ? bytes.text(typeAt.at, Math.min(typeAt.length, LONGEST_NAME)) : '';
  const isTiled = goesByType ? type.endsWith('tile') || type === 'tiledimage' : (flags & TILED) !== 0;
  return {
    isTiled,
    isDeep: goesByType ? type.startsWith('deep') : (flags & DEEP) !== 0,
    isNumbered: (flags & MULTIPART) !== 0,
    chunkCount: readChunkCount(bytes, attributes, isTiled),
  };
}

function readChunkCount(bytes: Bytes, attributes: Attributes, isTiled: boolean): number | null {
  const box = readBox(bytes, attributes.get('dataWindow')?.at);
  const said = attributes.get('chunkCount')?.at;
  const compressionAt = attributes.get('compression')?.at;
  const tilesAt = attributes.get('tiles')?.at;
  if (isTiled) {
    if (tilesAt === undefined) throw new Malformed('its header lacks the tiles');
    const tileWidth = bytes.u32(tilesAt, 'little');
    const tileHeight = bytes.u32(tilesAt + 4, 'little');
    return tileChunks(box, { tileWidth, tileHeight, mode: bytes.u8(tilesAt + 8) });
  }
  const computed = compressionAt === undefined ? null : scanLineChunks(box, bytes.u8(compressionAt));
  return computed ?? (said === undefined ? null : bytes.u32(said, 'little'));
}

function readBox(bytes: Bytes, at: number | undefined): Box {
  if (at === undefined) throw new Malformed('its header lacks the data window');
  const [left, top, right, bottom] = [0, 4, 8, 12].map((offset) => bytes.i32(at + offset, 'little'));
  const width = (right ?? 0) - (left ?? 0) + 1;
  const height = (bottom ?? 0) - (top ?? 0) + 1;
  if (width < 1 || height < 1) throw new Malformed(`an empty data window at byte ${at}`);
  return { width, height };
}
