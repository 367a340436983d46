/** Standard output of the programs: a reader that has seen enough, as `head`, is no failure; a full disk is one. */

/** The failure of what was printed, as a sentence; null where only the reader, or the terminal, has gone. */
export function outputFailure(error: Error): Error | null {
  const code = 'code' in error ? String(error.code) : error.message;
  if (code === 'EPIPE' || process.stdout.isTTY) return null;
  return new Error(`The output cannot be written (${code}); free the disk, or send the output elsewhere.`);
}

/** Fulfilled when all of it is written, or nobody reads any more. Rejects with a sentence where it cannot be written. */
export function printWholly(text: string): Promise<void> {
  // The callback tells; the event alone, unheard, would end the program.
  process.stdout.once('error', () => {});
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => {
      const failure = error ? outputFailure(error) : null;
      if (failure) reject(failure);
      else resolve();
    });
  });
}
