/**
 * A renderer for those who have none at hand: writes real PNG files, slowly and in place as real
 * renderers do, and claims frames by 0-byte placeholders so that several can share a directory.
 */
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import type { Clock } from '../../shared/clock.ts';
import type { Running } from '../../shared/running.ts';

export interface MadeUpRender {
  readonly directory: string;
  /** `sq010_beauty.####.png`: one `#` a digit. */
  readonly pattern: string;
  readonly first: number;
  readonly last: number;
  /** Seconds that the frame `frame` takes. */
  readonly secondsOf: (frame: number) => number;
  /** Stops writing after so many frames and hangs, as a renderer does whose licence is gone; null never hangs. */
  readonly hangsAfter: number | null;
}

const WIDTH = 160;
const HEIGHT = 90;

/** Renders frame by frame until done, hung or stopped; `done` is fulfilled then. */
export function startMadeUpRender(render: MadeUpRender, clock: Clock): Running & { readonly done: Promise<void> } {
  const abort = new AbortController();
  const done = renderAll(render, clock, abort.signal);
  return {
    done,
    stop: async () => {
      abort.abort();
      await done;
    },
  };
}

async function renderAll(render: MadeUpRender, clock: Clock, signal: AbortSignal): Promise<void> {
  await mkdir(render.directory, { recursive: true });
  let written = 0;
  for (let frame = render.first; frame <= render.last && !signal.aborted; frame++) {
    if (written === render.hangsAfter) return;
    if (await renderFrame(render, frame, clock, signal)) written++;
  }
}

/** False where another renderer has claimed the frame. */
async function renderFrame(render: MadeUpRender, frame: number, clock: Clock, signal: AbortSignal): Promise<boolean> {
  const file = await open(join(render.directory, frameName(render.pattern, frame)), 'wx').catch((error) => {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null;
    throw error;
  });
  if (!file) return false;
  try {
    const image = drawFrame(frame, render.last);
    const half = image.length >> 1;
    await pause(clock, render.secondsOf(frame) * 500, signal);
    await file.write(image.subarray(0, half));
    await pause(clock, render.secondsOf(frame) * 500, signal);
    if (!signal.aborted) await file.write(image.subarray(half));
  } finally {
    await file.close();
  }
  return !signal.aborted;
}

function frameName(pattern: string, frame: number): string {
  return pattern.replace(/#+/, (run) => String(frame).padStart(run.length, '0'));
}

/** A sun that crosses a dusk sky, so that neighbouring frames differ as real ones do. */
function drawFrame(frame: number, last: number): Buffer {
  const png = new PNG({ width: WIDTH, height: HEIGHT, colorType: 2 });
  const progress = frame / Math.max(1, last);
  const sunX = progress * WIDTH;
  const sunY = HEIGHT * (0.75 - 0.5 * Math.sin(progress * Math.PI));
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const glow = Math.max(0, 1 - Math.hypot(x - sunX, y - sunY) / 70);
      const at = (y * WIDTH + x) * 4;
      png.data[at] = Math.min(255, 40 + 90 * (y / HEIGHT) + 220 * glow * glow);
      png.data[at + 1] = Math.min(255, 30 + 30 * (y / HEIGHT) + 160 * glow * glow * glow);
      png.data[at + 2] = Math.min(255, 90 + 40 * (1 - y / HEIGHT) + 40 * glow);
      png.data[at + 3] = 255;
    }
  }
  return PNG.sync.write(png);
}

function pause(clock: Clock, duration: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const cancel = clock.after(duration, finish);
    function finish(): void {
      signal.removeEventListener('abort', finish);
      cancel();
      resolve();
    }
    signal.addEventListener('abort', finish);
  });
}
