/** A scan's findings as JSON; ranges in notation. */
import { join } from 'node:path';
import { terminalSafeJson } from '../../shared/display-safe.ts';
import { formatFrameRange } from '../../shared/frames/frame-notation.ts';
import { countFrames } from '../../shared/frames/frame-range.ts';
import { jobsOf } from './scan-jobs.ts';
import { brokenOf, missingOf, type ScannedSequence } from './scanned-sequence.ts';

/** `problems`: sentences on what could not be read. */
export function scanJson(sequences: readonly ScannedSequence[], problems: readonly string[]): string {
  const found = {
    sequences: sequences.map(sequenceJson),
    jobs: jobsOf(sequences).map(({ directory, pattern, frames, streams }) => ({
      dir: directory,
      pattern,
      frames: formatFrameRange(frames),
      streams: streams.map(({ name, sequence, lacks }) => ({
        name,
        path: join(sequence.directory, sequence.pattern),
        lacks: formatFrameRange(lacks),
      })),
    })),
    problems,
  };
  return `${terminalSafeJson(JSON.stringify(found, null, 2))}\n`;
}

function sequenceJson(sequence: ScannedSequence): Record<string, unknown> {
  const { frames, stream, expected } = sequence;
  return {
    dir: sequence.directory,
    pattern: sequence.pattern,
    padding: sequence.padding,
    ext: sequence.extension,
    frames: formatFrameRange(frames),
    missing: formatFrameRange(missingOf(sequence)),
    count: countFrames(frames),
    bytes: sequence.bytes,
    placeholders: formatFrameRange(sequence.placeholders),
    orphans: formatFrameRange(sequence.orphans),
    suspicious: formatFrameRange(sequence.suspicious),
    broken: formatFrameRange(brokenOf(sequence)),
    defects: sequence.defects,
    expected: expected && formatFrameRange(expected),
    job: { dir: stream.job.directory, pattern: stream.job.pattern },
    layer: stream.layer,
    view: stream.view,
    tile: stream.tile,
  };
}
