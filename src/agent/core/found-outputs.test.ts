import { describe, expect, it } from 'vitest';
import type { FrameRange } from '../../shared/frame-range.ts';
import { foundRoots, isRenderFileName, type OutputOwner } from './found-outputs.ts';

type Output = OutputOwner['outputs'][number];

function owner(...outputs: readonly Partial<Output>[]): OutputOwner {
  const unknown: Output = { directory: '/r', pattern: 'a.####.exr', expected: null, expectedFrom: null };
  return { outputs: outputs.map((output) => ({ ...unknown, ...output })) };
}

function told(expected: FrameRange, more: Partial<Output> = {}): OutputOwner {
  return owner({ expected, expectedFrom: 'command line', ...more });
}

describe('foundRoots', () => {
  it('joins the frames of those that render one sequence into one directory', () => {
    expect(
      foundRoots([told([[1, 10]]), told([[11, 20]], { expectedFrom: 'scene' }), told([[5, 6]], { directory: '/q' })]),
    ).toEqual([
      { path: '/r', expected: [[1, 20]], expectedFrom: 'command line' },
      { path: '/q', expected: [[5, 6]], expectedFrom: 'command line' },
    ]);
  });

  it.each([
    ['render other sequences there', told([[1, 10]]), told([[1, 10]], { pattern: 'b.####.exr' })],
    ['do not say what they render', told([[1, 10]]), owner({})],
    ['are not known by name', owner({ pattern: null }), told([[1, 10]])],
  ])('expects nothing of a directory when two renderers %s', (_, a, b) => {
    for (const owners of [
      [a, b],
      [b, a],
    ])
      expect(foundRoots(owners)).toEqual([{ path: '/r', expected: null, expectedFrom: null }]);
  });

  it.each([
    ['one film', 'out.mp4', 0],
    ['a numbered film', 'dailies_v012.mov', 0],
    ['one picture', 'still.png', 0],
    ['one picture of a sequence', 'a.0012.exr', 1],
    ['a sequence', 'a.####.exr', 1],
    ['unpadded numbers', 'seg_#.wav', 1],
    ['whatever comes there', null, 1],
  ])('follows %s as a directory or not', (_, pattern, roots) => {
    expect(foundRoots([owner({ pattern })])).toHaveLength(roots);
  });

  it('gives nothing when nobody renders', () => {
    expect(foundRoots([])).toEqual([]);
  });
});

describe('isRenderFileName', () => {
  it.each([
    ['beauty.0001.exr', true],
    ['frame12.PNG', true],
    ['0042.jpg', true],
    ['still.png', false],
    ['scene.0001.blend', false],
    ['log.0001.txt', false],
    ['.beauty.0001.exr', false],
    ['take2', false],
  ])('tells of %s: %s', (name, expected) => {
    expect(isRenderFileName(name)).toBe(expected);
  });
});
