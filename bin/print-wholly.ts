/** Standard output of the programs: a reader that has seen enough, as `head`, is no failure; a full disk is one. */
import { setImmediate } from 'node:timers/promises';

/** The failure of what was printed, as a sentence; null where only the reader, or the terminal, has gone. */
function outputFailure(error: Error): Error | null {
  const code = 'code' in error ? String(error.code) : error.message;
  if (code === 'EPIPE' || process.stdout.isTTY) return null;
  return new Error(`The output cannot be written (${code}); free the disk, or send the output elsewhere.`);
}

/** When standard output is lost: `end` where only its reader has gone, `fail` with a sentence where it is refused. */
export function onOutputLost(end: () => void, fail: (failure: Error) => void): void {
  process.stdout.on('error', (error) => {
    const failure = outputFailure(error);
    if (failure) fail(failure);
    else end();
  });
}

/** Fulfilled when all of it is written, or nobody reads any more. Rejects with a sentence where it cannot be written. */
export async function printWholly(text: string): Promise<void> {
  await printPieces([text]);
}

/**
 * The same for what is made piece by piece: the next one only when the one before is out. False where nobody reads any
 * more, and nothing else need be made.
 */
export async function printPieces(pieces: Iterable<string>): Promise<boolean> {
  // The callback tells; the event alone, unheard, would end the program.
  if (process.stdout.listenerCount('error') === 0) process.stdout.on('error', () => {});
  for (const piece of pieces) {
    const error = await write(piece);
    if (error) {
      const failure = outputFailure(error);
      if (failure) throw failure;
      return false;
    }
    // A pipe is written to at once: without this no signal would be heard until all is out.
    await setImmediate();
  }
  return true;
}

function write(text: string): Promise<Error | null> {
  return new Promise((resolve) => {
    process.stdout.write(text, (error) => resolve(error ?? null));
  });
}
