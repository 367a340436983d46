import { FrameRangeError } from './frame-range.ts';

/** What `read` gives; the sentence of a FrameRangeError is thrown as a `Mistake` of whoever gave the range. */
export function orMistake<T>(Mistake: new (message: string) => Error, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof FrameRangeError) throw new Mistake(error.message);
    throw error;
  }
}
