import { describe, expect, it } from 'vitest';
import { formatFrameRange } from '../../../shared/frames/frame-notation.ts';
import { rangeOfFrames } from '../../../shared/frames/frame-range.ts';
import { type NameGroup, SequenceIndex } from './sequence-index.ts';
import type { GivenName } from './sequence-index-columns.ts';
import { splitByPadding } from './sequence-index-reports.ts';

function indexOf(names: readonly string[]): SequenceIndex {
  const index = new SequenceIndex([]);
  for (const name of names) put(index, name);
  return index;
}

function put(index: SequenceIndex, name: string): void {
  const place = index.place(name);
  if (place) index.set(place, { state: 'done', sizeBytes: 1, mtimeMs: 0 }, null);
}

function linesOf(group: NameGroup): string[] {
  return splitByPadding(group).map(({ padding, columns }) => {
    const frames = columns.flatMap((column) => [...column.frames.all()]);
    return `${group.prefix}${'#'.repeat(padding)}${group.suffix} ${formatFrameRange(rangeOfFrames(frames))}`;
  });
}

function shown(index: SequenceIndex, given: readonly GivenName[] = []): string[] {
  return index.groups(given).flatMap(linesOf).sort();
}

describe('DashedGroups', () => {
  it.each([
    [['foo-0001.exr'], ['foo####.exr -1']],
    [['render-0001.png', 'render-0002.png'], ['render-####.png 1-2']],
    [['render-0000.png'], ['render-####.png 0']],
    [['foo-0002.exr', 'foo-0001.exr', 'foo0000.exr', 'foo0001.exr'], ['foo####.exr -2-1']],
    [['foo-0001.exr', 'foo0010.exr'], ['foo####.exr -1,10']],
    [
      ['foo-0000.exr', 'foo-0001.exr', 'foo0001.exr'],
      ['foo####.exr 1', 'foo-####.exr 0-1'],
    ],
    [
      ['foo-998.exr', 'foo-0999.exr', 'foo-1000.exr'],
      ['foo-###.exr 998', 'foo-####.exr 999-1000'],
    ],
    // A separator before the dash: it cannot be meant as another one.
    [['shot.-0002.exr', 'shot.-0001.exr', 'shot.0000.exr'], ['shot.####.exr -2-0']],
    [['shot_-0002.exr', 'shot_-0001.exr'], ['shot_####.exr -2--1']],
    [['a.2026-0001.exr', 'a.2026-0002.exr'], ['a.2026-####.exr 1-2']],
  ])('makes of %j %j', (names, expected) => {
    expect(shown(indexOf(names))).toEqual(expected.toSorted());
    expect(shown(indexOf(names.toReversed()))).toEqual(expected.toSorted());
  });

  it('tells a file alone as what it was asked for by name', () => {
    const index = indexOf(['render-0001.png']);
    expect(shown(index, [{ prefix: 'render-', suffix: '.png' }])).toEqual(['render-####.png 1']);
  });

  it('keeps its group while nothing changes, and tells what does', () => {
    const index = indexOf(['foo-0001.exr', 'foo0001.exr']);
    const [group] = index.groups();
    const version = group?.version ?? 0;
    expect(index.groups()[0]).toBe(group);
    expect(group?.version).toBe(version);
    put(index, 'foo0002.exr');
    expect(index.groups()[0]).toBe(group);
    expect(group?.version).toBeGreaterThan(version);
    expect(shown(index)).toEqual(['foo####.exr -1,1-2']);
  });

  it('parts again what the last number without a dash leaves behind', () => {
    const index = indexOf(['foo-0001.exr', 'foo-0002.exr', 'foo0001.exr']);
    expect(shown(index)).toEqual(['foo####.exr -2--1,1']);
    const place = index.place('foo0001.exr');
    if (place) index.remove(place, 0);
    expect(shown(index)).toEqual(['foo-####.exr 1-2']);
  });
});
