/** Completions and defects as several nodes tell of them, each once. */
import type { Millis } from '../../../shared/clock.ts';
import { type FrameRange, hasFrame } from '../../../shared/frames/frame-range.ts';
import type { Completion, Defect, Sighting } from './sighting.ts';

/** Two nodes that see one frame finished within this have seen one completion; a polled share is seconds late. */
const SAME_COMPLETION_MILLIS = 60_000;

/**
 * A frame that several nodes see finished is one completion, at the earliest of their times. A frame that
 * was rendered again counts by its last time.
 */
export function mergeCompletions(views: readonly Sighting[]): readonly Completion[] {
  if (views.length === 1) return onceEach(views[0]?.completions ?? []);
  const latest = new Map<number, Millis>();
  for (const { completions } of views)
    for (const { frame, at } of completions)
      latest.set(frame, Math.max(at.monotonic, latest.get(frame) ?? Number.NEGATIVE_INFINITY));
  const byFrame = new Map<number, Completion>();
  for (const { completions } of views) {
    for (const completion of completions) {
      const last = latest.get(completion.frame) ?? 0;
      if (completion.at.monotonic < last - SAME_COMPLETION_MILLIS) continue;
      const known = byFrame.get(completion.frame);
      byFrame.set(completion.frame, known ? joined(known, completion) : completion);
    }
  }
  return [...byFrame.values()].sort(byTime);
}

/** One node's own word: what it finished last of each frame. */
function onceEach(completions: readonly Completion[]): readonly Completion[] {
  if (isInOrder(completions)) return completions;
  const byFrame = new Map<number, Completion>();
  for (const completion of completions) {
    const known = byFrame.get(completion.frame);
    if (!known || byTime(known, completion) < 0) byFrame.set(completion.frame, completion);
  }
  return [...byFrame.values()].sort(byTime);
}

/** Frame after frame, as most renders go: then none is there twice. */
function isInOrder(completions: readonly Completion[]): boolean {
  return completions.every((completion, i) => {
    const before = completions[i - 1];
    return !before || (before.frame < completion.frame && byTime(before, completion) < 0);
  });
}

/** The earlier view's time and size, and what either knows of whose work it is. */
function joined(a: Completion, b: Completion): Completion {
  const [first, other] = byTime(a, b) <= 0 ? [a, b] : [b, a];
  if (first.evidence !== null || other.evidence === null) return first;
  const { startedAt, seconds, evidence } = other;
  return { ...first, startedAt, seconds, evidence };
}

/** By time, then by whatever tells two apart. */
function byTime(a: Completion, b: Completion): number {
  return (
    a.at.monotonic - b.at.monotonic ||
    a.frame - b.frame ||
    a.sizeBytes - b.sizeBytes ||
    (a.startedAt?.monotonic ?? 0) - (b.startedAt?.monotonic ?? 0)
  );
}

/** What is wrong with the frames that are broken or suspicious now, by frame. */
export function mergeDefects(
  views: readonly Sighting[],
  { broken, suspicious }: { readonly broken: FrameRange; readonly suspicious: FrameRange },
): readonly Defect[] {
  const byFrame = new Map<number, Defect>();
  for (const { defects } of views) {
    for (const defect of defects) {
      if (!hasFrame(defect.kind === 'small' ? suspicious : broken, defect.frame)) continue;
      const known = byFrame.get(defect.frame);
      if (!known || tellsBetter(defect, known)) byFrame.set(defect.frame, defect);
    }
  }
  return [...byFrame.values()].sort((a, b) => a.frame - b.frame);
}

/** Whose own file it is knows best; else what was found last counts. */
function tellsBetter(a: Defect, b: Defect): boolean {
  if ((a.evidence === null) !== (b.evidence === null)) return a.evidence !== null;
  const later = a.at.monotonic - b.at.monotonic;
  return later > 0 || (later === 0 && a.why < b.why);
}
