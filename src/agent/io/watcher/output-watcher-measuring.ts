/**
 * Sizes of the files that were there before: names come by one reading of the directory, sizes cost a call each.
 * The highest numbers first, a few at once, with pauses, so that neither the start nor a new frame waits for them.
 */
import { sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../shared/clock.ts';
import { type FrameColumn, type FramePlace, nameOf, type SequenceIndex } from '../../core/sequences/sequence-index.ts';
import type { ShareClock } from '../../core/sequences/share-clock.ts';
import type { FileFacts, WatchFiles } from './output-watcher-files.ts';

export interface MeasuringDeps {
  readonly clock: Clock;
  readonly files: WatchFiles;
  /** A disk of this machine: may be asked by calls that block, which cost a quarter of the others. */
  readonly isOwnDisk: boolean;
  readonly shareClock: ShareClock;
  readonly onProgress: () => void;
  readonly onDirectory: (name: string) => void;
  /** Files on their way are measured on their way. */
  readonly isActive: (name: string) => boolean;
  readonly isStopped: () => boolean;
}

/** Blocking calls go on for so long at most, and a new frame's look waits no longer for them. */
const SLICE_MILLIS = 4;
/** The time is looked at after each so many; a disk that takes a whole slice for them is not asked so again. */
const LOOKS_BETWEEN = 16;
/** Asked for together where calls do not block. */
const BATCH = 256;
/** Up to so many are measured without a pause. */
const AT_A_STRETCH = 2000;
/** A pause is this many times as long as the work before it: a thirteenth of a core, and 100,000 files in some 5 s. */
const PAUSE_FACTOR = 12;
/** No pause is longer: a share takes its time over each answer without costing this machine any. */
const LONGEST_PAUSE_MILLIS = 60;
/** The newest files may still be in the making. */
const SUSPECTS = 8;

/** Measures what is `unmeasured`; returns the files that were written last, newest first. */
export async function measureFrames(
  path: string,
  index: SequenceIndex,
  deps: MeasuringDeps,
): Promise<readonly FramePlace[]> {
  const { clock } = deps;
  const round = { folder: path.endsWith(sep) ? path : path + sep, index, deps, newest: [] };
  let blocking = deps.isOwnDisk;
  let measured = 0;
  for (const column of index.columns()) {
    const frames = column.frames.framesIn('unmeasured').reverse();
    for (let at = 0; at < frames.length && !deps.isStopped(); ) {
      const start = clock.monotonic();
      const count = await measureSome(frames.subarray(at), column, { ...round, blocking });
      at += count;
      measured += count;
      const took = clock.monotonic() - start;
      if (blocking && count <= LOOKS_BETWEEN && took >= SLICE_MILLIS) blocking = false;
      deps.onProgress();
      if (measured < AT_A_STRETCH) await setImmediate();
      else
        await new Promise<void>((resume) => clock.after(Math.min(took * PAUSE_FACTOR, LONGEST_PAUSE_MILLIS), resume));
    }
  }
  return round.newest.map(({ place }: DatedPlace) => place);
}

interface DatedPlace {
  readonly place: FramePlace;
  readonly mtimeMs: number;
}

interface Round {
  /** With a separator at its end. */
  readonly folder: string;
  readonly index: SequenceIndex;
  readonly deps: MeasuringDeps;
  readonly newest: DatedPlace[];
}

/** Returns how many of the frames it has measured, from the first. */
async function measureSome(
  frames: Int32Array,
  column: FrameColumn,
  round: Round & { readonly blocking: boolean },
): Promise<number> {
  if (round.blocking) return await measureSlice(frames, column, round);
  const batch = frames.subarray(0, BATCH);
  await Promise.all(Array.from(batch, (frame) => measureOne({ column, frame }, round)));
  return batch.length;
}

async function measureSlice(frames: Int32Array, column: FrameColumn, round: Round): Promise<number> {
  const { clock, files } = round.deps;
  const end = clock.monotonic() + SLICE_MILLIS;
  const links: FramePlace[] = [];
  let at = 0;
  do {
    for (const frame of frames.subarray(at, at + LOOKS_BETWEEN)) {
      const place = { column, frame };
      const name = nameOf(place);
      const facts = files.lookAtOnce(round.folder + name);
      if (facts === 'link') links.push(place);
      else take(place, { name, facts }, round);
    }
    at += LOOKS_BETWEEN;
  } while (at < frames.length && clock.monotonic() < end);
  // What a link leads to may lie on a share, whatever the link lies on.
  await Promise.all(links.map((place) => measureOne(place, round)));
  return Math.min(at, frames.length);
}

async function measureOne(place: FramePlace, round: Round): Promise<void> {
  const name = nameOf(place);
  const facts = await round.deps.files.look(round.folder + name).catch(() => undefined);
  take(place, { name, facts }, round);
}

function take(
  place: FramePlace,
  { name, facts }: { readonly name: string; readonly facts: FileFacts | null | undefined },
  { index, deps, newest }: Round,
): void {
  // One that cannot be asked stays unmeasured: the next pass asks again.
  if (facts === undefined || deps.isStopped() || deps.isActive(name)) return;
  if (index.get(place)?.state !== 'unmeasured') return;
  if (facts?.kind !== 'file') {
    index.remove(place, deps.clock.now());
    if (facts?.kind === 'directory') deps.onDirectory(name);
    return;
  }
  const { sizeBytes, mtimeMs } = facts;
  deps.shareClock.note(mtimeMs, deps.clock.now());
  index.set(place, { state: sizeBytes === 0 ? 'placeholder' : 'done', sizeBytes, mtimeMs }, null);
  if (sizeBytes > 0) keepNewest(newest, { place, mtimeMs });
}

function keepNewest(newest: DatedPlace[], file: DatedPlace): void {
  const oldest = newest.at(-1);
  if (newest.length >= SUSPECTS && oldest && oldest.mtimeMs >= file.mtimeMs) return;
  const at = newest.findIndex((other) => other.mtimeMs < file.mtimeMs);
  newest.splice(at < 0 ? newest.length : at, 0, file);
  if (newest.length > SUSPECTS) newest.pop();
}
