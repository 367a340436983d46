/** Sequences that are streams of one job, laid side by side: a frame is complete when all of its streams are. Pure. */
import {
  countFrames,
  type FrameRange,
  NO_FRAMES,
  subtractFrames,
  unionFrames,
} from '../../shared/frames/frame-range.ts';
import type { ScannedSequence } from './scanned-sequence.ts';

export interface ScannedStream {
  /** `depth`, `beauty left`; the pattern where the name tells no token. */
  readonly name: string;
  readonly sequence: ScannedSequence;
  /** Frames that other streams have and this one has not; none for a stream that few frames have. */
  readonly lacks: FrameRange;
}

export interface ScannedJob {
  readonly directory: string;
  readonly pattern: string;
  readonly streams: readonly ScannedStream[];
  /** Frames that any of its streams has. */
  readonly frames: FrameRange;
}

/** A stream that fewer of the job's frames have than this share is not asked of each of them. */
const USUAL_SHARE = 0.5;

/** Only jobs of several streams: one alone says all of itself. */
export function jobsOf(sequences: readonly ScannedSequence[]): ScannedJob[] {
  const byKey = new Map<string, ScannedSequence[]>();
  for (const sequence of sequences) {
    const key = jobKeyOf(sequence);
    const known = byKey.get(key);
    if (known) known.push(sequence);
    else byKey.set(key, [sequence]);
  }
  return [...byKey.values()].flatMap((streams) => (streams.length > 1 ? [jobOf(streams)] : []));
}

/** The same for the streams of one job. */
export function jobKeyOf({ stream: { job } }: ScannedSequence): string {
  return `${job.directory}\0${job.pattern}`;
}

function jobOf(sequences: readonly ScannedSequence[]): ScannedJob {
  const frames = sequences.reduce((all, sequence) => unionFrames(all, sequence.frames), NO_FRAMES);
  const usual = countFrames(frames) * USUAL_SHARE;
  const streams = sequences.map((sequence) => {
    const isUsual = countFrames(sequence.frames) >= usual;
    return {
      name: streamName(sequence),
      sequence,
      lacks: isUsual ? subtractFrames(frames, sequence.frames) : NO_FRAMES,
    };
  });
  const job = sequences[0]?.stream.job ?? { directory: '', pattern: '' };
  return { ...job, streams, frames };
}

function streamName({ stream: { layer, view, tile }, pattern }: ScannedSequence): string {
  return [layer, view, tile].filter((token) => token !== null).join(' ') || pattern;
}
