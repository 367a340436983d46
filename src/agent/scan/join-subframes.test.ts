import { describe, expect, it } from 'vitest';
import { put, putFrames, scan, sequencesIn } from './testing/scanned-directory.ts';

async function shown(argv: string): Promise<readonly string[]> {
  return (await sequencesIn(argv)).map(({ pattern, frames, missing }) => `${pattern} ${frames} ${missing}`.trim());
}

describe('joinSubframes', () => {
  it('puts subframes between the whole frames when that is asked for, or they are expected', async () => {
    await putFrames('a.####.exr', [1, 2]);
    for (const name of ['a.0001.5.exr', 'a.0001.25.exr', 'a.0001.75.exr', 'a.0001.05.exr']) await put(name);
    const joined = ['a.####.exr 1,1.05,1.25-2x0.25'];
    expect(await shown('{} --subframes')).toEqual(joined);
    expect(await shown('{} --frames 1-2x0.25')).toEqual(joined);
    expect(await shown('{}/a.1-2x0.25#.exr')).toEqual(joined);
    expect(await shown('{} --frames 1-2x0.25,2.5')).toEqual([`${joined[0]} 2.5`]);
    expect(await shown('{}')).toEqual(['a.####.exr 1-2', 'a.0001.##.exr 5,25,75 6-24,26-74']);
  });

  it.each([
    [['a.-0001.exr', 'a.-0001.5.exr', 'a.0000.exr'], ['a.####.exr -1-0,-1.5']],
    [['a.999.exr', 'a.1000.exr', 'a.1000.5.exr'], ['a.###.exr 999-1000,1000.5']],
    [['a.001.exr', 'a.0001.exr', 'a.0001.5.exr'], ['a.####.exr 1,1.5']],
    // No whole frame, and no decimals that a frame can have.
    [['a.0001.5.exr', 'a.0001.6.exr'], ['a.0001.#.exr 5-6']],
    [['b.0001.5.exr', 'b.0001.6.exr', 'a.0001.exr'], ['b.0001.#.exr 5-6']],
    [
      ['a.0001.exr', 'a.0002.exr', 'a.0001.00005.exr', 'a.0001.00006.exr'],
      ['a.####.exr 1-2', 'a.0001.#####.exr 5-6'],
    ],
  ])('makes of %j %j when subframes are asked for', async (names, expected) => {
    for (const name of names) await put(name);
    expect((await shown('{} --subframes')).toSorted()).toEqual(expected.toSorted());
  });

  it('names broken subframes and deletes orphaned ones by their own names', async () => {
    await putFrames('a.####.exr', [1, 2]);
    await put('a.0001.5.exr', 'frame');
    await put('a.0002.5.exr', '', 60);
    const startChecker = () => ({
      check: async (path: string) =>
        path.endsWith('.5.exr') ? { kind: 'broken' as const, why: 'no header' } : { kind: 'whole' as const },
      stop: async () => {},
    });
    const { out, err } = await scan('{} --subframes --check --delete-orphans --yes', { startChecker });
    expect(out).toContain('a.####.exr  1-2,1.5  empty 2.5; orphaned 2.5; broken 1.5\n      a.0001.5.exr  broken: no');
    expect(err).toContain('deleted: {}/a.0002.5.exr\n');
  });
});
