import { expect, test } from 'vitest';
import type { FrameRange } from '../../../shared/frames/frame-range.ts';
import { forecastModel, forecastOf, summaryOf, withMoreNodes } from './forecast.ts';
import type { FinishedFrame, ForecastInput, FrameInHand } from './forecast-input.ts';

/** Ten frames of 30 s by `a`, the first of which loads for ten minutes more. */
const TEN: readonly FinishedFrame[] = Array.from({ length: 10 }, (_, i) => ({
  frame: i + 1,
  node: 'a',
  seconds: i === 0 ? 630 : 30,
  finishedAt: 630_000 + i * 30_000,
  isFirst: i === 0,
}));
const END = 900_000;

function inputOf(fields: Partial<ForecastInput>): ForecastInput {
  return { now: END, finished: TEN, remaining: [], inHand: [], liveNodes: ['a'], busyNodes: [], ...fields };
}

function held(frame: number, fields: Partial<FrameInHand> = {}): FrameInHand {
  return { frame, node: 'a', since: END, fraction: null, remainingSeconds: null, ...fields };
}

test('forecastOf is not held up by a node that loads its scene when others have all that is left in hand', () => {
  const inHand = [held(11)];
  const alone = forecastOf(inputOf({ inHand })).p50Seconds ?? 0;
  expect(alone).toBeLessThan(60);
  expect(forecastOf(inputOf({ inHand, liveNodes: ['a', 'late'] })).p50Seconds).toBeCloseTo(alone, -1);
});

test.each([1, 10, 300])('withMoreNodes never delays a job of %d frames whose scene takes long to load', (frames) => {
  const model = forecastModel(inputOf({ remaining: [[11, 10 + frames]] }));
  const alone = summaryOf(model).p50Seconds ?? 0;
  for (const nodes of [1, 4, 64])
    expect(summaryOf(withMoreNodes(model, nodes)).p50Seconds).toBeLessThanOrEqual(alone * 1.1);
});

test('forecastOf counts subframes as it counts whole frames', () => {
  const whole = forecastOf(inputOf({ remaining: [[11, 40]] })).p50Seconds ?? 0;
  const tenths: FrameRange = [
    [11.1, 20.1],
    [11.7, 20.7],
    [11.9, 20.9],
  ];
  expect((forecastOf(inputOf({ remaining: tenths })).p50Seconds ?? 0) / whole).toBeCloseTo(1, 1);
});

test('forecastOf reckons with one renderer when nobody is known to live', () => {
  const forecast = forecastOf(inputOf({ remaining: [[11, 20]], liveNodes: [] }));
  expect(forecast.workers).toBe(1);
  expect(forecast.p50Seconds).toBeCloseTo(300, -2);
});

test('forecastOf tells the end when one frame is left and nobody has begun it', () => {
  const { p50Seconds, late } = forecastOf(inputOf({ remaining: [[11, 11]] }));
  expect(p50Seconds).toBeGreaterThan(20);
  expect(p50Seconds).toBeLessThan(45);
  expect(late).toBe(false);
});

test('forecastOf takes a frame that was claimed after now, as behind a clock that jumped, for one just begun', () => {
  const jumped = forecastOf(inputOf({ inHand: [held(11, { since: END + 3_600_000 })] }));
  expect(jumped).toEqual(forecastOf(inputOf({ inHand: [held(11)] })));
});

test.each([
  ['frames that take no time at all', { seconds: 1e-300 }, {}],
  ['frames that take for ever', { seconds: 1e300 }, {}],
  ['a frame in hand that takes for ever', {}, { remainingSeconds: 1e300 }],
])('forecastOf comes to an end with %s', (_, told, claimed) => {
  const lies = TEN.map((frame) => ({ ...frame, ...told }));
  const remaining: FrameRange = [[12, 50_000_000]];
  const forecast = forecastOf(inputOf({ finished: lies, remaining, inHand: [held(11, claimed)] }));
  expect(forecast.p50Seconds).toBeGreaterThan(0);
});
