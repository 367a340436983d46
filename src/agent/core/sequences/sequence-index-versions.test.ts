import { describe, expect, it } from 'vitest';
import { SequenceIndex } from './sequence-index.ts';
import { createSequenceReporter } from './sequence-index-reports.ts';

const FRAME = { share: 'nas:/r', directory: 'd', localPath: '/d', title: null, expected: null, expectedFrom: null };

function indexOf(names: readonly string[]): SequenceIndex {
  const index = new SequenceIndex([]);
  for (const name of names) add(index, name);
  return index;
}

function add(index: SequenceIndex, name: string): void {
  const place = index.place(name);
  if (place) index.set(place, { state: 'done', sizeBytes: 10, mtimeMs: 1 }, null);
}

function remove(index: SequenceIndex, name: string): void {
  const place = index.place(name);
  if (place) index.remove(place, 0);
}

/** `pattern done` of each sequence. */
function shown(index: SequenceIndex): string[] {
  return createSequenceReporter(FRAME)(index.groups())
    .map(({ pattern, done }) => `${pattern} ${done}`)
    .sort();
}

describe('versions as frames', () => {
  it.each([
    [['a_v001.0100.exr', 'a_v002.0100.exr'], ['a_v###.0100.exr 1-2']],
    [['a_v001.0100.exr'], ['a_v001.####.exr 100']],
    [
      ['a_v001.0100.exr', 'a_v002.0100.exr', 'a_v002.0101.exr'],
      ['a_v001.####.exr 100', 'a_v002.####.exr 100-101'],
    ],
    [
      ['a_v001.0100.exr', 'a_v002.0101.exr'],
      ['a_v001.####.exr 100', 'a_v002.####.exr 101'],
    ],
    [
      ['a_v001.0100.exr', 'a_v002.00100.exr'],
      ['a_v001.####.exr 100', 'a_v002.#####.exr 100'],
    ],
    [['shot010_v001.png', 'shot010_v002.png', 'shot010_v010.png'], ['shot010_v###.png 1-2,10']],
    [
      ['shot010_v001.png', 'shot020_v001.png', 'shot010_v002.png'],
      ['shot###_v001.png 10,20', 'shot###_v002.png 10'],
    ],
    [['a_v1.5.exr', 'a_v2.5.exr', 'a_v10.5.exr'], ['a_v#.5.exr 1-2,10']],
    [['a-0005_v1.exr', 'a-0005_v2.exr'], ['a-0005_v#.exr 1-2']],
    [
      ['a_v001.0001.exr', 'a_v002.0001.exr', 'b_v001.0001.exr'],
      ['a_v###.0001.exr 1-2', 'b_v001.####.exr 1'],
    ],
  ])('%j are %j', (names, expected) => {
    expect(shown(indexOf(names))).toEqual(expected);
    expect(shown(indexOf(names.toReversed()))).toEqual(expected);
  });

  it('comes and goes with the files when a version grows a second frame and loses it again', () => {
    const index = indexOf(['a_v001.0100.exr', 'a_v002.0100.exr']);
    add(index, 'a_v002.0101.exr');
    expect(shown(index)).toEqual(['a_v001.####.exr 100', 'a_v002.####.exr 100-101']);
    remove(index, 'a_v002.0101.exr');
    expect(shown(index)).toEqual(['a_v###.0100.exr 1-2']);
    remove(index, 'a_v001.0100.exr');
    expect(shown(index)).toEqual(['a_v002.####.exr 100']);
  });

  it('tells completions and claims by their version when versions are the frames', () => {
    const index = indexOf(['a_v001.0100.exr']);
    const place = index.place('a_v002.0100.exr');
    if (!place) throw new Error('no place');
    const file = { state: 'done', sizeBytes: 7, mtimeMs: 1 } as const;
    index.complete(place, file, { at: 2000, appearedAt: 1000, startedAt: null, evidence: null });
    const [report] = createSequenceReporter(FRAME)(index.groups());
    expect(report?.recent).toMatchObject([{ frame: 2, sizeBytes: 7 }]);
    expect(report?.startedAt).toBe(new Date(1000).toISOString());
  });

  it('makes the same report again when nothing has changed', () => {
    const index = indexOf(['a_v001.0100.exr', 'a_v002.0100.exr']);
    const reporter = createSequenceReporter(FRAME);
    const [before] = reporter(index.groups());
    expect(reporter(index.groups())[0]).toBe(before);
    add(index, 'a_v003.0100.exr');
    expect(reporter(index.groups())[0]).not.toBe(before);
  });
});

describe('names without an extension', () => {
  it.each([
    [
      ['s001_0030_1', 's001_0030_2', 's001_0090_1', 's001_0090_2'],
      ['s001_0030_# 1-2', 's001_0090_# 1-2'],
    ],
    [['s001_0030_1', 's001_0090_1'], []],
    [['0001', '0002'], ['#### 1-2']],
    [['render.log.1', 'render.log.2', 'core.1', 'core.2'], []],
  ])('%j are %j where only outputs are asked for', (names, expected) => {
    expect(shown(indexOf(names))).toEqual(expected);
  });

  it('are all there when all names are asked for', () => {
    const index = new SequenceIndex([], 'all');
    for (const name of ['s001_0030_1', 's001_0090_1', 'a.log.1', 'a.0001.7z']) add(index, name);
    expect(shown(index)).toEqual(['a.####.7z 1', 'a.log.# 1', 's001_0030_# 1', 's001_0090_# 1']);
  });
});
