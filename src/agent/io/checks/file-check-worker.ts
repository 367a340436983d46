/** The thread that reads files: one path in, one verdict out. Blocking is its business. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { MessagePort } from 'node:worker_threads';
import { checkFile } from '../../formats/check-file.ts';
import { type FileVerdict, unreadable } from '../../formats/verdict.ts';

/** Answers each path that `port` brings with its file's verdict. */
export function serveFileChecks(port: MessagePort): void {
  port.on('message', (path: string) => port.postMessage(checkPath(path)));
}

/** Never throws. */
export function checkPath(path: string): FileVerdict {
  try {
    // A pipe that bears a frame's name would hold the thread for ever.
    const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const stats = fstatSync(descriptor);
      if (!stats.isFile()) return unreadable('it is no file');
      return checkFile(path, { sizeBytes: stats.size, read: (offset, length) => readPart(descriptor, offset, length) });
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return unreadable(reasonOf(error));
  }
}

function readPart(descriptor: number, offset: number, length: number): Uint8Array {
  const buffer = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const read = readSync(descriptor, buffer, filled, length - filled, offset + filled);
    if (read === 0) break;
    filled += read;
  }
  return buffer.subarray(0, filled);
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'it is gone'],
  ['EACCES', 'reading it is not allowed'],
  ['EPERM', 'reading it is not allowed'],
  ['EBUSY', 'another program holds it locked'],
  ['ESTALE', 'the share has lost it'],
]);

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return REASONS.get(code) ?? `it cannot be read (${code})`;
}
