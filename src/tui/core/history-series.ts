/** The values of a graph, one a column, out of the hub's steps and of what was heard since. */
import type { Millis } from '../../shared/clock.ts';
import type { HistorySeries } from '../../shared/protocol/history.ts';
import { seriesKey } from '../../shared/telemetry/metrics.ts';
import { createMemo } from './graph-memo.ts';
import { rangeOf } from './history-range.ts';
import type { HistoryData, HistoryView, LoadedHistory } from './history-view.ts';

/** Oldest first; null is a gap. */
export type GraphValues = readonly (number | null)[];

export interface GraphSource {
  /** Series keys, `gpuTempC[0]`; of several the highest, the mean, or all together. */
  readonly keys: readonly string[];
  readonly over: 'max' | 'mean' | 'sum';
}

/** A figure stands until the next one, but not beyond this, or a step of history. */
const HOLDS_MILLIS = 30_000;

const kept = createMemo<GraphValues>();

/**
 * The range until `now` in `columns` values. Their borders lie at fixed times, so that a graph moves by whole columns
 * now and then; in between, and while nothing was heard, the same array comes back.
 */
export function graphValues(view: HistoryView, source: GraphSource, columns: number, now: Millis): GraphValues {
  const columnMillis = (rangeOf(view.range).seconds * 1000) / columns;
  const newest = Math.floor(now / columnMillis);
  const variant = `${source.over} ${source.keys.join()} ${columns} ${newest}`;
  return kept(view.data, variant, () => {
    const begin = (newest + 1 - columns) * columnMillis;
    const all = source.keys.map((key) => columnsOf(view.data, key, { begin, columnMillis, columns }));
    return all.length === 1 ? (all[0] ?? []) : combined(all, columns, source.over);
  });
}

interface Columns {
  /** Monotonic time here at which the first begins. */
  readonly begin: Millis;
  readonly columnMillis: Millis;
  readonly columns: number;
}

function columnsOf(data: HistoryData, key: string, { begin, columnMillis, columns }: Columns): GraphValues {
  const told = toldValues(data.loaded, key);
  const heard = data.heard.filter(({ figures }) => figures.has(key));
  const holds = Math.max(HOLDS_MILLIS, told?.stepMillis ?? 0);
  const values: (number | null)[] = [];
  let next = 0;
  let last: { readonly value: number; readonly until: Millis } | null = null;
  for (let column = 0; column < columns; column++) {
    const [from, to] = [begin + column * columnMillis, begin + (column + 1) * columnMillis];
    const inside: number[] = [];
    for (let point = heard[next]; point && point.at < to; point = heard[++next])
      if (point.at >= from) inside.push(point.figures.get(key) ?? 0);
    const value = inside.length > 0 ? mean(inside) : told && toldBetween(told, from, to);
    if (value !== null) last = { value, until: to + holds };
    values.push(value ?? (last !== null && from < last.until ? last.value : null));
  }
  return values;
}

interface Told {
  readonly values: readonly (number | null)[];
  /** Monotonic times here. */
  readonly from: Millis;
  readonly until: Millis;
  readonly stepMillis: Millis;
}

/** A series of the hub by the clock here: what passed between its steps and its answer is the hub's own time. */
function toldValues(loaded: LoadedHistory | null, key: string): Told | null {
  const series = loaded?.history.series.find((each) => keyOf(each) === key);
  if (!loaded || !series) return null;
  const { history, at } = loaded;
  const from = at - (Date.parse(history.at) - Date.parse(history.from));
  return { values: series.average, from, until: at, stepMillis: history.step * 1000 };
}

function toldBetween({ values, from, until, stepMillis }: Told, begin: Millis, end: Millis): number | null {
  if (begin >= until) return null;
  const first = Math.max(0, Math.floor((begin - from) / stepMillis));
  const after = Math.min(values.length, Math.ceil((Math.min(end, until) - from) / stepMillis));
  const known: number[] = [];
  for (let step = first; step < after; step++) {
    const value = values[step] ?? null;
    if (value !== null) known.push(value);
  }
  return known.length === 0 ? null : mean(known);
}

function combined(all: readonly GraphValues[], columns: number, over: GraphSource['over']): GraphValues {
  return Array.from({ length: columns }, (_, column) => {
    const known = all.flatMap((values) => values[column] ?? []);
    if (known.length === 0) return null;
    if (over === 'max') return Math.max(...known);
    return over === 'mean' ? mean(known) : known.reduce((sum, value) => sum + value, 0);
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function keyOf({ metric, label }: HistorySeries): string {
  return seriesKey(metric, label);
}

/** The keys of a metric's series that anything is known of, in the hub's order. */
export function seriesOf({ loaded, heard }: HistoryData, metric: string): readonly string[] {
  const keys = new Set(loaded?.history.series.filter((series) => series.metric === metric).map(keyOf));
  for (const key of heard.at(-1)?.figures.keys() ?? [])
    if (key === metric || key.startsWith(`${metric}[`)) keys.add(key);
  return [...keys];
}

/** The highest of the series that was told or heard, null where neither is. */
export function peakOf({ loaded, heard }: HistoryData, keys: readonly string[]): number | null {
  let peak: number | null = null;
  for (const { figures } of heard)
    for (const key of keys) {
      const value = figures.get(key);
      if (value !== undefined && (peak === null || value > peak)) peak = value;
    }
  for (const series of loaded?.history.series ?? []) {
    if (!keys.includes(keyOf(series))) continue;
    for (const value of series.maximum) if (value !== null && (peak === null || value > peak)) peak = value;
  }
  return peak;
}
