/** Gives a `.blend`'s bytes to its reading: windows of the file itself, or what comes out of gzip, forward only. */
import { constants, type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type BlendSettings, readBlendSettings, type Span } from '../../renderers/blend-file.ts';

/** Blocks are mostly small: many of their heads are in one window. */
const WINDOW_BYTES = 64 * 1024;
/** What unpacks to more is left alone. */
const MOST_UNPACKED_BYTES = 2 * 1024 * 1024 * 1024;

/** A pipe that somebody named like a scene would otherwise hold whoever opens it for ever. */
export const OPEN_AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

interface WantedScene {
  readonly path: string;
  /** Null is the active one. */
  readonly scene: string | null;
}

/** Null for what is no `.blend`, is compressed by zstd (which this Node cannot read), or has no such scene. */
export async function readBlendFile(wanted: WantedScene, signal: AbortSignal): Promise<BlendSettings | null> {
  const file = await open(wanted.path, OPEN_AT_ONCE);
  try {
    if (!(await file.stat()).isFile()) return null;
    const read = windowsOf(file);
    const start = await read({ offset: 0, length: 2 });
    const isGzip = start[0] === 0x1f && start[1] === 0x8b;
    return await follow(wanted.scene, isGzip ? unpackedOf(file) : read, signal);
  } finally {
    await file.close();
  }
}

type ReadSpan = (span: Span) => Promise<Uint8Array>;

async function follow(scene: string | null, read: ReadSpan, signal: AbortSignal): Promise<BlendSettings | null> {
  const reading = readBlendSettings(scene);
  let step = reading.next();
  while (!step.done) {
    signal.throwIfAborted();
    step = reading.next(await read(step.value));
  }
  return step.value;
}

function windowsOf(file: FileHandle): ReadSpan {
  let window: Uint8Array = new Uint8Array();
  let windowAt = 0;
  return async ({ offset, length }) => {
    if (offset < windowAt || offset + length > windowAt + window.length) {
      const bytes = Buffer.alloc(Math.max(length, WINDOW_BYTES));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, offset);
      window = bytes.subarray(0, bytesRead);
      windowAt = offset;
    }
    return window.subarray(offset - windowAt, offset - windowAt + length);
  };
}

/** What comes out of gzip, in which nobody can go back. */
function unpackedOf(file: FileHandle): ReadSpan {
  const source = file.createReadStream({ start: 0, autoClose: false });
  // An error of either ends the iteration, which tells it; the callback is there so that it is not told twice.
  const chunks = pipeline(source, createGunzip(), () => {});
  const iterator = chunks[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let held: Buffer = Buffer.alloc(0);
  let heldAt = 0;
  return async ({ offset, length }) => {
    while (heldAt + held.length < offset + length && heldAt < MOST_UNPACKED_BYTES) {
      const { value, done } = await iterator.next();
      if (done) break;
      const kept = held.subarray(Math.max(0, Math.min(offset - heldAt, held.length)));
      heldAt += held.length - kept.length;
      held = kept.length === 0 ? value : Buffer.concat([kept, value]);
    }
    const from = Math.max(0, offset - heldAt);
    return held.subarray(from, from + length);
  };
}
