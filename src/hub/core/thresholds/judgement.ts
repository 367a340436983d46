/** A machine's figures against their thresholds: which are beyond, and how far. Worked out once of each report. */
import type { FileSystemSample, HardwareSample, TemperatureSample } from '../../../shared/protocol/hardware.ts';
import type { Level, Levels } from '../../../shared/protocol/threshold.ts';
import type { TellValue } from '../../../shared/telemetry/metric.ts';
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
const SENSOR_METRICS: Partial<Record<SensorKind, MetricName>> = {
  cpu: 'cpuTempC',
  vrm: 'vrmTempC',
  dimm: 'dimmTempC',
  board: 'boardTempC',
};

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
  const { thresholds, before } = by;
  const judged = withoutImages(hardware);
  let metric: MetricName = 'cpuPercent';
  const take: TellValue = (label, value) => {
    if (value === null || value === undefined) return;
    const own = OWN_LIMITS[metric]?.(hardware, label);
    note(beyond, { metric, label, value, threshold: thresholds.of(metric, label) }, own, before);
  };
  for (metric of thresholds.metrics) {
    if (metric === 'diskFullInSeconds') judgeOutput(judged.fileSystems, take);
    else if (!OF_SENSORS.has(metric)) METRICS[metric].read(judged, take);
  }
  if (hardware.temperatures) judgeSensors(hardware.temperatures, by, beyond);
  if (hardware.ipmi) judgeSensors(hardware.ipmi.temperatures, by, beyond);
  return beyond.length === 0 ? ALL_WELL : { levels: levelsOf(beyond, before.levels), beyond };
}

function withoutImages(hardware: HardwareSample): HardwareSample {
  const { fileSystems } = hardware;
  if (!fileSystems?.some(({ type }) => ALWAYS_FULL.has(type))) return hardware;
  return { ...hardware, fileSystems: fileSystems.filter(({ type }) => !ALWAYS_FULL.has(type)) };
}

/** Whether another volume fills up is told by its share in use. */
function judgeOutput(fileSystems: readonly FileSystemSample[] | null, take: TellValue): void {
  for (const { mount, holdsOutput, fullInSeconds } of fileSystems ?? []) if (holdsOutput) take(mount, fullInSeconds);
}

/** The limit in °C that a card or drive names itself. */
const OWN_LIMITS: Partial<
  Record<MetricName, (hardware: HardwareSample, label: string | null) => number | null | undefined>
> = {
  gpuTempC: ({ gpus }, label) => gpus?.[Number(label)]?.limitCelsius,
  driveTempC: ({ drives }, label) => drives?.find(({ device }) => device === label)?.limitCelsius,
};

function judgeSensors(
  sensors: readonly TemperatureSample[],
  { thresholds, kindOf, before }: JudgedBy,
  beyond: Beyond[],
): void {
  for (const { sensor, celsius, limitCelsius } of sensors) {
    const metric = SENSOR_METRICS[kindOf(sensor)];
    if (metric === undefined) continue;
    const threshold = thresholds.of(metric, sensor);
    note(beyond, { metric, label: sensor, value: celsius, threshold }, limitCelsius, before);
  }
}

type Figure = Pick<Beyond, 'metric' | 'label' | 'value' | 'threshold'>;

/** Most figures are far from any level: the rest is done only for those that are not. */
function note(beyond: Beyond[], figure: Figure, own: number | null | undefined, before: Judgement): void {
  const { metric, label, value } = figure;
  if (isFarFrom(figure, own)) return;
  const threshold = withOwnLimit(figure.threshold, own);
  const level = levelOf(threshold, value, levelBefore(before, metric, label));
  const limit = level && threshold[level];
  if (level !== null && limit !== null) beyond.push({ metric, label, value, level, limit, threshold });
}

function isFarFrom({ value, threshold }: Figure, own: number | null | undefined): boolean {
  const { notice, warn, crit, worse, slack, ownLimit } = threshold;
  const sign = worse === 'above' ? 1 : -1;
  const isFar = (limit: number | null | undefined) =>
    limit === null || limit === undefined || sign * (value - limit) < -slack;
  return isFar(notice) && isFar(warn) && isFar(crit) && (!ownLimit || isFar(own));
}

function levelBefore({ beyond }: Judgement, metric: MetricName, label: string | null): Level | null {
  for (const other of beyond) if (other.metric === metric && other.label === label) return other.level;
  return null;
}

/** The same object as before where it says the same. */
function levelsOf(beyond: readonly Beyond[], before: Levels | null): Levels {
  const levels: Record<string, Level> = {};
  let isSame = before !== null;
  let count = 0;
  for (const { metric, label, level } of beyond) {
    const key = isSensorMetric(metric) ? metric : seriesKey(metric, label);
    const known = levels[key];
    if (known === undefined) count++;
    if (rankOfLevel(level) > rankOfLevel(known ?? null)) levels[key] = level;
  }
  for (const key in levels) if (levels[key] !== before?.[key]) isSame = false;
  return before && isSame && Object.keys(before).length === count ? before : levels;
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
