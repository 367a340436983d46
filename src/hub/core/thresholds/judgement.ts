/** A machine's figures against their thresholds: which are beyond, and how far. Worked out once of each report. */
import type { FileSystemSample, HardwareSample } from '../../../shared/protocol/hardware.ts';
import type { Level, Levels } from '../../../shared/protocol/threshold.ts';
import { sensorsOf } from '../../../shared/telemetry/metric.ts';
import { METRICS, type MetricName, seriesKey } from '../../../shared/telemetry/metrics.ts';
import type { SensorKind } from '../../../shared/telemetry/sensor-kind.ts';
import { levelOf, rankOfLevel, type Threshold, withOwnLimit } from '../../../shared/telemetry/thresholds.ts';
import type { NodeThresholds } from './threshold-book.ts';

/** A figure that is beyond a threshold. */
export interface Beyond {
  readonly metric: MetricName;
  /** Which of several, as in `METRICS`; the sensor of a metric that is the hottest of its kind. */
  readonly label: string | null;
  readonly value: number;
  readonly level: Level;
  /** The value from which on it has this level. */
  readonly limit: number;
  readonly threshold: Threshold;
}

export interface Judgement {
  /** Null where nothing is beyond its threshold. */
  readonly levels: Levels | null;
  readonly beyond: readonly Beyond[];
}

export const ALL_WELL: Judgement = { levels: null, beyond: [] };

export interface JudgedBy {
  readonly thresholds: NodeThresholds;
  readonly kindOf: (sensor: string) => SensorKind;
  /** Of the report before: a level ends later than it begins. */
  readonly before: Judgement;
}

/** Metrics that are the hottest of a kind of sensors: each sensor is judged by itself, with its own limit. */
const SENSOR_METRICS = {
  cpu: 'cpuTempC',
  vrm: 'vrmTempC',
  dimm: 'dimmTempC',
  board: 'boardTempC',
} as const satisfies Partial<Record<SensorKind, MetricName>>;

type SensorMetric = (typeof SENSOR_METRICS)[keyof typeof SENSOR_METRICS];

const OF_SENSORS: ReadonlySet<MetricName> = new Set(Object.values(SENSOR_METRICS));

/** Whether the metric is the hottest of several sensors. */
export function isSensorMetric(metric: MetricName): boolean {
  return OF_SENSORS.has(metric);
}

/** Images that are mounted to be read are full by nature. */
const ALWAYS_FULL: ReadonlySet<string> = new Set(['squashfs', 'iso9660', 'udf', 'erofs', 'cramfs', 'romfs']);

export function judge(hardware: HardwareSample | null, by: JudgedBy): Judgement {
  if (!hardware) return ALL_WELL;
  const beyond: Beyond[] = [];
  const judged = withoutImages(hardware);
  const take = (metric: MetricName, label: string | null, value: number | null | undefined): void => {
    if (value === null || value === undefined) return;
    const threshold = withOwnLimit(by.thresholds.of(metric, label), ownLimitOf(hardware, metric, label));
    note(beyond, { metric, label, value, threshold }, by.before);
  };
  for (const metric of by.thresholds.metrics) {
    if (isSensorMetric(metric)) continue;
    if (metric === 'diskFullInSeconds') judgeOutput(judged.fileSystems, take);
    else METRICS[metric].read(judged, (label, value) => take(metric, label, value));
  }
  judgeSensors(hardware, by, beyond);
  return beyond.length === 0 ? ALL_WELL : { levels: levelsOf(beyond), beyond };
}

function withoutImages(hardware: HardwareSample): HardwareSample {
  const { fileSystems } = hardware;
  if (!fileSystems?.some(({ type }) => ALWAYS_FULL.has(type))) return hardware;
  return { ...hardware, fileSystems: fileSystems.filter(({ type }) => !ALWAYS_FULL.has(type)) };
}

/** Whether another volume fills up is told by its share in use. */
function judgeOutput(
  fileSystems: readonly FileSystemSample[] | null,
  take: (metric: MetricName, label: string, value: number | null | undefined) => void,
): void {
  for (const { mount, holdsOutput, fullInSeconds } of fileSystems ?? [])
    if (holdsOutput) take('diskFullInSeconds', mount, fullInSeconds);
}

function ownLimitOf(hardware: HardwareSample, metric: MetricName, label: string | null): number | null | undefined {
  if (metric === 'gpuTempC') return hardware.gpus?.[Number(label)]?.limitCelsius;
  if (metric === 'driveTempC') return hardware.drives?.find(({ device }) => device === label)?.limitCelsius;
  return null;
}

function judgeSensors(hardware: HardwareSample, { thresholds, kindOf, before }: JudgedBy, beyond: Beyond[]): void {
  for (const { sensor, celsius, limitCelsius } of sensorsOf(hardware)) {
    const metric = sensorMetricOf(kindOf(sensor));
    if (metric === null) continue;
    const threshold = withOwnLimit(thresholds.of(metric, sensor), limitCelsius);
    note(beyond, { metric, label: sensor, value: celsius, threshold }, before);
  }
}

function sensorMetricOf(kind: SensorKind): SensorMetric | null {
  return kind in SENSOR_METRICS ? SENSOR_METRICS[kind as keyof typeof SENSOR_METRICS] : null;
}

function note(
  beyond: Beyond[],
  { metric, label, value, threshold }: Pick<Beyond, 'metric' | 'label' | 'value' | 'threshold'>,
  before: Judgement,
): void {
  const known = before.beyond.find((other) => other.metric === metric && other.label === label);
  const level = levelOf(threshold, value, known?.level);
  const limit = level && threshold[level];
  if (level !== null && limit !== null) beyond.push({ metric, label, value, level, limit, threshold });
}

function levelsOf(beyond: readonly Beyond[]): Levels {
  const levels: Record<string, Level> = {};
  for (const { metric, label, level } of beyond) {
    const key = seriesKey(metric, isSensorMetric(metric) ? null : label);
    if (rankOfLevel(level) > rankOfLevel(levels[key] ?? null)) levels[key] = level;
  }
  return levels;
}

/** By how much the figure is on the bad side of its limit; negative where it is on its way back. */
export function excessOf({ value, limit, threshold }: Beyond): number {
  return threshold.worse === 'above' ? value - limit : limit - value;
}

/** Of the sensors of one kind the worst alone: the cores of a processor are hot together. */
export function worstOfKinds(beyond: readonly Beyond[]): readonly Beyond[] {
  const worst = new Map<string, Beyond>();
  for (const each of beyond) {
    const key = isSensorMetric(each.metric) ? each.metric : seriesKey(each.metric, each.label);
    const known = worst.get(key);
    if (!known || isWorse(each, known)) worst.set(key, each);
  }
  return [...worst.values()];
}

function isWorse(a: Beyond, b: Beyond): boolean {
  const rank = rankOfLevel(a.level) - rankOfLevel(b.level);
  return rank === 0 ? excessOf(a) > excessOf(b) : rank > 0;
}
