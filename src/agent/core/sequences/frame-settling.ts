/**
 * Is this file finished? Pure: what was seen of the file, when, and who holds it open decide. Times are the
 * agent's own observation times; a share's mtime is only ever compared with itself.
 */
import type { Millis } from '../../../shared/clock.ts';
import type { FileVerdict } from '../../formats/verdict.ts';

/** What a stat told. */
export interface FileLook {
  readonly sizeBytes: number;
  readonly mtimeMs: number;
}

/** A file on its way: its last look, and since when nothing about it has changed under the agent's eyes. */
export interface Settling extends FileLook {
  readonly unchangedSince: Millis;
  /** Given a final name by a rename from an ignored one: finished by the renderer's own word. */
  readonly renamed: boolean;
}

/** Whether a process holds the file open for writing; `unknown` where that cannot be seen. */
export type OpenEvidence = 'open' | 'closed' | 'unknown';

export interface SettlingLimits {
  /** How long a file must rest before anyone is asked who holds it open. */
  readonly quietMillis: Millis;
  /** How long it must rest where nobody can tell: max(2 s, two polls). */
  readonly withoutEvidenceMillis: Millis;
}

export type SettlingVerdict =
  | { readonly kind: 'placeholder' }
  | { readonly kind: 'finished' }
  /** Look again then. */
  | { readonly kind: 'wait'; readonly until: Millis }
  /** At rest: ask who holds it open, then ask again with the evidence. */
  | { readonly kind: 'ask' };

/** How often a resting file that is still held open is looked at again. */
const OPEN_AGAIN_MILLIS = 100;

/**
 * The file's state after a look at `now`; `eventAt` is when the system told of a change since the look before,
 * null where it told nothing: then a difference counts from now, since nobody knows when it came.
 */
export function settle(
  before: Settling | null,
  look: FileLook,
  at: { readonly now: Millis; readonly eventAt: Millis | null },
): Settling {
  const same = before !== null && before.sizeBytes === look.sizeBytes && before.mtimeMs === look.mtimeMs;
  return {
    sizeBytes: look.sizeBytes,
    mtimeMs: look.mtimeMs,
    unchangedSince: at.eventAt ?? (same ? before.unchangedSince : at.now),
    renamed: before?.renamed ?? false,
  };
}

/** What to do with a file in this state; `evidence` is null where nobody has been asked yet. */
export function judge(
  file: Settling,
  evidence: OpenEvidence | null,
  at: { readonly now: Millis; readonly limits: SettlingLimits },
): SettlingVerdict {
  if (file.sizeBytes === 0) return { kind: 'placeholder' };
  if (file.renamed) return { kind: 'finished' };
  const { quietMillis, withoutEvidenceMillis } = at.limits;
  const rested = at.now - file.unchangedSince;
  if (rested < quietMillis) return { kind: 'wait', until: file.unchangedSince + quietMillis };
  switch (evidence) {
    case null:
      return { kind: 'ask' };
    case 'closed':
      return { kind: 'finished' };
    case 'open':
      return { kind: 'wait', until: at.now + OPEN_AGAIN_MILLIS };
    case 'unknown':
      if (rested >= withoutEvidenceMillis) return { kind: 'finished' };
      return { kind: 'wait', until: file.unchangedSince + withoutEvidenceMillis };
  }
}

/** What comes of a file that seems finished once somebody has looked into it. */
export type Conclusion =
  | { readonly kind: 'done' }
  /** `cut`: whole as far as it goes, and nobody goes on with it; `broken`: wrong in itself. */
  | { readonly kind: 'cut' | 'broken'; readonly why: string }
  /** More must come, and somebody may still bring it. */
  | { readonly kind: 'wait'; readonly until: Millis; readonly fraction: number | null };

/** A file that is not whole must rest this long to be called cut where nobody can tell who writes it. */
const CUT_AFTER_MILLIS = 30_000;
const CUT_AFTER_SETTLINGS = 5;

/**
 * What a file that `judge` calls finished is, by its content. One that could not be read counts by its rest alone:
 * a frame is never lost because a check failed.
 */
export function conclude(
  file: Settling,
  verdict: FileVerdict,
  at: { readonly now: Millis; readonly limits: SettlingLimits; readonly evidence: OpenEvidence | null },
): Conclusion {
  switch (verdict.kind) {
    case 'whole':
    case 'unchecked':
    case 'unreadable':
      return { kind: 'done' };
    case 'broken':
      return { kind: 'broken', why: verdict.why };
    case 'unfinished': {
      const until = cutAt(file, at.limits);
      if (at.evidence === 'closed' || at.now >= until) return { kind: 'cut', why: verdict.why };
      return { kind: 'wait', until, fraction: verdict.fraction };
    }
  }
}

/** When a file that is not whole and does not grow is given up. */
export function cutAt(file: Settling, limits: SettlingLimits): Millis {
  return file.unchangedSince + Math.max(CUT_AFTER_MILLIS, CUT_AFTER_SETTLINGS * limits.withoutEvidenceMillis);
}

/** Longer rests for a sequence whose file grew again after it was called finished: at most eight times the first. */
export function raisedLimits(limits: SettlingLimits, first: SettlingLimits): SettlingLimits {
  return {
    quietMillis: Math.min(limits.quietMillis * 2, first.quietMillis * 8),
    withoutEvidenceMillis: Math.min(limits.withoutEvidenceMillis * 2, first.withoutEvidenceMillis * 8),
  };
}
