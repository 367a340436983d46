/** The farm's own figures, and how many alerts are open. */
import type { AlertRecord, AlertSeverity } from '../../../shared/protocol/alert.ts';
import type { FleetSummary } from '../../../shared/protocol/fleet.ts';
import { FARM_METRICS, type FarmMetric, type FarmMetricName } from '../../../shared/telemetry/farm-metrics.ts';
import { BASE_UNITS } from './exposed-metrics.ts';
import { type Family, type FamilyTexts, familyOf, labelsText } from './family.ts';

const NAMES: Readonly<Record<Exclude<FarmMetricName, 'framesPerHour'>, string>> = {
  cpuPercent: 'sentry_farm_cpu_ratio',
  gpuPercent: 'sentry_farm_gpu_ratio',
  memPercent: 'sentry_farm_memory_ratio',
  tempC: 'sentry_farm_temperature_celsius',
  watts: 'sentry_farm_power_watts',
  nodesRendering: 'sentry_farm_nodes_rendering',
  nodesIdle: 'sentry_farm_nodes_idle',
  nodesInTrouble: 'sentry_farm_nodes_in_trouble',
  nodesSilent: 'sentry_farm_nodes_silent',
  jobsRunning: 'sentry_farm_jobs_running',
  alertsOpen: 'sentry_farm_alerts_open',
};

interface FarmFigure {
  readonly family: Family;
  readonly read: (summary: FleetSummary) => number | null | undefined;
}

const FIGURES: readonly FarmFigure[] = [
  ...Object.entries(NAMES).map(([metric, name]) => {
    const { unit, help, read }: FarmMetric = FARM_METRICS[metric as FarmMetricName];
    const base = BASE_UNITS[unit];
    return { family: familyOf(name, help, base.name), read: inBase(read, base.toBase) };
  }),
  // An hour is no base unit.
  {
    family: familyOf('sentry_farm_frames_per_second', 'Frames a second, of all jobs.'),
    read: inBase(FARM_METRICS.framesPerHour.read, (hourly) => hourly / 3600),
  },
  { family: familyOf('sentry_farm_nodes', 'Nodes that the hub knows.'), read: (summary) => summary.nodes },
  { family: familyOf('sentry_farm_jobs', 'Jobs that the hub knows.'), read: (summary) => summary.jobs },
  { family: familyOf('sentry_farm_jobs_stalled', 'Jobs that hang.'), read: (summary) => summary.jobsStalled },
];

const ALERTS = familyOf('sentry_alerts_open', 'Alerts that are open, acknowledged ones too, by severity.');

export function addFarm(texts: FamilyTexts, summary: FleetSummary, alerts: Iterable<AlertRecord>): void {
  for (const { family, read } of FIGURES) texts.add(family, '', read(summary));
  for (const [severity, count] of Object.entries(openBySeverity(alerts)))
    texts.add(ALERTS, labelsText({ severity }), count);
}

function openBySeverity(alerts: Iterable<AlertRecord>): Readonly<Record<AlertSeverity, number>> {
  const counts = { info: 0, warn: 0, crit: 0 };
  for (const { alert } of alerts) if (alert.state !== 'cleared') counts[alert.severity]++;
  return counts;
}

function inBase(read: FarmFigure['read'], toBase: (value: number) => number): FarmFigure['read'] {
  return (summary) => {
    const value = read(summary);
    return typeof value === 'number' ? toBase(value) : null;
  };
}
