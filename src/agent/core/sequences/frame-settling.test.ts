import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Millis } from '../../../shared/clock.ts';
import type { FileVerdict } from '../../formats/verdict.ts';
import { conclude, judge, type OpenEvidence, raisedLimits, settle } from './frame-settling.ts';

const LIMITS = { quietMillis: 120, withoutEvidenceMillis: 2000 };
const look = (sizeBytes: number, mtimeMs = 1) => ({ sizeBytes, mtimeMs });
const first = settle(null, look(10), { now: 1000, eventAt: null });
const at = (now: number) => ({ now, limits: LIMITS });

describe('settle', () => {
  it('counts rest from the event when the system told of one', () => {
    expect(settle(null, look(10), { now: 1000, eventAt: 980 }).unchangedSince).toBe(980);
  });

  it('counts rest from now when a difference was found that nobody told of', () => {
    expect(settle(first, look(11), { now: 3000, eventAt: null }).unchangedSince).toBe(3000);
    expect(settle(first, look(10, 2), { now: 3000, eventAt: null }).unchangedSince).toBe(3000);
  });

  it('goes on counting when nothing has changed', () => {
    expect(settle(first, look(10), { now: 3000, eventAt: null }).unchangedSince).toBe(1000);
  });
});

describe('judge', () => {
  it.each<[number, OpenEvidence | null, ReturnType<typeof judge>]>([
    [1119, null, { kind: 'wait', until: 1120 }],
    [1120, null, { kind: 'ask' }],
    [1120, 'closed', { kind: 'finished' }],
    [1120, 'open', { kind: 'wait', until: 1220 }],
    [99_000, 'open', { kind: 'wait', until: 99_100 }],
    [1120, 'unknown', { kind: 'wait', until: 3000 }],
    [3000, 'unknown', { kind: 'finished' }],
  ])('at %i with evidence %j says %j', (now, evidence, verdict) => {
    expect(judge(first, evidence, at(now))).toEqual(verdict);
  });

  it('never finishes an empty file', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.constantFrom(null, 'open', 'closed', 'unknown'),
        fc.boolean(),
        (now, evidence, renamed) => {
          const empty = { ...settle(null, look(0), { now: 0, eventAt: null }), renamed };
          expect(judge(empty, evidence, at(now)).kind).toBe('placeholder');
        },
      ),
    );
  });

  it('finishes at once when the file was given its final name', () => {
    expect(judge({ ...first, renamed: true }, null, at(1000))).toEqual({ kind: 'finished' });
  });
});

describe('conclude', () => {
  const resting = { ...first, unchangedSince: 1000 };
  const half: FileVerdict = { kind: 'unfinished', why: 'ends early', fraction: 0.5 };
  const cut = { kind: 'cut', why: 'ends early' };
  const wait = { kind: 'wait', until: 31_000, fraction: 0.5 };

  it.each<[FileVerdict, OpenEvidence | null, Millis, object]>([
    [{ kind: 'whole' }, 'closed', 2000, { kind: 'done' }],
    [{ kind: 'unchecked' }, 'unknown', 2000, { kind: 'done' }],
    [{ kind: 'unreadable', why: 'EIO' }, 'closed', 2000, { kind: 'done' }],
    [{ kind: 'broken', why: 'no magic' }, 'unknown', 2000, { kind: 'broken', why: 'no magic' }],
    [half, 'closed', 2000, cut],
    [half, 'unknown', 2000, wait],
    [half, null, 2000, wait],
    [half, 'unknown', 30_999, wait],
    [half, 'unknown', 31_000, cut],
  ])('of %j, %s, at %i is %j', (verdict, evidence, now, conclusion) => {
    expect(conclude(resting, verdict, { now, limits: LIMITS, evidence })).toEqual(conclusion);
  });

  it('gives a file up only after five times the rest where that is long', () => {
    const limits = { quietMillis: 20_000, withoutEvidenceMillis: 20_000 };
    expect(conclude(resting, half, { now: 100_999, limits, evidence: 'unknown' })).toMatchObject({ kind: 'wait' });
    expect(conclude(resting, half, { now: 101_000, limits, evidence: 'unknown' })).toEqual(cut);
  });
});

describe('raisedLimits', () => {
  it('doubles up to eight times when raised again and again', () => {
    let limits = LIMITS;
    const quiet: number[] = [];
    for (let i = 0; i < 5; i++) {
      limits = raisedLimits(limits, LIMITS);
      quiet.push(limits.quietMillis);
    }
    expect(quiet).toEqual([240, 480, 960, 960, 960]);
  });
});
