import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellWidth } from '../../shared/text-cells.ts';
import { areaGraph, progressBar, sparkline } from './graphs.ts';
import { glyphSet } from './theme.ts';

const unicode = glyphSet('unicode');
const ascii = glyphSet('ascii');

test.each([
  [0, '··········'],
  [50, '█████·····'],
  [41, '████▏·····'],
  [100, '██████████'],
  [0.01, '▏·········'],
  [99.99, '█████████▉'],
])('progressBar draws %d %% in ten cells as %s', (percent, drawn) => {
  const { filled, track } = progressBar(percent, 10, unicode);
  expect(filled + track).toBe(drawn);
});

test.each([
  [0, '[--------]'],
  [50, '[####----]'],
  [99.99, '[#######-]'],
  [100, '[########]'],
])('progressBar draws %d %% in ASCII as %s', (percent, drawn) => {
  const { filled, track } = progressBar(percent, 10, ascii);
  expect(filled + track).toBe(drawn);
});

test('progressBar is exactly as wide as asked', () => {
  const sets = fc.constantFrom(unicode, ascii);
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 100, noNaN: true }),
      fc.integer({ min: 2, max: 60 }),
      sets,
      (percent, width, set) => {
        const { filled, track } = progressBar(percent, width, set);
        expect(cellWidth(filled + track)).toBe(width);
      },
    ),
  );
});

test('sparkline draws a cell a value, leaves gaps blank, and cuts what lies beyond its range', () => {
  expect(sparkline([0, 50, 100, null, 7], 5, unicode)).toBe('▁▅█ ▁');
  expect(sparkline([-5, 500], 2, ascii)).toBe('_#');
  expect(sparkline([20, 60, 100], 3, unicode, [20, 100])).toBe('▁▅█');
});

test('sparkline shows the mean of those that share a cell, of what is known alone', () => {
  expect(sparkline([0, 100, null, 100, null, null], 3, unicode)).toBe('▅█ ');
});

test('sparkline gives a value several cells where there are more of these', () => {
  expect(sparkline([0, null, 100], 6, unicode)).toBe('▁▁  ██');
  expect(sparkline([], 3, unicode)).toBe('   ');
});

test('areaGraph draws two values a cell from the bottom up', () => {
  expect(areaGraph([0, 25, 50, 75, 100, 100], { width: 3, height: 2 }, unicode)).toEqual([' ⢠⣿', '⣠⣿⣿']);
  expect(areaGraph([0, 100, null, 50], { width: 2, height: 2 }, ascii)).toEqual([': ', '+:']);
});

test('areaGraph tells a zero from a gap', () => {
  expect(areaGraph([0, null], { width: 1, height: 1 }, unicode)).toEqual(['⡀']);
  expect(areaGraph([null, null], { width: 1, height: 1 }, unicode)).toEqual([' ']);
});

const anything = fc.option(fc.double(), { nil: null });
const lines = { values: fc.array(anything, { maxLength: 200 }), width: fc.integer({ min: 1, max: 120 }) };
const range = fc.tuple(fc.double(), fc.double());

test('sparkline and areaGraph are exactly as large as asked, of the set of glyphs alone, whatever the values', () => {
  const asked = fc.record({
    ...lines,
    height: fc.integer({ min: 1, max: 8 }),
    range,
    set: fc.constantFrom(unicode, ascii),
  });
  fc.assert(
    fc.property(asked, ({ values, width, height, range, set }) => {
      const graph = areaGraph(values, { width, height, range }, set);
      expect(graph).toHaveLength(height);
      for (const line of [sparkline(values, width, set, range), ...graph]) {
        expect(cellWidth(line)).toBe(width);
        expect(line).toMatch(set === ascii ? /^[\x20-\x7e]*$/ : /^[ ▁-█\u2800-\u28ff]*$/);
      }
    }),
  );
});
