/** The single frames of a report that somebody must hear of: those in hand, and those that are no good. */
import type { Millis } from '../../../shared/clock.ts';
import type { FrameClaim, FrameDefect } from '../../../shared/protocol/sequence.ts';
import { formatBytes } from '../../../shared/units.ts';
import type { FrameColumn } from './sequence-index.ts';

/** The latest that a file's own time can have been, by the agent's clock; null is unknown. */
export type LatestTime = (mtimeMs: number) => Millis | null;

/** As many as a report bears of each. */
const MOST = 64;
const MOST_SORTED = 2048;
/** A sentence's longest in a report. */
const LONGEST_WHY = 512;

interface DatedClaim {
  readonly column: FrameColumn;
  readonly frame: number;
  readonly since: Millis;
}

/** What is in hand, by age: the oldest and the newest, where there are too many for all. */
export function claimsOf(columns: readonly FrameColumn[], latest: LatestTime): FrameClaim[] {
  const claims: DatedClaim[] = [];
  for (const column of columns) {
    for (const state of ['placeholder', 'writing'] as const) {
      for (const frame of eitherEnd(column.frames.framesIn(state))) {
        const since = sinceOf(column, frame, latest);
        if (since !== null) claims.push({ column, frame, since });
      }
    }
  }
  claims.sort((a, b) => a.since - b.since || a.frame - b.frame);
  const told = claims.length <= MOST ? claims : [...claims.slice(0, MOST / 2), ...claims.slice(-MOST / 2)];
  return told.map((claim) => claimOf(claim));
}

/** Nobody has thousands in hand: where it looks so, those in the middle are passed over. */
function eitherEnd(frames: Int32Array): Iterable<number> {
  if (frames.length <= MOST_SORTED) return frames;
  return [...frames.subarray(0, MOST_SORTED / 2), ...frames.subarray(-MOST_SORTED / 2)];
}

function sinceOf(column: FrameColumn, frame: number, latest: LatestTime): Millis | null {
  return column.frames.notes.claim(frame)?.since ?? latest(column.frames.get(frame)?.mtimeMs ?? 0);
}

function claimOf({ column, frame, since }: DatedClaim): FrameClaim {
  const note = column.frames.notes.claim(frame);
  return {
    frame,
    since: new Date(since).toISOString(),
    changedAt: new Date(note?.changedAt ?? since).toISOString(),
    sizeBytes: column.frames.get(frame)?.sizeBytes ?? 0,
    fraction: note?.fraction ?? null,
    evidence: note?.evidence ?? null,
  };
}

/** The latest found, oldest first. */
export function defectsOf(columns: readonly FrameColumn[]): FrameDefect[] {
  const found = columns.flatMap((column) => [...brokenOf(column), ...smallOf(column)]);
  return found
    .sort((a, b) => a.at - b.at || a.frame - b.frame)
    .slice(-MOST)
    .map((defect) => ({
      ...defect,
      why: defect.why.slice(0, LONGEST_WHY),
      at: new Date(defect.at).toISOString(),
    }));
}

type Found = Omit<FrameDefect, 'at'> & { readonly at: Millis };

function brokenOf(column: FrameColumn): Found[] {
  return [...column.frames.notes.defects()].map(([frame, defect]) => ({
    frame,
    ...defect,
    sizeBytes: column.frames.get(frame)?.sizeBytes ?? 0,
  }));
}

/** Only of frames that finished under the agent's eyes: nobody knows when the others turned out small. */
function smallOf(column: FrameColumn): Found[] {
  const suspicious = column.frames.suspicious();
  if (suspicious.length === 0) return [];
  const usual = formatBytes(column.frames.usualBytes() ?? 0);
  return column.recent
    .filter(({ frame }) => suspicious.some(([first, last]) => frame >= first && frame <= last))
    .map(({ frame, at, sizeBytes, evidence }) => {
      const why = `${formatBytes(sizeBytes)}, where ${usual} is usual`;
      return { frame, kind: 'small' as const, why, sizeBytes, at, evidence };
    });
}
