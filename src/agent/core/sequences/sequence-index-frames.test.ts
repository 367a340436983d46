import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatFrameRange } from '../../../shared/frames/frame-notation.ts';
import { SequenceReport } from '../../../shared/protocol/sequence.ts';
import { checkerFor } from '../../../shared/protocol/validate.ts';
import { SequenceIndex } from './sequence-index.ts';
import { type FrameState, FrameTable } from './sequence-index-frames.ts';
import { createSequenceReporter } from './sequence-index-reports.ts';

function table(sizes: readonly number[], state: FrameState = 'done'): FrameTable {
  const made = new FrameTable();
  for (const [at, sizeBytes] of sizes.entries()) made.set(at + 1, { state, sizeBytes, mtimeMs: at });
  return made;
}

describe('FrameTable.suspicious', () => {
  const usual = [1000, 1010, 990, 1020, 980, 1000, 1005];

  it.each<[string, readonly number[], string]>([
    ['small ones among enough others', [...usual, 200, 250], '8-9'],
    ['none where a third is usual', [...usual, 350], ''],
    ['none among too few', [...usual.slice(0, 6), 200], ''],
  ])('tells %s', (_, sizes, expected) => {
    expect(formatFrameRange(table(sizes).suspicious())).toBe(expected);
  });

  it('counts finished frames alone', () => {
    expect(table([...usual, 1, 1], 'writing').suspicious()).toEqual([]);
    const some = table([...usual, 1000]);
    some.set(9, { state: 'broken', sizeBytes: 1, mtimeMs: 0 });
    expect(some.suspicious()).toEqual([]);
  });

  it('tells the same whatever was there before, and in whichever order it came', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(sizes, sizes, (now, before) => {
        const kept = table(before);
        for (const [at] of before.entries()) if (at >= now.length) kept.delete(at + 1);
        for (const [at, sizeBytes] of [...now.entries()].reverse()) {
          kept.set(at + 1, { state: 'done', sizeBytes, mtimeMs: 0 });
        }
        expect(kept.suspicious()).toEqual(table(now).suspicious());
      }),
    );
  });
});

describe('FrameTable.unchecked', () => {
  it('tells finished frames that nobody has looked into, the highest first', () => {
    const made = table([1, 1, 1, 1]);
    made.noteChecked(3);
    made.set(2, { state: 'writing', sizeBytes: 1, mtimeMs: 0 });
    expect(made.unchecked(10)).toEqual([4, 1]);
    expect(made.unchecked(1)).toEqual([4]);
    expect(made.get(3)?.state).toBe('done');
    made.set(3, { state: 'done', sizeBytes: 2, mtimeMs: 1 });
    expect(made.unchecked(10)).toEqual([4, 3, 1]);
  });
});

describe('createSequenceReporter', () => {
  const FRAME = { share: 's', directory: '', localPath: '/s', title: null, expected: null };
  const latest = (mtimeMs: number): number => mtimeMs + 60_000;

  function index(states: readonly FrameState[], sizeBytes = 0): SequenceIndex {
    const made = new SequenceIndex([]);
    for (const [at, state] of states.entries()) {
      const place = made.place(`a.${String(at + 1).padStart(4, '0')}.exr`);
      if (place) made.set(place, { state, sizeBytes, mtimeMs: at * 1000 }, null);
    }
    return made;
  }

  it('tells placeholders of before as old as their share says', () => {
    const [report] = createSequenceReporter(FRAME, latest)(index(['placeholder', 'done']).groups());
    expect(report?.claims).toEqual([
      {
        frame: 1,
        since: new Date(60_000).toISOString(),
        changedAt: new Date(60_000).toISOString(),
        sizeBytes: 0,
        fraction: null,
        evidence: null,
      },
    ]);
  });

  it('tells the oldest and the newest of too many claims, and no more than a report bears', () => {
    const many = index(Array.from({ length: 5000 }, () => 'placeholder' as const));
    const [report] = createSequenceReporter(FRAME, latest)(many.groups());
    expect(report?.claims).toHaveLength(64);
    expect(report?.claims?.at(0)?.frame).toBe(1);
    expect(report?.claims?.at(-1)?.frame).toBe(5000);
    expect(checkerFor(SequenceReport)(report).ok).toBe(true);
  });

  it('tells what is wrong with broken frames, the latest of too many', () => {
    const many = index(
      Array.from({ length: 70 }, () => 'broken' as const),
      5,
    );
    const [column] = many.columns();
    for (let frame = 1; frame <= 70; frame++) {
      column?.frames.notes.setDefect(frame, { kind: 'cut', why: 'x'.repeat(600), at: frame * 1000, evidence: null });
    }
    const [report] = createSequenceReporter(FRAME)(many.groups());
    expect(report).toMatchObject({ broken: '1-70', done: '' });
    expect(report?.defects).toHaveLength(64);
    expect(report?.defects?.at(-1)).toMatchObject({ frame: 70, kind: 'cut', sizeBytes: 5 });
    expect(checkerFor(SequenceReport)(report).ok).toBe(true);
  });

  it('says of frames that turned out small what is usual', () => {
    const made = index(
      Array.from({ length: 9 }, () => 'done' as const),
      1000,
    );
    const place = made.place('a.0010.exr');
    if (!place) throw new Error('no frame');
    const small = { state: 'done', sizeBytes: 100, mtimeMs: 1 } as const;
    made.complete(place, small, { at: 5000, appearedAt: 4000, startedAt: 4000, evidence: 'bytes' });
    const [report] = createSequenceReporter(FRAME)(made.groups());
    expect(report).toMatchObject({ done: '1-10', suspicious: '10' });
    expect(report?.defects).toMatchObject([{ frame: 10, kind: 'small', evidence: 'bytes' }]);
    expect(report?.defects?.[0]?.why).toMatch(/^100 B, where (9\d\d B|1.0 kB) is usual$/);
  });
});
