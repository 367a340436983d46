import { describe, expect, it } from 'vitest';
import type { FrameRange } from '../../shared/frames/frame-range.ts';
import { expectationOf, foundRoots, isRenderFileName, type OutputOwner } from './found-outputs.ts';

type Output = OutputOwner['outputs'][number];

function owner(...outputs: readonly Partial<Output>[]): OutputOwner {
  const unknown: Output = { directory: '/r', pattern: 'a.####.exr', expected: null, expectedFrom: null };
  return { outputs: outputs.map((output) => ({ ...unknown, ...output })) };
}

function told(expected: FrameRange, more: Partial<Output> = {}): OutputOwner {
  return owner({ expected, expectedFrom: 'command line', ...more });
}

/** What is expected of a sequence in `/r`, in which these render. */
function expectedOf(pattern: string, ...owners: readonly OutputOwner[]) {
  const [root, ...others] = foundRoots(owners);
  expect(others).toEqual([]);
  return root && expectationOf(root.outputs, pattern);
}

const NOTHING = { expected: null, expectedFrom: null };

describe('expectationOf', () => {
  it('joins the frames of those that render one sequence', () => {
    const owners = [told([[11, 20]], { expectedFrom: 'scene' }), told([[1, 10]])];
    for (const all of [owners, owners.toReversed()])
      expect(expectedOf('a.####.exr', ...all)).toEqual({ expected: [[1, 20]], expectedFrom: 'command line' });
  });

  it.each<[string, string, ...OutputOwner[]]>([
    ['that is not told of', 'b.####.exr', told([[1, 10]])],
    ['of another format', 'a.####.png', told([[1, 10]])],
    ['whose frames one renderer does not say', 'a.####.exr', told([[1, 10]]), owner({})],
    ['that one renderer may write, of which no name is known', 'a.####.exr', told([[1, 10]]), owner({ pattern: null })],
    [
      'beside the one told where another renderer has no name',
      'b.####.exr',
      told([[1, 10]], { pattern: null }),
      told([[1, 3]]),
    ],
  ])('expects nothing of a sequence %s', (_, pattern, ...owners) => {
    for (const all of [owners, owners.toReversed()]) expect(expectedOf(pattern, ...all)).toEqual(NOTHING);
  });

  it('tells the sequences of two renderers apart', () => {
    const owners = [told([[1, 10]]), told([[5, 6]], { pattern: 'b.####.exr' })];
    expect(expectedOf('a.####.exr', ...owners)?.expected).toEqual([[1, 10]]);
    expect(expectedOf('b.####.exr', ...owners)?.expected).toEqual([[5, 6]]);
  });

  it.each([
    ['a.####.exr', 'a.#.exr'],
    ['a.####.exr', 'a.######.exr'],
    ['a.####.exr', 'a_depth.####.exr'],
    ['a_####.png', 'a_####_L.png'],
    ['a_beauty.####.exr', 'a_depth.####.exr'],
    ['a.0012.exr', 'a.####.exr'],
    ['####.png', '####.png'],
    [null, 'whatever.####.exr'],
  ])('of a renderer that writes %s counts for %s', (pattern, seen) => {
    expect(expectedOf(seen, told([[1, 10]], { pattern }))?.expected).toEqual([[1, 10]]);
  });
});

describe('foundRoots', () => {
  it('names each directory once', () => {
    const roots = foundRoots([told([[1, 10]]), told([[11, 20]]), told([[5, 6]], { directory: '/q' })]);
    expect(roots.map(({ path, outputs }) => [path, outputs.length])).toEqual([
      ['/r', 2],
      ['/q', 1],
    ]);
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
