import type { Writable } from 'node:stream';
import type { Millis } from '../../shared/clock.ts';

/** What a reader may leave unread before it is dropped; what it got on connecting comes on top until it is read. */
const MOST_UNREAD_BYTES = 1024 * 1024;
/** A reader that takes nothing for so long is dropped, however little waits for it. */
const LONGEST_PAUSE: Millis = 10_000;

/** One open stream. Nothing is buffered for it without bound: a slow reader is dropped, and resumes if it can. */
export interface EventReader {
  send(bytes: Buffer): void;
  /** Drops the reader if it has taken nothing for too long. */
  check(now: Millis): void;
  end(): void;
}

/** Times are monotonic. */
export function createEventReader(stream: Writable, now: () => Millis): EventReader {
  let allowance = MOST_UNREAD_BYTES;
  let pausedSince: Millis | null = null;
  stream.on('drain', () => {
    allowance = MOST_UNREAD_BYTES;
    pausedSince = null;
  });
  // A reset by the reader is its leaving; without a listener it would end the process.
  stream.on('error', () => stream.destroy());
  let greeted = false;
  return {
    send(bytes) {
      if (stream.destroyed || stream.writableEnded) return;
      if (stream.writableLength > allowance) {
        stream.destroy();
        return;
      }
      if (!greeted) allowance += bytes.length;
      greeted = true;
      if (!stream.write(bytes)) pausedSince ??= now();
    },
    check(moment) {
      if (pausedSince !== null && moment - pausedSince > LONGEST_PAUSE) stream.destroy();
    },
    end: () => void stream.end(),
  };
}
