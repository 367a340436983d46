import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PatternDialect, parseFramePattern } from './frame-pattern.ts';

describe('parseFramePattern', () => {
  test.each<[string, PatternDialect, string, number, string]>([
    ['shot.#.exr', 'fileseq', 'shot.', 4, '.exr'],
    ['shot.@.exr', 'fileseq', 'shot.', 1, '.exr'],
    ['shot.@@@.exr', 'fileseq', 'shot.', 3, '.exr'],
    ['shot.##.exr', 'fileseq', 'shot.', 8, '.exr'],
    ['shot.##@.exr', 'fileseq', 'shot.', 9, '.exr'],
    ['shot.####.exr', 'fileseq', 'shot.', 4, '.exr'],
    ['shot.######.exr', 'fileseq', 'shot.', 6, '.exr'],
    ['shot.####.exr', 'digits', 'shot.', 4, '.exr'],
    ['shot.##.exr', 'digits', 'shot.', 2, '.exr'],
    ['shot.#.exr', 'digits', 'shot.', 1, '.exr'],
    ['shot_[#####].tga', 'digits', 'shot_', 5, '.tga'],
    ['shot_[####].tga', 'fileseq', 'shot_', 4, '.tga'],
    ['shot.%04d.exr', 'digits', 'shot.', 4, '.exr'],
    ['shot.%4d.exr', 'digits', 'shot.', 4, '.exr'],
    ['shot.%d.exr', 'fileseq', 'shot.', 1, '.exr'],
    ['shot.$F4.exr', 'digits', 'shot.', 4, '.exr'],
    ['shot.$F.exr', 'digits', 'shot.', 1, '.exr'],
    ['shot$' + '{F3}x.exr', 'digits', 'shot', 3, 'x.exr'],
    ['shot.<f4>.exr', 'digits', 'shot.', 4, '.exr'],
    ['shot.<frame>.exr', 'digits', 'shot.', 1, '.exr'],
    ['skin.<UDIM>.tx', 'fileseq', 'skin.', 4, '.tx'],
    ['skin.%(UDIM)d.tx', 'fileseq', 'skin.', 4, '.tx'],
    ['skin.%04d.<UDIM>.exr', 'digits', 'skin.', 4, '.<UDIM>.exr'],
    ['a_##_b.####.exr', 'digits', 'a_##_b.', 4, '.exr'],
    ['shot_####', 'digits', 'shot_', 4, ''],
    ['####.exr', 'digits', '', 4, '.exr'],
    ['something_#_exr', 'fileseq', 'something_', 4, '_exr'],
    ['My file [v2].#.jpg', 'fileseq', 'My file [v2].', 4, '.jpg'],
    ['sh010#.exr', 'fileseq', 'sh010', 4, '.exr'],
    ['shot.1-3####.exr', 'digits', 'shot.1-3', 4, '.exr'],
  ])('reads %j as %s', (text, dialect, prefix, padding, suffix) => {
    expect(parseFramePattern(text, dialect)).toMatchObject({ directory: '', prefix, padding, suffix, frames: null });
  });

  test.each<[string, string, string, string]>([
    ['path1-20#.exr', '', 'path', '1-20'],
    ['shot.1-10x3#.exr', '', 'shot.', '1-10x3'],
    ['shot.1-10:5@@.exr', '', 'shot.', '1-10:5'],
    ['shot.-5--1#.exr', '', 'shot.', '-5--1'],
    ['shot.1,5,7-9#.exr', '', 'shot.', '1,5,7-9'],
    ['shot.1-2x0.25#.exr', '', 'shot.', '1-2x0.25'],
    ['shot.7#.exr', '', 'shot.', '7'],
    ['shot.1-5%04d.exr', '', 'shot.', '1-5'],
    ['shot.1-5$F4.exr', '', 'shot.', '1-5'],
    ['1-10#.exr', '', '', '1-10'],
    ['file20.v123.1-3@.exr', '', 'file20.v123.', '1-3'],
    ['file.1920x1038.1001-1076#.exr', '', 'file.1920x1038.', '1001-1076'],
    ['file.1920x1038.1001,1005,1076#.exr', '', 'file.1920x1038.', '1001,1005,1076'],
    ['/cheech/0-9x1/chong.1-10#.exr', '/cheech/0-9x1/', 'chong.', '1-10'],
    ['C:\\out\\1-3#\\shot.1-3#.exr', 'C:\\out\\1-3#\\', 'shot.', '1-3'],
    ['out\\shot.1-3#.exr', 'out\\', 'shot.', '1-3'],
    ['./we\\ird.1-3#.exr', './', 'we\\ird.', '1-3'],
    ['take_2025-05-13_1-10#.exr', '', 'take_2025-05-13_', '1-10'],
  ])('finds the frames in %j', (text, directory, prefix, frames) => {
    expect(parseFramePattern(text, 'fileseq')).toMatchObject({ directory, prefix, frames });
  });

  test.each([
    'shot.0001.exr',
    'shot.exr',
    '',
    '####/shot.exr',
    'shot.$FF.exr',
    'shot.$FSTART.exr',
    'shot.%s.exr',
    'shot.%16d.exr',
    '1-10',
    '1-10x3',
  ])('finds no word for a frame in %j', (text) => {
    expect(parseFramePattern(text, 'fileseq')).toBeNull();
  });

  test('names the sequence as lists do, one # a digit', () => {
    expect(parseFramePattern('/r/shot.1-3$F4.exr', 'fileseq')?.pattern).toBe('shot.####.exr');
    expect(parseFramePattern('shot.%d.exr', 'digits')?.pattern).toBe('shot.#.exr');
  });
});

describe('fileName', () => {
  test.each<[string, number, string]>([
    ['/r/shot.%04d.exr', 7, '/r/shot.0007.exr'],
    ['shot.@@.exr', 1001, 'shot.1001.exr'],
    ['shot.#.exr', -1, 'shot.-0001.exr'],
    ['shot.#.exr', 1.3, 'shot.0001.3.exr'],
    ['shot.#.exr', -0.5, 'shot.-0000.5.exr'],
    ['shot.%d.exr', 0, 'shot.0.exr'],
  ])('of %j for frame %d is %j', (text, frame, name) => {
    expect(parseFramePattern(text, 'fileseq')?.fileName(frame)).toBe(name);
  });
});

describe('matches', () => {
  test.each<[string, string, number | null]>([
    ['shot.###.exr', 'shot.001.exr', 1],
    ['shot.###.exr', 'shot.998.exr', 998],
    ['shot.###.exr', 'shot.1000.exr', 1000],
    ['shot.###.exr', 'shot.01.exr', null],
    ['shot.###.exr', 'shot.0001.exr', null],
    ['shot.#.exr', 'shot.7.exr', 7],
    ['shot.#.exr', 'shot.111.exr', 111],
    ['shot.#.exr', 'shot.07.exr', null],
    ['shot.#.exr', 'shot.0.exr', 0],
    ['foo####.exr', 'foo-0001.exr', -1],
    ['foo%04d.exr', 'foo-001.exr', -1],
    ['foo####.exr', 'foo-01.exr', null],
    ['shot.####.exr', 'shot.0001.5.exr', 1.5],
    ['shot.####.exr', 'shot.0001.png', null],
    ['shot.####.exr', 'shut.0001.exr', null],
    ['shot.####.exr', 'shot..exr', null],
    ['shot.####.exr', 'shot.exr', null],
    ['shot.####.exr', 'shot.0001a.exr', null],
    ['shot.####.exr', 'shot.9999999999.exr', null],
    ['aa#aa', 'aa', null],
    ['aa#aa', 'aaa', null],
  ])('of %j for the file %j is %j', (text, name, frame) => {
    expect(parseFramePattern(text, 'digits')?.matches(name)).toBe(frame);
  });

  test('knows each file that fileName gives', () => {
    const frame = fc.oneof(
      fc.integer({ min: -999_999_999, max: 999_999_999 }),
      fc.integer({ min: -50_000, max: 50_000 }).map((ticks) => ticks / 10_000 + 0),
    );
    const text = fc.string({ unit: fc.constantFrom(...'ab01._- '), maxLength: 6 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 12 }), text, frame, (prefix, width, suffix, number) => {
        const pattern = parseFramePattern(`${prefix}${'#'.repeat(width)}${suffix}`, 'digits');
        expect(pattern?.matches(pattern.fileName(number))).toBe(number);
      }),
    );
  });
});
