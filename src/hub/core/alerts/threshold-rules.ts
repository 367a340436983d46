/** Figures beyond their thresholds, of those metrics of which somebody is to be told. */

import { isShare } from '../../../shared/network-file-systems.ts';
import type { AlertKind, AlertSeverity } from '../../../shared/protocol/alert.ts';
import { METRICS, type MetricName } from '../../../shared/telemetry/metrics.ts';
import { rankOfLevel } from '../../../shared/telemetry/thresholds.ts';
import { formatDuration } from '../../../shared/units.ts';
import type { NodeFacts } from '../fleet/fleet-news.ts';
import { figureName, figureText } from '../thresholds/figure-name.ts';
import { type Beyond, excessOf, isSensorMetric, worstOfKinds } from '../thresholds/judgement.ts';
import { heatWords } from '../vital-figures.ts';
import { type Condition, condition } from './condition.ts';

/** A machine slows itself down at its limit; so far beyond it, that did not help. */
const GRAVE_HEAT_CELSIUS = 10;
/** Renders fail when these are at their end. */
const GRAVE_AT_CRIT: ReadonlySet<MetricName> = new Set<MetricName>(['diskFullInSeconds', 'driveSparePercent']);
const GRAVE_FILL_PERCENT = 97;

export function thresholdConditions({ id, report, beyond }: NodeFacts): readonly Condition[] {
  if (beyond.length === 0) return [];
  // What is wrong with a share is no node's: see share-rules.
  const shares = new Set((report.hardware?.fileSystems ?? []).filter(isShare).map(({ mount }) => mount));
  const told = beyond.filter((each) => isTold(each) && !isOfMount(each, shares));
  const gpus = report.hardware?.gpus?.length ?? 0;
  return worstOfKinds(told).map((each) =>
    condition({
      kind: kindOf(each.metric),
      severity: severityOf(each),
      node: id,
      metric: each.metric,
      // The hottest of several sensors may be another one each time: they are one alert.
      label: isSensorMetric(each.metric) ? null : each.label,
      figure: { value: each.value, limit: each.limit },
      forSeconds: each.threshold.forSeconds,
      words: () => ({ message: wordsOf(each, gpus), details: detailsOf(each, report.hardware?.gpus ?? []) }),
    }),
  );
}

/** Whether an alert is to be made of it, if it lasts. */
export function isTold({ level, threshold: { alertFrom } }: Beyond): boolean {
  return alertFrom !== null && rankOfLevel(level) >= rankOfLevel(alertFrom);
}

function isOfMount({ metric, label }: Beyond, mounts: ReadonlySet<string>): boolean {
  return METRICS[metric].label === 'mount' && label !== null && mounts.has(label);
}

export function kindOf(metric: MetricName): AlertKind {
  switch (metric) {
    case 'diskUsedPercent':
    case 'diskFullInSeconds':
    case 'inodesPercent':
      return 'disk-filling';
    case 'driveWearPercent':
    case 'driveSparePercent':
      return 'drive-failing';
    default:
      return 'threshold';
  }
}

export function severityOf(beyond: Beyond): AlertSeverity {
  const { metric, level, value } = beyond;
  if (level === 'notice') return 'info';
  if (level === 'warn') return 'warn';
  const isHeat = METRICS[metric].unit === 'celsius';
  if (isHeat) return excessOf(beyond) >= GRAVE_HEAT_CELSIUS ? 'crit' : 'warn';
  const isFull = (metric === 'diskUsedPercent' || metric === 'inodesPercent') && value >= GRAVE_FILL_PERCENT;
  return isFull || GRAVE_AT_CRIT.has(metric) ? 'crit' : 'warn';
}

/** `GPU0 91° above 88°`, `/mnt/renders 91% above 85%`, `/mnt/renders is full in 2h10` */
function wordsOf(beyond: Beyond, gpus: number): string {
  const { metric, label, value, limit, threshold } = beyond;
  if (metric === 'diskFullInSeconds') return `${label} is full in ${formatDuration(value)}`;
  if (METRICS[metric].unit === 'celsius') return heatWords(beyond, gpus);
  const [figure, most] = [figureText(metric, value), figureText(metric, limit)];
  const name = figureName(metric, label, gpus);
  return figure === most ? `${name} ${figure} at its limit` : `${name} ${figure} ${threshold.worse} ${most}`;
}

function detailsOf({ metric, label }: Beyond, gpus: readonly { readonly name: string }[]): readonly string[] {
  const card = METRICS[metric].label === 'gpu' ? gpus[Number(label)] : undefined;
  return card ? [card.name] : [];
}
