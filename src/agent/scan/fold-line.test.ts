import { describe, expect, it } from 'vitest';
import { foldLine } from './fold-line.ts';

describe('foldLine', () => {
  it('leaves a line alone that fits', () => {
    expect(foldLine('  3  a.####.exr  1-3', 20)).toBe('  3  a.####.exr  1-3');
  });

  it('folds at blanks and commas, so that nothing is lost', () => {
    expect(foldLine('  5  name.####.exr  1-2,5,9,12  missing 3-4,6-8,10-11', 30)).toBe(
      ['  5  name.####.exr  1-2,5,9,12', '          missing 3-4,6-8,', '          10-11'].join('\n'),
    );
  });

  it('leaves a name whole that is wider than the terminal', () => {
    expect(foldLine(`  5  ${'n'.repeat(40)}  1-2`, 20)).toBe(`  5\n          ${'n'.repeat(40)}\n          1-2`);
  });

  it('ends after some lines when there is no end of holes', () => {
    const holes = Array.from({ length: 1000 }, (_, at) => `${at * 3}`).join(',');
    const lines = foldLine(`  1  a.#.exr  missing ${holes}`, 40).split('\n');
    expect(lines).toHaveLength(12);
    expect(lines.at(-1)).toMatch(/\d, …$/);
  });
});
