import type { Writable } from 'node:stream';
import type { Millis } from '../../shared/clock.ts';

/** What a reader may leave unread before it is dropped; what it got on connecting comes on top until it is read. */
const MOST_UNREAD_BYTES = 1024 * 1024;
/** A reader that takes nothing for so long is dropped, however little waits for it. */
const LONGEST_PAUSE: Millis = 10_000;
/**
 * So much at a time is handed to the stream, which tells that something was taken only when all that it was
 * handed is: a reader on a thin line that takes a large snapshot steadily is seen to do so.
 */
const PIECE_BYTES = 16 * 1024;

/** One open stream. Nothing is buffered for it without bound: a reader that stands still is dropped, and resumes if it can. */
export interface EventReader {
  send(bytes: Buffer): void;
  /** Drops the reader if it has taken nothing for too long. */
  check(now: Millis): void;
  /** Ends the stream after what waits. */
  end(): void;
}

/** Times are monotonic. */
export function createEventReader(stream: Writable, now: () => Millis): EventReader {
  const waiting: Buffer[] = [];
  let waitingBytes = 0;
  let allowance = MOST_UNREAD_BYTES;
  let greeted = false;
  let ending = false;
  /** When it last took something, or began to have something to take. */
  let movedAt = now();
  // A reset by the reader is its leaving; without a listener it would end the process.
  stream.on('error', () => stream.destroy());

  const unread = (): number => waitingBytes + stream.writableLength;

  function pump(): void {
    while (stream.writableLength < PIECE_BYTES) {
      const next = waiting.shift();
      if (next === undefined) break;
      const piece = next.subarray(0, PIECE_BYTES);
      if (piece.length < next.length) waiting.unshift(next.subarray(PIECE_BYTES));
      waitingBytes -= piece.length;
      stream.write(piece, taken);
    }
    if (ending && waiting.length === 0) stream.end();
  }

  function taken(): void {
    movedAt = now();
    if (unread() === 0) allowance = MOST_UNREAD_BYTES;
    if (!stream.destroyed && waiting.length > 0) pump();
  }

  return {
    send(bytes) {
      if (stream.destroyed || ending) return;
      if (unread() > allowance) {
        stream.destroy();
        return;
      }
      if (!greeted) allowance += bytes.length;
      greeted = true;
      if (unread() === 0) movedAt = now();
      waiting.push(bytes);
      waitingBytes += bytes.length;
      pump();
    },
    check(moment) {
      if (unread() > 0 && moment - movedAt > LONGEST_PAUSE) stream.destroy();
    },
    end() {
      ending = true;
      pump();
    },
  };
}
