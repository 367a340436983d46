import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellWidth } from '../../shared/text-cells.ts';
import { progressBar, sparkline } from './graphs.ts';
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

test('sparkline draws one cell a value and leaves gaps blank', () => {
  expect(sparkline([0, 50, 100, null, 7], [0, 100], unicode)).toBe('▁▅█ ▁');
  expect(sparkline([-5, 500], [0, 100], ascii)).toBe('_#');
});
