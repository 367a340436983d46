import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFrameRange } from '../../../shared/frames/frame-notation.ts';
import { rangeOfFrames } from '../../../shared/frames/frame-range.ts';
import { SequenceReport } from '../../../shared/protocol/sequence.ts';
import { checkerFor } from '../../../shared/protocol/validate.ts';
import { nameOf, RECENT_COMPLETIONS, SequenceIndex } from './sequence-index.ts';
import { type FrameState, FrameTable } from './sequence-index-frames.ts';
import { createSequenceReporter } from './sequence-index-reports.ts';
import { DEFAULT_IGNORE } from './sequence-name.ts';

const FRAME = { share: 'nas:/r', directory: 'shot', localPath: '/mnt/shot', title: null, expected: '1-240' };

function put(index: SequenceIndex, name: string, state: FrameState = 'done', sizeBytes = 10): void {
  const place = index.place(name);
  if (place) index.set(place, { state, sizeBytes, mtimeMs: 1 }, null);
}

function reports(index: SequenceIndex): SequenceReport[] {
  return createSequenceReporter(FRAME)(index.groups()).sort((a, b) => (a.pattern < b.pattern ? -1 : 1));
}

function patterns(names: readonly string[]): string[] {
  const index = new SequenceIndex(DEFAULT_IGNORE);
  for (const name of names) put(index, name);
  return reports(index).map((report) => `${report.pattern} ${report.done}`);
}

describe('sequences of a directory', () => {
  it.each([
    [['a.998.png', 'a.999.png', 'a.1000.png'], ['a.###.png 998-1000']],
    [['a.0998.png', 'a.0999.png', 'a.1000.png', 'a.10000.png'], ['a.####.png 998-1000,10000']],
    [['a.7.png', 'a.10.png', 'a.111.png'], ['a.#.png 7,10,111']],
    [
      ['a.7.png', 'a.0001.png'],
      ['a.#.png 7', 'a.####.png 1'],
    ],
    [
      ['a.001.png', 'a.0001.png', 'a.100.png', 'a.1000.png'],
      ['a.###.png 1,100', 'a.####.png 1,1000'],
    ],
    [
      ['a_v001.0001.exr', 'a_v001.0002.exr', 'a_v002.0001.exr'],
      ['a_v001.####.exr 1-2', 'a_v002.####.exr 1'],
    ],
    [['foo-0001.exr', 'foo-0002.exr', 'foo0001.exr'], ['foo####.exr -2--1,1']],
    [['a.0001.png', 'a.0002.png.tmp', 'notes.txt'], ['a.####.png 1']],
  ])('%j are %j', (names, expected) => {
    expect(patterns(names)).toEqual(expected.toSorted());
  });

  it('counts by state and says bytes of what is done when states differ', () => {
    const index = new SequenceIndex(DEFAULT_IGNORE);
    put(index, 'a.0001.png', 'done', 100);
    put(index, 'a.0002.png', 'writing', 50);
    put(index, 'a.0003.png', 'placeholder', 0);
    put(index, 'a.0004.png', 'unmeasured', 0);
    const [report] = reports(index);
    expect(report).toMatchObject({ done: '1', writing: '2', placeholders: '3', doneBytes: 100, startedAt: null });
    expect(checkerFor(SequenceReport)(report).ok).toBe(true);
  });

  it('keeps the latest completions and the first appearance when frames are finished', () => {
    const index = new SequenceIndex(DEFAULT_IGNORE);
    for (let frame = 1; frame <= RECENT_COMPLETIONS + 6; frame++) {
      const place = index.place(`a.${frame}.png`);
      const file = { state: 'done', sizeBytes: frame, mtimeMs: 1 } as const;
      if (place)
        index.complete(place, file, {
          at: frame * 1000 + 500,
          appearedAt: frame * 1000,
          startedAt: null,
          evidence: null,
        });
    }
    const [report] = reports(index);
    expect(report?.recent).toHaveLength(RECENT_COMPLETIONS);
    expect(report?.recent[0]).toMatchObject({ frame: 7, at: new Date(7500).toISOString(), sizeBytes: 7 });
    expect(report?.startedAt).toBe(new Date(1000).toISOString());
    expect(report?.changedAt).toBe(new Date(70_500).toISOString());
  });

  it('cuts a notation to a true beginning when it is too long for a report', () => {
    const index = new SequenceIndex([]);
    for (let frame = 1, step = 2; frame < 60_000; frame += step, step = (step * 7) % 5 === 0 ? 2 : 2 + (frame % 3)) {
      put(index, `a.${String(frame).padStart(6, '0')}.png`);
    }
    const [report] = reports(index);
    expect(report?.truncated).toBe(true);
    expect(report?.done.length).toBeLessThanOrEqual(65_536);
    const all = index.columns()[0]?.frames.doneRange() ?? [];
    expect(parseFrameRange(report?.done ?? '').every(([first], at) => first === all[at]?.[0])).toBe(true);
  });

  it('makes the same reports again when nothing has changed', () => {
    const index = new SequenceIndex([]);
    put(index, 'a.1.png');
    const reporter = createSequenceReporter(FRAME);
    const [before] = reporter(index.groups());
    expect(reporter(index.groups())[0]).toBe(before);
    put(index, 'a.2.png');
    expect(reporter(index.groups())[0]).not.toBe(before);
  });
});

const anyName = fc
  .tuple(
    fc.constantFrom('a.', 'a', 'b_v01.', 'foo-', 'x7-', 'v', 'img_tile', 's1_x0_y', 's1_udim', 'log.', ''),
    fc.constantFrom('0', '00', '7', '07', '12', '012', '999', '1000', '01000', '1000000000'),
    fc.constantFrom('.png', '.left.exr', '_v2.png', '.png.tmp', '.log', '_x0_y1.exr', 'x1080.png', 'p.7z', ''),
  )
  .map((parts) => parts.join(''));
const anyState = fc.constantFrom<FrameState>('unmeasured', 'placeholder', 'writing', 'done');

describe('SequenceIndex', () => {
  it('places a name alike whatever name came before it', () => {
    fc.assert(
      fc.property(fc.array(anyName), anyName, (before, name) => {
        const used = new SequenceIndex(DEFAULT_IGNORE);
        for (const other of before) used.place(other);
        const [warm, cold] = [used.place(name), new SequenceIndex(DEFAULT_IGNORE).place(name)];
        expect(warm && [warm.frame, warm.column.width, warm.column.padded, warm.column.group.prefix]).toEqual(
          cold && [cold.frame, cold.column.width, cold.column.padded, cold.column.group.prefix],
        );
        if (warm) expect(nameOf(warm)).toBe(name);
      }),
      { numRuns: 2000 },
    );
  });

  it('heeds rules about digits when names come in a run', () => {
    const index = new SequenceIndex(['*.0002.*']);
    expect(['a.0001.png', 'a.0002.png', 'a.0003.png'].map((name) => index.place(name) !== null)).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('ends alike by single observations and by one reading of what is left when histories are random', () => {
    const history = fc.array(fc.tuple(anyName, fc.option(anyState), fc.nat(9)), { maxLength: 60 });
    fc.assert(
      fc.property(history, fc.boolean(), (steps, asksBetween) => {
        const followed = new SequenceIndex(DEFAULT_IGNORE);
        const left = new Map<string, { state: FrameState; size: number }>();
        for (const [name, state, size] of steps) {
          const place = followed.place(name);
          if (state) {
            put(followed, name, state, size);
            left.set(name, { state, size });
          } else {
            if (place) followed.remove(place, 0);
            left.delete(name);
          }
          if (asksBetween) reports(followed);
        }
        const read = new SequenceIndex(DEFAULT_IGNORE);
        for (const [name, { state, size }] of [...left].reverse()) put(read, name, state, size);
        const withoutTimes = (index: SequenceIndex) => reports(index).map((report) => ({ ...report, changedAt: null }));
        expect(withoutTimes(followed)).toEqual(withoutTimes(read));
        expect(followed.files).toBe(read.files);
      }),
      { numRuns: 400 },
    );
  });

  it('tells what a reading has not seen when names are gone', () => {
    const index = new SequenceIndex([]);
    for (const name of ['a.1.png', 'a.2.png', 'b.1.png']) put(index, name);
    index.beginReading();
    for (const name of ['a.2.png', 'b.1.png']) {
      expect(index.see(name, false)).toBe('known');
    }
    expect(index.see('a.3.png', false)).toBe('new');
    expect(index.see('notes.txt', false)).toBe('no frame');
    expect(index.unseen().map(nameOf)).toEqual(['a.1.png']);
  });
});

describe('FrameTable', () => {
  it('keeps the range and the bytes of what is done when frames come and go in any number', () => {
    const step = fc.tuple(fc.integer({ min: -400, max: 400 }), fc.option(anyState), fc.nat(99), fc.boolean());
    fc.assert(
      fc.property(fc.array(step, { maxLength: 600 }), (steps) => {
        const table = new FrameTable();
        const done = new Map<number, number>();
        for (const [frame, state, sizeBytes, asks] of steps) {
          if (state) table.set(frame, { state, sizeBytes, mtimeMs: 0 });
          else table.delete(frame);
          if (state === 'done') done.set(frame, sizeBytes);
          else done.delete(frame);
          if (asks) table.doneRange();
        }
        expect(table.doneRange()).toEqual(rangeOfFrames(done.keys()));
        expect(table.doneBytes).toBe([...done.values()].reduce((sum, size) => sum + size, 0));
      }),
      { numRuns: 200 },
    );
  });
});
