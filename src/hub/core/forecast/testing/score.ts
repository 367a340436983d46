/** How well forecasts foretell recorded and made-up renders. */
import { forecastModel, probabilityBy, summaryOf } from '../forecast.ts';
import { type History, inputAt, lengthOf, momentWhenDone } from './history.ts';

export interface Score {
  readonly name: string;
  /** By how much the even chance missed the true rest, in parts of it, when a quarter, half, three quarters were done. */
  readonly missedAt: readonly [quarter: number, half: number, threeQuarters: number];
  /** In how many of the forecasts the job was done before the p90 was over, and of how many. */
  readonly covered: number;
  readonly forecasts: number;
  /** By how much one finished frame moved the end that was told, in parts of the true rest. */
  readonly moved: readonly number[];
  /** The same of the p90. */
  readonly movedP90: readonly number[];
  readonly chances: readonly Chance[];
}

/** The answer to "will it be done by then?", in percent, and whether it was. */
export interface Chance {
  readonly percent: number;
  readonly held: boolean;
}

/** Forecasts are made whenever so many hundredths of the frames were finished. */
const ASKED = Array.from({ length: 36 }, (_, i) => 0.1 + i * 0.025).filter((part) => part < 0.98);
/** When all but the last frames are done, each is a large part of the rest. */
const STEADY_UNTIL = 0.9;
/** It is asked of times before and after the end that is told, in parts of what is left until then. */
const TIMES_ASKED = [0.7, 0.8, 0.9, 0.95, 1.05, 1.1, 1.25, 1.5];

export function scoreOf(history: History, known: History['known'] = history.known): Score {
  const length = lengthOf(history);
  // Midway between two frames, where a supervisor would ask.
  const forecastAt = (part: number) => {
    const seconds = momentWhenDone(history, part) + 1e-3;
    const model = forecastModel(inputAt(history, seconds, known));
    const { p50Seconds, p90Seconds } = summaryOf(model);
    return { seconds, model, rest: length - seconds, p50: p50Seconds ?? Number.NaN, p90: p90Seconds ?? Number.NaN };
  };
  const missed = (part: number): number => {
    const { rest, p50 } = forecastAt(part);
    return (p50 - rest) / rest;
  };
  const asked = ASKED.map(forecastAt);
  const pairs = ASKED.flatMap((part, i) => {
    const after = asked[i];
    return after && part <= STEADY_UNTIL ? [{ before: forecastAt(part - 1 / history.rows.length), after }] : [];
  });
  return {
    name: history.name,
    missedAt: [missed(0.25), missed(0.5), missed(0.75)],
    covered: asked.filter(({ rest, p90 }) => rest <= p90).length,
    forecasts: asked.length,
    moved: pairs.map(({ before: a, after: b }) => Math.abs(b.seconds + b.p50 - a.seconds - a.p50) / b.rest),
    movedP90: pairs.map(({ before: a, after: b }) => Math.abs(b.seconds + b.p90 - a.seconds - a.p90) / b.rest),
    chances: asked.flatMap(({ model, rest, p50 }) =>
      TIMES_ASKED.flatMap((times): Chance[] => {
        const percent = probabilityBy(model, times * p50);
        return percent === null ? [] : [{ percent, held: rest <= times * p50 }];
      }),
    ),
  };
}

/** In how many of all forecasts the p90 held, 0-1. */
export function shareCovered(scores: readonly Score[]): number {
  const sum = (of: (score: Score) => number): number => scores.reduce((total, score) => total + of(score), 0);
  return sum(({ covered }) => covered) / sum(({ forecasts }) => forecasts);
}

/** Of the answers that were about so sure, how many were right. */
export interface Reliability {
  readonly answers: number;
  readonly percentTold: number;
  readonly percentHeld: number;
}

const TENTHS = 10;

/** By tenths of certainty, the least sure first; without those that nobody gave. */
export function reliabilityOf(scores: readonly Score[]): readonly Reliability[] {
  const chances = scores.flatMap((score) => score.chances);
  return Array.from({ length: TENTHS }, (_, tenth): Reliability => {
    const alike = chances.filter(({ percent }) => Math.min(TENTHS - 1, Math.floor(percent / TENTHS)) === tenth);
    const told = alike.reduce((sum, { percent }) => sum + percent, 0);
    const held = alike.filter((chance) => chance.held).length;
    return { answers: alike.length, percentTold: told / alike.length, percentHeld: (100 * held) / alike.length };
  }).filter(({ answers }) => answers > 0);
}

/** By how many points the answers were off, on the average of all. */
export function pointsOff(reliability: readonly Reliability[]): number {
  const answers = reliability.reduce((sum, tenth) => sum + tenth.answers, 0);
  const off = (tenth: Reliability): number => tenth.answers * Math.abs(tenth.percentTold - tenth.percentHeld);
  return reliability.reduce((sum, tenth) => sum + off(tenth), 0) / answers;
}

/** The value below which such a part, 0-1, of them lies. */
export function quantileOf(values: readonly number[], part: number): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
}
