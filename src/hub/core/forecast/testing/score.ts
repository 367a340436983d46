/** How well forecasts foretell recorded and made-up renders. */
import { forecastOf } from '../forecast.ts';
import { type History, inputAt, lengthOf, momentWhenDone } from './history.ts';

export interface Score {
  readonly name: string;
  /** By how much the even chance missed the true rest, in parts of it, when a quarter, half, three quarters were done. */
  readonly missedAt: readonly [quarter: number, half: number, threeQuarters: number];
  /** In how many of the forecasts the job was done before the p90 was over, and of how many. */
  readonly covered: number;
  readonly forecasts: number;
}

/** Forecasts are made whenever so many hundredths of the frames were finished. */
const ASKED = Array.from({ length: 36 }, (_, i) => 0.1 + i * 0.025).filter((part) => part < 0.98);

export function scoreOf(history: History, known: History['known'] = history.known): Score {
  const length = lengthOf(history);
  // Midway between two frames, where a supervisor would ask.
  const forecastAt = (part: number) => {
    const seconds = momentWhenDone(history, part) + 1e-3;
    const forecast = forecastOf(inputAt(history, seconds, known));
    return { rest: length - seconds, p50: forecast.p50Seconds ?? Number.NaN, p90: forecast.p90Seconds ?? Number.NaN };
  };
  const missed = (part: number): number => {
    const { rest, p50 } = forecastAt(part);
    return (p50 - rest) / rest;
  };
  const asked = ASKED.map(forecastAt);
  return {
    name: history.name,
    missedAt: [missed(0.25), missed(0.5), missed(0.75)],
    covered: asked.filter(({ rest, p90 }) => rest <= p90).length,
    forecasts: asked.length,
  };
}
