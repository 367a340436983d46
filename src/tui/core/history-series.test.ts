import { expect, test } from 'vitest';
import type { History } from '../../shared/protocol/history.ts';
import { later } from '../testing/made-up-dashboard.ts';
import { madeUpHistory } from '../testing/made-up-history.ts';
import { graphValues, peakOf, seriesOf } from './history-series.ts';
import { type HistoryView, historyAfterHearing, historyAfterLoad, openHistory } from './history-view.ts';

const NODE = { node: 'rn-1', range: '5m' } as const;
const CPU = { keys: ['cpuPercent'], over: 'max' } as const;
/** A time at which a column of ten seconds begins. */
const NOW = later(0);

/** Thirty steps of ten seconds until now, the last of them just begun. */
function loaded(
  steps: Readonly<Record<string, (index: number) => number | null>>,
  fields: Partial<History> = {},
): HistoryView {
  const at = Date.parse('2026-01-31T14:30:00Z');
  const series = Object.entries(steps).map(([key, value]) => {
    const [metric = '', label] = key.split(/[[\]]/);
    const average = Array.from({ length: 30 }, (_, index) => value(index));
    return { node: 'rn-1', metric, label: label ?? null, unit: 'percent', average, maximum: average };
  });
  const time = (seconds: number) => new Date(at + seconds * 1000).toISOString();
  const history = { at: time(0), from: time(-300), to: time(0), step: 10, kept: true, series, ...fields };
  return historyAfterLoad(openHistory(NODE, NOW), history, NOW);
}

const valuesAt = (view: HistoryView, columns: number, seconds: number) =>
  graphValues(view, CPU, columns, NOW.monotonic + seconds * 1000);

test('graphValues gives each step its columns, and its mean to those that share one', () => {
  const view = loaded({ cpuPercent: (index) => index });
  expect(valuesAt(view, 30, -1)).toEqual(Array.from({ length: 30 }, (_, index) => index));
  expect(valuesAt(view, 60, -1).slice(0, 4)).toEqual([0, 0, 1, 1]);
  expect(valuesAt(view, 3, -1)).toEqual([4.5, 14.5, 24.5]);
});

test('graphValues leaves unknown steps open, but holds a value for half a minute', () => {
  const view = loaded({ cpuPercent: (index) => (index < 10 ? 50 : index < 20 ? null : 70) });
  const values = valuesAt(view, 30, -1);
  expect(values.slice(8, 22)).toEqual([50, 50, 50, 50, 50, null, null, null, null, null, null, null, 70, 70]);
});

test('graphValues appends what was heard since, and ends where nothing was', () => {
  const view = historyAfterHearing(loaded({ cpuPercent: () => 10 }), {
    at: NOW.monotonic + 12_000,
    figures: new Map([['cpuPercent', 90]]),
  });
  expect(valuesAt(view, 30, 25).slice(-5)).toEqual([10, 10, 10, 90, 90]);
  expect(valuesAt(view, 30, 65).slice(-7)).toEqual([10, 90, 90, 90, 90, null, null]);
});

test('graphValues takes the clock of the hub for the hub alone', () => {
  const steps = { cpuPercent: (index: number) => index };
  const odd = { at: '2031-05-05T00:00:00Z', from: '2031-05-04T23:55:00Z', to: '2031-05-05T00:00:00Z' };
  expect(valuesAt(loaded(steps, odd), 30, -1)).toEqual(valuesAt(loaded(steps), 30, -1));
});

test('graphValues combines series as asked', () => {
  const view = loaded({ 'gpuPercent[0]': () => 10, 'gpuPercent[1]': (index) => (index < 15 ? 50 : null) });
  const keys = seriesOf(view.data, 'gpuPercent');
  const both = (over: 'max' | 'mean' | 'sum') => {
    const values = graphValues(view, { keys, over }, 30, NOW.monotonic - 1);
    return [values[0], values[29]];
  };
  expect(keys).toEqual(['gpuPercent[0]', 'gpuPercent[1]']);
  expect([both('max'), both('mean'), both('sum')]).toEqual([
    [50, 10],
    [30, 10],
    [60, 10],
  ]);
});

test('graphValues makes nothing anew until there is something new', () => {
  const view = loaded({ cpuPercent: (index) => index });
  const values = valuesAt(view, 30, 1);
  expect(valuesAt({ ...view, waiting: true }, 30, 9)).toBe(values);
  expect(valuesAt(view, 30, 11)).not.toBe(values);
  expect(valuesAt(view, 60, 1)).not.toBe(values);
  const heard = { at: NOW.monotonic + 500, figures: new Map([['cpuPercent', 1]]) };
  expect(valuesAt(historyAfterHearing(view, heard), 30, 1)).not.toBe(values);
});

test('peakOf is the highest told or heard', () => {
  const view = loaded({ cpuPercent: (index) => index });
  expect(peakOf(view.data, ['cpuPercent'])).toBe(29);
  const heard = { at: NOW.monotonic + 500, figures: new Map([['cpuPercent', 80]]) };
  expect(peakOf(historyAfterHearing(view, heard).data, ['cpuPercent'])).toBe(80);
  expect(peakOf(view.data, ['load1'])).toBeNull();
});

test('seriesOf takes no metric for another whose name begins alike', () => {
  const view = openHistory(NODE, NOW);
  const heard = {
    at: 1,
    figures: new Map([
      ['load1', 1],
      ['load15', 2],
      ['load1[x]', 3],
    ]),
  };
  expect(seriesOf(historyAfterHearing(view, heard).data, 'load1')).toEqual(['load1', 'load1[x]']);
  expect(seriesOf({ loaded: { history: madeUpHistory(NODE), at: 0 }, heard: [] }, 'cpuTempC')).toEqual(['cpuTempC']);
});
