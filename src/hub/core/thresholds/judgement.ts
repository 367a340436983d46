/** A machine's figures against their thresholds: which are beyond, and how far. Worked out once of each report. */
import type { FileSystemSample, HardwareSample, TemperatureSample } from '../../../shared/protocol/hardware.ts';
import type { Level, Levels } from '../../../shared/protocol/threshold.ts';
import type { TellValue } from '../../../shared/telemetry/metric.ts';
import { METRICS, type MetricName, seriesKey } from '../../../shared/telemetry/metrics.ts';
import type { SensorKind } from '../../../shared/telemetry/sensor-kind.ts';
import { levelOf, rankOfLevel, type Threshold, withOwnLimit } from '../../../shared/telemetry/thresholds.ts';
import type { NodeThresholds, SourceOf } from './threshold-book.ts';

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
  const { thresholds, before } = by;
  const findings: Findings = { beyond: [], before: before.beyond, next: 0 };
  const judged = withoutImages(hardware);
  let metric: MetricName = 'cpuPercent';
  const source: SourceOf = (mount) => sourceOf(judged, mount);
  const take: TellValue = (label, value) => {
    if (value === null || value === undefined) return;
    const usual = thresholds.of(metric, label, METRICS[metric].label === 'mount' ? source : undefined);
    const own = usual.ownLimit ? OWN_LIMITS[metric]?.(hardware, label) : null;
    if (!isFar(value, usual, own)) note(findings, { metric, label, value, threshold: withOwnLimit(usual, own) });
  };
  for (metric of thresholds.metrics) {
    if (metric === 'diskFullInSeconds') judgeOutput(judged.fileSystems, take);
    else if (!OF_SENSORS.has(metric)) METRICS[metric].read(judged, take);
  }
  if (hardware.temperatures) judgeSensors(hardware.temperatures, by, findings);
  if (hardware.ipmi) judgeSensors(hardware.ipmi.temperatures, by, findings);
  const { beyond } = findings;
  return beyond.length === 0 ? ALL_WELL : { levels: levelsOf(beyond, before), beyond };
}

function withoutImages(hardware: HardwareSample): HardwareSample {
  const { fileSystems } = hardware;
  if (!fileSystems?.some(({ type }) => ALWAYS_FULL.has(type))) return hardware;
  return { ...hardware, fileSystems: fileSystems.filter(({ type }) => !ALWAYS_FULL.has(type)) };
}

function sourceOf({ fileSystems }: HardwareSample, mount: string | null): string | null {
  return fileSystems?.find((each) => each.mount === mount)?.source ?? null;
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
  { thresholds, kindOf }: JudgedBy,
  findings: Findings,
): void {
  for (const { sensor, celsius, limitCelsius } of sensors) {
    const metric = SENSOR_METRICS[kindOf(sensor)];
    if (metric === undefined) continue;
    const usual = thresholds.of(metric, sensor);
    const own = usual.ownLimit ? limitCelsius : null;
    if (isFar(celsius, usual, own)) continue;
    note(findings, { metric, label: sensor, value: celsius, threshold: withOwnLimit(usual, own) });
  }
}

type Figure = Pick<Beyond, 'metric' | 'label' | 'value' | 'threshold'>;

interface Findings {
  readonly beyond: Beyond[];
  readonly before: readonly Beyond[];
  /** Where in `before` the next figure is looked for first: what is beyond comes in the same order each time. */
  next: number;
}

function note(findings: Findings, figure: Figure): void {
  const { metric, label, value, threshold } = figure;
  const level = levelOf(threshold, value, levelBefore(findings, figure));
  const limit = level && threshold[level];
  if (level !== null && limit !== null) findings.beyond.push({ metric, label, value, level, limit, threshold });
}

/** Most figures are far from any level: the rest is done only for those that are not. */
function isFar(value: number, threshold: Threshold, own: number | null | undefined): boolean {
  const { notice, warn, crit } = threshold;
  return (
    isFarFrom(notice, value, threshold) &&
    isFarFrom(warn, value, threshold) &&
    isFarFrom(crit, value, threshold) &&
    isFarFrom(own, value, threshold)
  );
}

function isFarFrom(limit: number | null | undefined, value: number, { worse, slack }: Threshold): boolean {
  if (limit === null || limit === undefined) return true;
  return worse === 'above' ? value - limit < -slack : limit - value < -slack;
}

function levelBefore(findings: Findings, figure: Figure): Level | null {
  const { before, next } = findings;
  for (let i = 0; i < before.length; i++) {
    const place = (next + i) % before.length;
    const other = before[place];
    if (!other || !isSameSeries(other, figure)) continue;
    findings.next = place + 1;
    return other.level;
  }
  return null;
}

type Series = Pick<Beyond, 'metric' | 'label'>;

function isSameSeries(a: Series, b: Series): boolean {
  return a.metric === b.metric && a.label === b.label;
}

/** The same object as before where the same figures have the same levels, as after most reports. */
function levelsOf(beyond: readonly Beyond[], before: Judgement): Levels {
  if (before.levels && hasSameLevels(beyond, before.beyond)) return before.levels;
  const levels: Record<string, Level> = {};
  for (const { metric, label, level } of beyond) {
    const key = isSensorMetric(metric) ? metric : seriesKey(metric, label);
    if (rankOfLevel(level) > rankOfLevel(levels[key] ?? null)) levels[key] = level;
  }
  return levels;
}

function hasSameLevels(beyond: readonly Beyond[], before: readonly Beyond[]): boolean {
  if (beyond.length !== before.length) return false;
  for (let i = 0; i < beyond.length; i++) {
    const [now, then] = [beyond[i], before[i]];
    if (!now || !then || now.level !== then.level || !isSameSeries(now, then)) return false;
  }
  return true;
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
