import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LEAD_CELLS, tableLayout } from './node-columns.ts';
import { COLUMN_NAMES, COLUMN_SETS, type ColumnName } from './table-columns.ts';

const NEEDS = { nodeCells: 6, jobCells: 17 };

function namesAt(width: number): string {
  return tableLayout({ width, chosen: COLUMN_SETS.default, needs: NEEDS })
    .columns.map(({ name }) => name)
    .join(' ');
}

test('columns go in the agreed order as the terminal gets narrower, and NODE, % and ETA never go', () => {
  const gone: string[] = [];
  let before = namesAt(200).split(' ');
  for (let width = 199; width >= 24; width--) {
    const now = namesAt(width).split(' ');
    gone.push(...before.filter((name) => !now.includes(name)));
    before = now;
  }
  expect(gone.slice(0, 7)).toEqual(['spark', 'frames', 'ram', 'cpu', 'seen', 'temp', 'state']);
  expect(before).toEqual(['node', 'percent', 'eta']);
});

test('JOB and the bar get narrower before CPU goes', () => {
  const widths = new Map(
    tableLayout({ width: 68, chosen: COLUMN_SETS.default, needs: NEEDS }).columns.map(({ name, width }) => [
      name,
      width,
    ]),
  );
  expect(widths.has('cpu')).toBe(true);
  expect(widths.get('job')).toBeLessThan(12);
});

test('80 columns show what the mock-up shows', () => {
  expect(namesAt(78)).toBe('node state job progress percent eta cpu gpu temp seen');
});

const widths = fc.integer({ min: 18, max: 300 });
const chosenOf = fc
  .shuffledSubarray([...COLUMN_NAMES])
  .map((names): readonly ColumnName[] => (names.includes('node') ? names : ['node', ...names]));

test('the columns fit the width whatever is chosen, in the chosen order, and none but the bar is wider than reads well', () => {
  const needs = fc.record({ nodeCells: fc.integer({ min: 0, max: 300 }), jobCells: fc.integer({ min: 0, max: 300 }) });
  fc.assert(
    fc.property(widths, chosenOf, needs, fc.boolean(), (width, chosen, need, bare) => {
      const { columns, gap } = tableLayout({ width, chosen, needs: need, bare });
      const total = columns.reduce((sum, column) => sum + column.width, 0) + gap * (columns.length - 1);
      expect(total + LEAD_CELLS).toBeLessThanOrEqual(width);
      expect(columns.map(({ name }) => name)).toEqual(chosen.filter((name) => columns.some((it) => it.name === name)));
      expect(columns.map(({ name }) => name)).toContain('node');
      if (!bare && columns.some(({ name }) => name === 'progress')) expect(total + LEAD_CELLS).toBe(width - 1);
      for (const { name, width: cells } of columns)
        if (!bare && name !== 'progress' && name !== 'reason') expect(cells).toBeLessThanOrEqual(72);
    }),
  );
});
