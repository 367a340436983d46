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
  /** Is killed in the midst of the frame after so many: its placeholder is left. */
  readonly killedAfter: number | null;
  /** Is written but for its second half, as on a disk that is full for a moment. */
  readonly cutFrame: number | null;
}

/** A renderer at work. */
export interface MadeUpRendering extends Running {
  /** Fulfilled when it has ended, by itself or by force; one that hangs never ends. */
  readonly done: Promise<void>;
  /** The file that it has in hand. */
  readonly openFile: () => string | null;
}

const WIDTH = 160;
const HEIGHT = 90;

/** Renders frame by frame until done, hung, killed or stopped. */
export function startMadeUpRender(render: MadeUpRender, clock: Clock): MadeUpRendering {
  const abort = new AbortController();
  const job: Rendering = { render, clock, signal: abort.signal, openFile: null };
  const finished = renderAll(job);
  return {
    done: finished.then((end) => (end === 'hung' ? new Promise<void>(() => {}) : undefined)),
    openFile: () => job.openFile,
    stop: async () => {
      abort.abort();
      await finished;
    },
  };
}

interface Rendering {
  readonly render: MadeUpRender;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  openFile: string | null;
}

async function renderAll(job: Rendering): Promise<'ended' | 'hung'> {
  const { render, signal } = job;
  await mkdir(render.directory, { recursive: true });
  let written = 0;
  for (let frame = render.first; frame <= render.last && !signal.aborted; frame++) {
    if (written === render.hangsAfter) return 'hung';
    const isLast = written === render.killedAfter;
    if (!(await renderFrame(job, frame, isLast))) continue;
    if (isLast) break;
    written++;
  }
  return 'ended';
}

/** False where another renderer has claimed the frame. */
async function renderFrame(job: Rendering, frame: number, isKilled: boolean): Promise<boolean> {
  const { render, clock, signal } = job;
  const path = join(render.directory, frameName(render.pattern, frame));
  const file = await open(path, 'wx').catch((error) => {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null;
    throw error;
  });
  if (!file) return false;
  job.openFile = path;
  try {
    const image = drawFrame(frame, render.last);
    const half = image.length >> 1;
    await pause(clock, render.secondsOf(frame) * 500, signal);
    if (isKilled) return true;
    await file.write(image.subarray(0, half));
    await pause(clock, render.secondsOf(frame) * 500, signal);
    if (!signal.aborted && frame !== render.cutFrame) await file.write(image.subarray(half));
  } finally {
    job.openFile = null;
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
