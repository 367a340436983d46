/** In which state a job's frames are shown: as its files are, but that an orphan is nothing else besides. */
import { type FrameRange, rangeOfFrames, subtractFrames } from '../../../shared/frames/frame-range.ts';
import type { OrphanFound } from '../group/orphans.ts';
import type { JobContent } from './job-content.ts';
import type { FileState } from './sighting.ts';

/** Disjoint; `suspicious` alone is a part of `done`. */
export type ShownFrames = Readonly<Record<FileState | 'suspicious' | 'orphaned', FrameRange>>;

export function shownFrames(content: JobContent, orphans: readonly OrphanFound[]): ShownFrames {
  const { done, suspicious } = content;
  const orphaned = subtractFrames(rangeOfFrames(orphans.map(({ frame }) => frame)), done);
  const without = (frames: FrameRange): FrameRange =>
    orphaned.length === 0 ? frames : subtractFrames(frames, orphaned);
  return {
    done,
    suspicious,
    orphaned,
    writing: without(content.writing),
    broken: without(content.broken),
    placeholders: without(content.placeholders),
  };
}
