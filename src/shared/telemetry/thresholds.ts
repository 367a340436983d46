/** From what value on a figure deserves a look, and a call: the defaults, which the hub's settings may change. */
import type { Level } from '../protocol/threshold.ts';
import { METRICS, type MetricName } from './metrics.ts';

export interface Threshold {
  /** In the metric's unit; null where that level does not exist. */
  readonly notice: number | null;
  readonly warn: number | null;
  readonly crit: number | null;
  readonly worse: 'above' | 'below';
  /** The level from which on an alert is raised; null for none. */
  readonly alertFrom: Level | null;
  /** An alert is raised only when it has held for so long. */
  readonly forSeconds: number;
  /** Whether the limit that the sensor, card or drive itself names stands in the place of `crit`. */
  readonly ownLimit: boolean;
  /** A level ends only so far on the good side of its value: else a figure at its limit would come and go. */
  readonly slack: number;
}

type Numbers = readonly [notice: number | null, warn: number | null, crit: number | null];

/** What a row may say of itself; the rest goes by the metric's unit. */
type More = Partial<Omit<Threshold, 'notice' | 'warn' | 'crit'>>;

/** Colours, and calls for nobody: a render node that works hard is none in trouble. */
const QUIETLY: More = { alertFrom: null };

const ROWS: Partial<Record<MetricName, readonly [Numbers, More?]>> = {
  cpuPercent: [[50, 70, 90], QUIETLY],
  gpuPercent: [[50, 70, 90], QUIETLY],
  memPercent: [[60, 80, 90], { forSeconds: 120 }],
  cpuTempC: [[65, 75, 85], { ownLimit: true }],
  gpuTempC: [[50, 70, 80], { ownLimit: true }],
  gpuMemPercent: [[80, 90, 97], QUIETLY],
  gpuWatts: [[200, 350, 420], QUIETLY],
  gpuFanPercent: [[60, 80, 95], QUIETLY],
  gpuMemTempC: [[80, 95, 105]],
  iowaitPercent: [[10, 25, 50], { forSeconds: 300 }],
  stealPercent: [[5, 10, 25], QUIETLY],
  swapPercent: [[25, 50, 80], { forSeconds: 300 }],
  ioPressurePercent: [[20, 40, 70], QUIETLY],
  memPressurePercent: [[5, 10, 30], QUIETLY],
  diskUsedPercent: [[50, 70, 85]],
  inodesPercent: [[60, 80, 90]],
  diskFullInSeconds: [[7 * 86_400, 86_400, 4 * 3_600], { worse: 'below', alertFrom: 'warn', forSeconds: 600 }],
  diskFreeBytes: [[null, null, null], { worse: 'below' }],
  vrmTempC: [[65, 80, 95], { ownLimit: true }],
  dimmTempC: [[45, 60, 75], { ownLimit: true }],
  // Zones of the board tell what is far from true as often as not: they colour, and a rule may say more of one.
  boardTempC: [[60, 75, null], QUIETLY],
  driveTempC: [[50, 60, 70], { ownLimit: true }],
  psuTempC: [[40, 50, 60]],
  fanRpm: [[null, null, null], { worse: 'below' }],
  driveWearPercent: [[50, 80, 90], { alertFrom: 'warn', forSeconds: 0 }],
  driveSparePercent: [[50, 20, 10], { worse: 'below', alertFrom: 'warn', forSeconds: 0 }],
  servicesFailed: [[1, 3, 10], QUIETLY],
  packageUpdates: [[50, 200, null], QUIETLY],
  packageSecurityUpdates: [[1, 20, null], QUIETLY],
  rebootRequired: [[1, null, null], QUIETLY],
};

/** °C, percent, watts: about what such a figure moves by itself. */
const SLACKS: Partial<Record<(typeof METRICS)[MetricName]['unit'], number>> = { celsius: 3, percent: 2, watts: 10 };

const NOTHING: Numbers = [null, null, null];

/** The default of a metric; one without numbers of its own never crosses a level until a rule gives it some. */
export function defaultThreshold(metric: MetricName): Threshold {
  const [[notice, warn, crit], more = {}] = ROWS[metric] ?? [NOTHING];
  const slack = SLACKS[METRICS[metric].unit] ?? 0;
  return { notice, warn, crit, worse: 'above', alertFrom: 'crit', forSeconds: 60, ownLimit: false, slack, ...more };
}

/** The metrics that are judged unless somebody says otherwise. */
export const JUDGED_METRICS = Object.keys(ROWS) as readonly MetricName[];

const RANKS: Readonly<Record<Level, number>> = { notice: 1, warn: 2, crit: 3 };

/** 0 is well, 3 is critical: to compare levels by. */
export function rankOfLevel(level: Level | null): number {
  return level === null ? 0 : RANKS[level];
}

/**
 * How far the value is beyond what is usual; null where it is not. With `before`, the level of the time before, a level
 * that was reached ends only when the value is `slack` on its good side.
 */
export function levelOf(threshold: Threshold, value: number | null, before: Level | null = null): Level | null {
  if (value === null) return null;
  const { crit, warn, notice, worse, slack } = threshold;
  const sign = worse === 'above' ? 1 : -1;
  if (crit !== null && sign * (value - crit) >= (before === 'crit' ? -slack : 0)) return 'crit';
  const warned = before === 'crit' || before === 'warn';
  if (warn !== null && sign * (value - warn) >= (warned ? -slack : 0)) return 'warn';
  return notice !== null && sign * (value - notice) >= (before ? -slack : 0) ? 'notice' : null;
}

/** No sensor's own limit that can be true is beyond: some tell 0, some 255 or 999 where they have none. */
const HOTTEST_LIMIT_CELSIUS = 125;

/** The threshold of one sensor, card or drive that names a limit of its own, in °C. */
export function withOwnLimit(threshold: Threshold, limitCelsius: number | null | undefined): Threshold {
  if (!threshold.ownLimit || typeof limitCelsius !== 'number' || limitCelsius === threshold.crit) return threshold;
  if (limitCelsius <= 0 || limitCelsius > HOTTEST_LIMIT_CELSIUS) return threshold;
  const { notice, warn, worse, alertFrom, forSeconds, ownLimit, slack } = threshold;
  return { notice, warn, crit: limitCelsius, worse, alertFrom, forSeconds, ownLimit, slack };
}
