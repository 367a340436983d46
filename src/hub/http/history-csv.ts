import { csvField, csvLine } from '../../shared/csv.ts';
import type { History } from '../../shared/protocol/history.ts';

export const CSV_TYPE = 'text/csv; charset=utf-8';

/** One line a value, series by series; a step in which nothing was told has none. The farm's own have no node. */
export function historyCsv({ from, step, series }: History): string {
  const begin = Date.parse(from);
  let text = csvLine(['at', 'node', 'metric', 'label', 'average', 'maximum']);
  for (const { node, metric, label, average, maximum } of series) {
    const name = [node, metric, label].map(csvField).join(',');
    for (const [index, value] of average.entries()) {
      if (value === null) continue;
      const at = new Date(begin + index * step * 1000).toISOString();
      text += `${at},${name},${csvField(value)},${csvField(maximum[index] ?? null)}\n`;
    }
  }
  return text;
}
