/** The answer to "will it be done by then?". */
import type { Moment } from '../../../shared/clock.ts';
import type { JobForecast } from '../../../shared/protocol/job.ts';
import { timestampOf } from '../node-time.ts';
import { inSteps } from './eta-steps.ts';
import { type ForecastModel, forecastModel, probabilityBy, summaryOf, withMoreNodes } from './forecast.ts';
import type { ForecastInput } from './forecast-input.ts';

export interface ForecastQuestion {
  readonly id: string;
  /** Null where nobody said what is to be rendered: then nothing can be told of its end. */
  readonly input: ForecastInput | null;
  readonly now: Moment;
  /** Unix milliseconds; null where no time was asked for. */
  readonly by: number | null;
}

/** Told of so many nodes more. */
const NODES_TOLD: readonly number[] = [1, 2, 4];
/** Nobody sends more nodes than this to one job. */
const MOST_NODES = 64;
const ENOUGH_PERCENT = 90;

export function jobForecast({ id, input, now, by }: ForecastQuestion): JobForecast {
  const asked = { id, at: timestampOf(now.wall), by: by === null ? null : timestampOf(by) };
  if (input === null) return { ...asked, ...NOTHING_KNOWN };
  const model = forecastModel({ ...input, now: now.monotonic });
  const seconds = by === null ? null : (by - now.wall) / 1000;
  const { p50Seconds, p90Seconds, unsure, late, workers } = summaryOf(model);
  return {
    ...asked,
    etaSeconds: rounded(p50Seconds),
    etaP90Seconds: rounded(p90Seconds),
    unsure,
    late,
    nodes: workers,
    probabilityPercent: chanceOf(model, seconds),
    withMoreNodes: NODES_TOLD.flatMap((nodes) => withNodes(model, nodes, seconds)),
    nodesNeeded: seconds === null ? null : nodesNeeded(model, seconds),
  };
}

const NOTHING_KNOWN = {
  etaSeconds: null,
  etaP90Seconds: null,
  unsure: true,
  late: false,
  nodes: 0,
  probabilityPercent: null,
  withMoreNodes: [],
  nodesNeeded: null,
};

function withNodes(model: ForecastModel, nodes: number, seconds: number | null): JobForecast['withMoreNodes'] {
  const helped = withMoreNodes(model, nodes);
  const etaSeconds = rounded(summaryOf(helped).p50Seconds);
  return etaSeconds === null ? [] : [{ nodes, etaSeconds, probabilityPercent: chanceOf(helped, seconds) }];
}

/** To a tenth of a percent; neither done nor over is certain. */
function chanceOf(model: ForecastModel, seconds: number | null): number | null {
  const percent = seconds === null ? null : probabilityBy(model, seconds);
  if (percent === null || seconds === null) return null;
  const told = Math.round(percent * 10) / 10;
  return model.total === 0 || seconds <= 0 ? told : Math.min(99.9, Math.max(0.1, told));
}

/** A node more never harms, so the least number that is enough is found by halving. */
function nodesNeeded(model: ForecastModel, seconds: number): number | null {
  const isEnough = (nodes: number): boolean =>
    (probabilityBy(nodes === 0 ? model : withMoreNodes(model, nodes), seconds) ?? 0) >= ENOUGH_PERCENT;
  if (isEnough(0)) return 0;
  if (!isEnough(MOST_NODES)) return null;
  let tooFew = 0;
  let enough = MOST_NODES;
  while (enough - tooFew > 1) {
    const middle = (tooFew + enough) >> 1;
    if (isEnough(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}

function rounded(seconds: number | null): number | null {
  return seconds === null || seconds === 0 ? seconds : inSteps(seconds);
}
