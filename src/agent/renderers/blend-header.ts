/** How the numbers and blocks of a `.blend` are written: by pointer size, byte order and age of the format. */

/** Enough for every header: `BLENDER-v304`, and since 5.0 `BLENDER17-01v0500`. */
export const MOST_HEADER_BYTES = 17;

export interface BlockHead {
  /** Without its padding: `SC`, `DNA1`. */
  readonly code: string;
  readonly lengthBytes: number;
  /** Where the block was in the writer's memory: what pointers to it say. */
  readonly address: bigint;
  /** Which of the structures it holds. */
  readonly structure: number;
}

export interface BlendHeader {
  readonly sizeBytes: number;
  readonly blockHeadBytes: number;
  readonly pointerBytes: 4 | 8;
  /** Null where there are too few bytes, or they make no sense. */
  readBlockHead(bytes: Uint8Array): BlockHead | null;
  /** These read at an offset into `bytes`; null where the offset is null or nothing is there. */
  int16(bytes: Uint8Array, offset: number | null): number | null;
  int32(bytes: Uint8Array, offset: number | null): number | null;
  address(bytes: Uint8Array, offset: number | null): bigint | null;
  /** Up to the first NUL, `most` bytes at most. */
  text(bytes: Uint8Array, offset: number | null, most: number | null): string | null;
}

/** Null where the bytes are no such header: other files, and those compressed by zstd or gzip. */
export function readBlendHeader(bytes: Uint8Array): BlendHeader | null {
  const match = /^BLENDER(?:([-_])([vV])\d{3}|17-01v\d{4})/.exec(latin1(bytes));
  if (!match) return null;
  const old = match[1] !== undefined;
  const pointerBytes = match[1] === '_' ? 4 : 8;
  const little = match[2] !== 'V';
  const blockHeadBytes = old ? 16 + pointerBytes : 32;
  const numbers = numbersOf(little, pointerBytes);
  return {
    ...numbers,
    sizeBytes: old ? 12 : 17,
    blockHeadBytes,
    pointerBytes,
    readBlockHead(head) {
      if (head.length < blockHeadBytes) return null;
      const code = latin1(head.subarray(0, 4)).replace(/\0+$/, '');
      // Before 5.0: code, length, address, structure, count. Since: code, structure, address, length (64 bits), count.
      const address = numbers.address(head, 8);
      const length = old ? numbers.int32(head, 4) : Number(numbers.address(head, 16));
      const structure = numbers.int32(head, old ? 8 + pointerBytes : 4);
      if (length === null || structure === null || address === null) return null;
      if (!Number.isSafeInteger(length) || length < 0) return null;
      return { code, lengthBytes: length, address, structure };
    },
  };
}

function numbersOf(little: boolean, pointerBytes: 4 | 8) {
  const within = (bytes: Uint8Array, offset: number | null, size: number): DataView | null => {
    if (offset === null || offset < 0 || offset + size > bytes.length) return null;
    return new DataView(bytes.buffer, bytes.byteOffset + offset, size);
  };
  return {
    int16: (bytes: Uint8Array, offset: number | null) => within(bytes, offset, 2)?.getInt16(0, little) ?? null,
    int32: (bytes: Uint8Array, offset: number | null) => within(bytes, offset, 4)?.getInt32(0, little) ?? null,
    address(bytes: Uint8Array, offset: number | null) {
      const view = within(bytes, offset, pointerBytes);
      if (!view) return null;
      return pointerBytes === 8 ? view.getBigUint64(0, little) : BigInt(view.getUint32(0, little));
    },
    text(bytes: Uint8Array, offset: number | null, most: number | null) {
      if (offset === null || most === null || offset < 0 || offset >= bytes.length) return null;
      const field = bytes.subarray(offset, offset + most);
      const end = field.indexOf(0);
      return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
    },
  };
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, MOST_HEADER_BYTES));
}
