/** What the kernel logs, as `/dev/kmsg` gives it: a record a read, to those who may. */
import { constants, openSync, readSync } from 'node:fs';

const PATH = '/dev/kmsg';
/** The kernel gives no record in parts: the longest it writes fits. */
const LONGEST_RECORD = 8192;
const MOST_AT_ONCE = 20_000;

/**
 * Reads the lines that have come since the last call, the first time those since the call of this; null where the
 * log may not be read. The file stays open until the process ends.
 */
export function createKernelLog(path = PATH): () => readonly string[] | null {
  const buffer = Buffer.alloc(LONGEST_RECORD);
  let file: number | null = null;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return () => null;
  }
  const opened = file;
  function readNew(): string[] {
    const lines: string[] = [];
    for (let count = 0; count < MOST_AT_ONCE; count++) {
      const record = readRecord(opened, buffer);
      if (record === null) break;
      if (record !== '') lines.push(record);
    }
    return lines;
  }
  readNew();
  return readNew;
}

/** The words of `6,1234,5678,-;NVRM: Xid …`; null at the end, nothing for a record that was overwritten meanwhile. */
function readRecord(file: number, buffer: Buffer): string | null {
  try {
    const length = readSync(file, buffer, 0, buffer.length, null);
    if (length === 0) return null;
    const text = buffer.toString('utf8', 0, length);
    return text.slice(text.indexOf(';') + 1).split('\n')[0] ?? '';
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPIPE' ? '' : null;
  }
}
