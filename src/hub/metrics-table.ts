/** What `sentry-hub metrics` prints: each figure that history, `/metrics`, thresholds and rules know by name. */
import type { ThresholdRule } from '../shared/protocol/threshold.ts';
import type { MetricUnit } from '../shared/telemetry/metric.ts';
import { METRIC_NAMES, METRICS, type MetricName } from '../shared/telemetry/metrics.ts';
import type { Threshold } from '../shared/telemetry/thresholds.ts';
import { type TextColumn, textTable } from '../shared/text-table.ts';
import { UNKNOWN } from '../shared/units.ts';
import { createThresholdBook } from './core/thresholds/threshold-book.ts';

export interface MetricsTableOptions {
  readonly thresholds: readonly ThresholdRule[];
  /** The rules of this node and its tags count; without one those alone that are of every node. */
  readonly node: string | null;
  readonly tags: readonly string[];
}

const UNITS: Readonly<Record<MetricUnit, string>> = {
  percent: '%',
  celsius: '°C',
  watts: 'W',
  volts: 'V',
  rpm: 'rpm',
  megahertz: 'MHz',
  bytes: 'B',
  bytesPerSecond: 'B/s',
  seconds: 's',
  count: '',
};

const COLUMNS: readonly TextColumn[] = [
  { title: 'METRIC', align: 'left', widest: 32 },
  { title: 'OF EACH', align: 'left', widest: 9 },
  { title: 'UNIT', align: 'left', widest: 4 },
  { title: 'NOTICE', align: 'right', widest: 7 },
  { title: 'WARN', align: 'right', widest: 7 },
  { title: 'CRIT', align: 'right', widest: 7 },
  { title: 'ALERT FROM', align: 'left', widest: 10 },
  { title: 'WHAT', align: 'left', widest: 80 },
];

/** The thresholds are those in force where no rule names a label. */
export function metricsTable({ thresholds, node, tags }: MetricsTableOptions): string {
  const judged = createThresholdBook(thresholds).forNode(node ?? '', tags);
  return textTable(
    COLUMNS,
    METRIC_NAMES.map((metric) => {
      const { label, unit, help } = METRICS[metric];
      const levels = judged.metrics.includes(metric) ? levelCells(metric, judged.of(metric, null)) : NO_LEVELS;
      return [metric, label ?? '', UNITS[unit], ...levels, help];
    }),
  );
}

const NO_LEVELS = ['', '', '', ''];

function levelCells(metric: MetricName, threshold: Threshold): readonly string[] {
  const { notice, warn, crit, alertFrom, worse, ownLimit } = threshold;
  const told = (value: number | null): string =>
    value === null ? UNKNOWN : `${worse === 'below' ? '<' : ''}${valueText(metric, value)}`;
  // What the sensor, card or drive says of itself stands above the table's number.
  const critical = ownLimit ? `${told(crit)}*` : told(crit);
  const hasNumbers = [notice, warn, crit].some((value) => value !== null);
  return hasNumbers ? [told(notice), told(warn), critical, alertFrom ?? ''] : NO_LEVELS;
}

function valueText(metric: MetricName, value: number): string {
  return METRICS[metric].unit === 'seconds' && value % 3_600 === 0 ? `${value / 3_600}h` : String(value);
}
