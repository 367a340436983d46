import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatFrameRange } from '../../../shared/frames/frame-notation.ts';
import { hasFrame, rangeOfFrames } from '../../../shared/frames/frame-range.ts';
import type { FrameClaim, FrameCompletion, FrameDefect, SequenceReport } from '../../../shared/protocol/sequence.ts';
import { madeUpSequence } from '../../testing/made-up-report.ts';
import { streamPlaceOf } from './job-key.ts';
import { FILE_STATES, readSighting, type Sighting } from './sighting.ts';
import { mergeStream } from './stream-content.ts';

const received = { wall: Date.UTC(2026, 0, 1, 13), monotonic: 9_000_000 };

function sighting(fields: Partial<SequenceReport>): Sighting {
  const sequence = madeUpSequence(fields);
  return readSighting({ sequence, place: streamPlaceOf(sequence), shift: 0, received }, null);
}

const iso = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 12) + seconds * 1000).toISOString();
const done = (at: number | null): Partial<SequenceReport> => ({
  done: '7',
  recent: at === null ? [] : [{ frame: 7, at: iso(at), sizeBytes: 9 }],
});
const claim = (at: number, sizeBytes: number): readonly FrameClaim[] => [
  { frame: 7, since: iso(at), changedAt: iso(at), sizeBytes, fraction: null, evidence: null },
];
const writing = (at: number | null): Partial<SequenceReport> => ({
  writing: '7',
  claims: at === null ? [] : [...claim(at, 5)],
});
const placeholder = (at: number | null): Partial<SequenceReport> => ({
  placeholders: '7',
  claims: at === null ? [] : [...claim(at, 0)],
});
const broken = (at: number | null): Partial<SequenceReport> => ({
  broken: '7',
  defects: at === null ? [] : [{ frame: 7, kind: 'cut', why: 'no end', sizeBytes: 5, at: iso(at), evidence: null }],
});

test.each<[string, readonly [Partial<SequenceReport>, Partial<SequenceReport>], (typeof FILE_STATES)[number]]>([
  ['done behind a cache that shows it in writing', [done(10), writing(8)], 'done'],
  ['done although another, whose clock is fast, saw it grow just after', [done(10), writing(13)], 'done'],
  ['in writing again', [done(10), writing(40)], 'writing'],
  ['claimed again', [done(10), placeholder(40)], 'placeholders'],
  ['done, of whatever time', [done(null), placeholder(40)], 'done'],
  ['broken where the other has not looked into it', [done(null), broken(20)], 'broken'],
  ['broken, of whatever time, where the other has not looked into it', [done(null), broken(null)], 'broken'],
  ['broken by a later look', [done(10), broken(20)], 'broken'],
  ['done since it was found broken', [broken(20), done(60)], 'done'],
  ['done since it was found broken at some time', [broken(null), done(60)], 'done'],
  ['broken where the other still waits for it to grow', [writing(10), broken(40)], 'broken'],
  ['in writing since it was found broken', [broken(20), writing(40)], 'writing'],
  ['claimed since it was found broken', [broken(20), placeholder(40)], 'placeholders'],
  ['in writing where another sees its placeholder', [placeholder(null), writing(null)], 'writing'],
  ['in writing where another sees its placeholder, and says when', [placeholder(50), writing(null)], 'writing'],
])('mergeStream takes a frame of which two nodes differ for %s', (_, views, state) => {
  for (const [a, b] of [views, views.toReversed()]) {
    const merged = mergeStream([sighting(a ?? {}), sighting(b ?? {})]);
    expect(FILE_STATES.filter((each) => merged[each].length > 0)).toEqual([state]);
  }
});

test('mergeStream tells of each defect once, as the one whose frame it is found it, while it stands', () => {
  const defect = (fields: Partial<FrameDefect>): FrameDefect => ({
    frame: 7,
    kind: 'cut',
    why: 'no end',
    sizeBytes: 5,
    at: iso(20),
    evidence: null,
    ...fields,
  });
  const own = defect({ why: 'the last 40 of 90 chunks are missing', evidence: 'log', at: iso(15) });
  const merged = mergeStream([
    sighting({ broken: '7', defects: [defect({})] }),
    sighting({ done: '3', suspicious: '3', broken: '7', defects: [own, defect({ frame: 3, kind: 'small' })] }),
    sighting({ broken: '', defects: [defect({ frame: 5, why: 'mended since' })] }),
  ]);
  expect(merged.defects.map(({ frame, why }) => [frame, why])).toEqual([
    [3, 'no end'],
    [7, own.why],
  ]);
});

test('mergeStream calls no frame suspicious that is not done', () => {
  const merged = mergeStream([sighting({ done: '1-3', suspicious: '2-3' }), sighting({ broken: '3' })]);
  expect(formatFrameRange(merged.suspicious)).toBe('2');
});

const frames = fc.uniqueArray(fc.integer({ min: 1, max: 12 }));
const timed = fc.array(fc.record({ frame: fc.integer({ min: 1, max: 12 }), at: fc.integer({ min: 0, max: 300 }) }));
const view = fc
  .record({ done: frames, writing: frames, broken: frames, placeholders: frames, times: timed })
  .map(({ times, ...states }) => {
    const notation = (list: readonly number[]) => formatFrameRange(rangeOfFrames(list));
    const recent = times.map(({ frame, at }): FrameCompletion => ({ frame, at: iso(at), sizeBytes: 9 }));
    const claims = times.map(
      ({ frame, at }): FrameClaim => ({
        frame,
        since: iso(at),
        changedAt: iso(at + 1),
        sizeBytes: 0,
        fraction: null,
        evidence: null,
      }),
    );
    const defects = times.map(
      ({ frame, at }): FrameDefect => ({ frame, kind: 'cut', why: 'x', sizeBytes: 1, at: iso(at), evidence: null }),
    );
    return sighting({
      done: notation(states.done),
      writing: notation(states.writing),
      broken: notation(states.broken),
      placeholders: notation(states.placeholders),
      recent,
      claims,
      defects,
    });
  });

test('mergeStream puts each frame that anybody sees into one state, in whatever order the nodes come', () => {
  fc.assert(
    fc.property(fc.array(view, { minLength: 1, maxLength: 4 }), (views) => {
      const [first, ...rest] = views as [Sighting, ...Sighting[]];
      const [last, ...others] = views.toReversed() as [Sighting, ...Sighting[]];
      const merged = mergeStream([first, ...rest]);
      expect(mergeStream([last, ...others])).toEqual(merged);
      for (let frame = 1; frame <= 12; frame++) {
        const states = FILE_STATES.filter((state) => hasFrame(merged[state], frame));
        const seen = FILE_STATES.filter((state) => views.some((one) => hasFrame(one[state], frame)));
        expect(states.length).toBe(seen.length > 0 ? 1 : 0);
        expect(seen).toEqual(expect.arrayContaining(states));
      }
    }),
    { numRuns: 200 },
  );
});
