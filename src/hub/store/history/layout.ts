/** A node's set of series as text, written once and referred to by many blocks. */
import type { KeptSeries } from '../../core/history/block-codec.ts';
import { precisionOf } from '../../core/history/block-codec.ts';
import { unitOf } from '../../core/history/history-units.ts';
import type { SeriesName } from '../../core/history/node-ring.ts';

/** The precision stands in it: what a later version tells apart more finely is still read as it was written. */
export function layoutText(names: readonly SeriesName[], isOfFarm: boolean): string {
  return JSON.stringify(names.map(({ metric, label }) => [metric, label, precisionOf(unitOf(metric, isOfFarm))]));
}

export function layoutSeries(text: string): readonly KeptSeries[] {
  const told = JSON.parse(text) as readonly (readonly [string, string | null, number])[];
  return told.map(([metric, label, precision]) => ({ metric, label, precision }));
}
