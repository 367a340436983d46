/**
 * Sizes of the files that were there before: names come by one reading of the directory, sizes cost a call each.
 * The highest numbers first, a few at once, with pauses, so that neither the start nor a new frame waits for them.
 */
import { join } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import { type FramePlace, nameOf, type SequenceIndex } from '../core/sequence-index.ts';
import type { WatchFiles } from './output-watcher-files.ts';

export interface MeasuringDeps {
  readonly clock: Clock;
  readonly files: WatchFiles;
  readonly onProgress: () => void;
  readonly onDirectory: (name: string) => void;
  /** Files on their way are measured on their way. */
  readonly isActive: (name: string) => boolean;
  readonly isStopped: () => boolean;
}

/** Asked for together: a new frame's look waits a millisecond for them, and no thread is woken for each. */
const BATCH = 256;
/** Up to so many are measured without a pause. */
const AT_A_STRETCH = 2000;
/** A pause is this many times as long as the batch before it. */
const PAUSE_FACTOR = 2;
/** The newest files may still be in the making. */
const SUSPECTS = 8;

/** Measures what is `unmeasured`; returns the files that were written last, newest first. */
export async function measureFrames(
  path: string,
  index: SequenceIndex,
  deps: MeasuringDeps,
): Promise<readonly FramePlace[]> {
  const newest: DatedPlace[] = [];
  for (const column of index.columns()) {
    const frames = column.frames.framesIn('unmeasured').reverse();
    await eachBatch(frames, deps, async (frame) => {
      const mtimeMs = await measureOne(path, { column, frame }, { index, deps });
      if (mtimeMs !== null) keepNewest(newest, { place: { column, frame }, mtimeMs });
    });
  }
  return newest.map(({ place }) => place);
}

interface DatedPlace {
  readonly place: FramePlace;
  readonly mtimeMs: number;
}

async function eachBatch(
  frames: Int32Array,
  deps: MeasuringDeps,
  measure: (frame: number) => Promise<void>,
): Promise<void> {
  const { clock } = deps;
  for (let at = 0; at < frames.length && !deps.isStopped(); at += BATCH) {
    const start = clock.monotonic();
    await Promise.all(Array.from(frames.subarray(at, at + BATCH), measure));
    deps.onProgress();
    const pause = (clock.monotonic() - start) * PAUSE_FACTOR;
    if (at + BATCH >= AT_A_STRETCH) await new Promise<void>((resume) => clock.after(pause, resume));
  }
}

/** The file's time where it is a finished one of before, else null. */
async function measureOne(
  path: string,
  place: FramePlace,
  { index, deps }: { readonly index: SequenceIndex; readonly deps: MeasuringDeps },
): Promise<number | null> {
  const name = nameOf(place);
  const facts = await deps.files.look(join(path, name)).catch(() => undefined);
  // One that cannot be asked stays unmeasured: the next pass asks again.
  if (facts === undefined || deps.isStopped() || deps.isActive(name)) return null;
  if (index.get(place)?.state !== 'unmeasured') return null;
  if (facts?.kind !== 'file') {
    index.remove(place, deps.clock.now());
    if (facts?.kind === 'directory') deps.onDirectory(name);
    return null;
  }
  const { sizeBytes, mtimeMs } = facts;
  index.set(place, { state: sizeBytes === 0 ? 'placeholder' : 'done', sizeBytes, mtimeMs }, null);
  return sizeBytes === 0 ? null : mtimeMs;
}

function keepNewest(newest: DatedPlace[], file: DatedPlace): void {
  const oldest = newest.at(-1);
  if (newest.length >= SUSPECTS && oldest && oldest.mtimeMs >= file.mtimeMs) return;
  const at = newest.findIndex((other) => other.mtimeMs < file.mtimeMs);
  newest.splice(at < 0 ? newest.length : at, 0, file);
  if (newest.length > SUSPECTS) newest.pop();
}
