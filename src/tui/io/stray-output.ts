/** While the dashboard owns the screen, whatever else writes to it is caught, to be shown when the screen is free. */

/** The part of process.stdout or process.stderr that writes. */
export interface Writable {
  write: (...args: never[]) => boolean;
}

const KEPT_CHARACTERS = 16_384;

/** Catches what is written to these streams; the returned function lets them go and gives the text, its end kept. */
export function catchStrayOutput(streams: readonly Writable[]): () => string {
  let caught = '';
  const originals = streams.map((stream) => stream.write);
  for (const stream of streams) {
    stream.write = (...args: never[]) => {
      const [chunk, ...rest] = args as readonly unknown[];
      caught = (caught + textOf(chunk)).slice(-KEPT_CHARACTERS);
      const done = rest.findLast((argument) => typeof argument === 'function');
      if (typeof done === 'function') queueMicrotask(() => done());
      return true;
    };
  }
  return () => {
    for (const [index, stream] of streams.entries()) stream.write = originals[index] ?? stream.write;
    const text = caught;
    caught = '';
    return text;
  };
}

function textOf(chunk: unknown): string {
  if (typeof chunk === 'string') return chunk;
  return chunk instanceof Uint8Array ? Buffer.from(chunk).toString('utf8') : '';
}
