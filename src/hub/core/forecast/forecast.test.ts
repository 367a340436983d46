import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countFrames, type FrameRange } from '../../../shared/frames/frame-range.ts';
import { forecastModel, forecastOf, probabilityBy, summaryOf, withMoreNodes } from './forecast.ts';
import type { FinishedFrame, ForecastInput, FrameInHand } from './forecast-input.ts';

interface Render {
  readonly nodes: readonly string[];
  readonly secondsOf: (frame: number, node: string) => number;
  readonly done: number;
}

/** Frames 1 to `done`, each taken by the node that is free first; `now` is the end of the last of them. */
function finished({ nodes, secondsOf, done }: Render): readonly FinishedFrame[] {
  const free = new Map(nodes.map((node) => [node, 0]));
  const frames: FinishedFrame[] = [];
  for (let frame = 1; frame <= done; frame++) {
    const [node, start] = [...free].reduce((first, other) => (other[1] < first[1] ? other : first));
    const seconds = secondsOf(frame, node);
    free.set(node, start + seconds);
    frames.push({ frame, node, seconds, finishedAt: (start + seconds) * 1000, isFirst: false });
  }
  return frames.sort((a, b) => a.finishedAt - b.finishedAt);
}

function inputOf(frames: readonly FinishedFrame[], fields: Partial<ForecastInput> = {}): ForecastInput {
  const nodes = [...new Set(frames.flatMap(({ node }) => node ?? []))].sort();
  const now = frames.at(-1)?.finishedAt ?? 0;
  return { now, finished: frames, remaining: [], inHand: [], liveNodes: nodes, busyNodes: [], ...fields };
}

function held(frame: number, fields: Partial<FrameInHand> = {}): FrameInHand {
  return { frame, node: 'a', since: 0, fraction: null, remainingSeconds: null, ...fields };
}

const even = (seconds: number) => () => seconds;
const ten = finished({ nodes: ['a'], secondsOf: even(30), done: 10 });
const start = 300_000;

test('forecastOf gives the frames that remain at the usual cost when all cost the same', () => {
  const { p50Seconds, p90Seconds, secondsPerFrame, framesPerHour, unsure, workers } = forecastOf(
    inputOf(ten, { remaining: [[11, 20]] }),
  );
  expect(p50Seconds).toBeCloseTo(300, -1);
  expect(p90Seconds).toBeGreaterThan(p50Seconds ?? 0);
  expect(secondsPerFrame).toBe(30);
  expect(framesPerHour).toBeCloseTo(120);
  expect([unsure, workers]).toEqual([false, 1]);
});

test('forecastOf is unsure when fewer than three frames were timed', () => {
  for (const [count, unsure] of [
    [1, true],
    [2, true],
    [3, false],
  ] as const)
    expect(forecastOf(inputOf(ten.slice(0, count), { remaining: [[11, 20]] })).unsure).toBe(unsure);
});

test('forecastOf says nothing of the end when no frame was finished and none in hand tells of itself', () => {
  const nothing = forecastOf(inputOf([], { remaining: [[1, 20]], inHand: [held(21)], liveNodes: ['a'] }));
  expect(nothing).toMatchObject({ p50Seconds: null, p90Seconds: null, secondsPerFrame: null, unsure: true });
});

test('forecastOf takes what the frame in hand tells of itself when none was finished', () => {
  const half = held(1, { since: 0, fraction: 0.5 });
  const forecast = forecastOf(inputOf([], { now: 60_000, remaining: [[2, 5]], inHand: [half], liveNodes: ['a'] }));
  expect(forecast.p50Seconds).toBeCloseTo(60 + 4 * 120, -2);
  expect(forecast.unsure).toBe(true);
});

test('forecastOf says 0 when nothing remains', () => {
  expect(forecastOf(inputOf(ten))).toMatchObject({ p50Seconds: 0, p90Seconds: 0, late: false });
});

test('forecastOf lays the frames over nodes of different speed', () => {
  const seconds = { fast: 20, slow: 60 };
  const frames = finished({ nodes: ['fast', 'slow'], secondsOf: (_, node) => seconds[node as 'fast'], done: 40 });
  const { factors, p50Seconds } = forecastOf(inputOf(frames, { remaining: [[41, 80]] }));
  expect((factors.get('slow') ?? 0) / (factors.get('fast') ?? 1)).toBeCloseTo(3);
  // Together they finish four frames a minute.
  expect(p50Seconds).toBeGreaterThan(580);
  expect(p50Seconds).toBeLessThan(680);
});

test('forecastOf adapts at once when a node is gone, and takes up again what it had in hand', () => {
  const frames = finished({ nodes: ['a', 'b'], secondsOf: even(60), done: 20 });
  const both = forecastOf(inputOf(frames, { remaining: [[21, 40]] })).p50Seconds ?? 0;
  const one = forecastOf(inputOf(frames, { remaining: [[21, 40]], liveNodes: ['a'] })).p50Seconds ?? 0;
  expect(one / both).toBeCloseTo(2, 0);
  const abandoned = held(41, { node: 'b', since: start });
  const more = forecastOf(inputOf(frames, { remaining: [[21, 40]], inHand: [abandoned], liveNodes: ['a'] }));
  expect((more.p50Seconds ?? 0) - one).toBeCloseTo(60, -1);
});

test('forecastOf follows frames that cost more and more', () => {
  const secondsOf = (frame: number) => 10 + frame;
  const frames = finished({ nodes: ['a'], secondsOf, done: 100 });
  const truth = Array.from({ length: 100 }, (_, i) => secondsOf(101 + i)).reduce((a, b) => a + b);
  const { p50Seconds } = forecastOf(inputOf(frames, { remaining: [[101, 200]] }));
  expect(Math.abs((p50Seconds ?? 0) / truth - 1)).toBeLessThan(0.15);
});

test('forecastOf is not led astray when one frame took a hundred times as long', () => {
  const frames = finished({ nodes: ['a'], secondsOf: (frame) => (frame === 33 ? 2000 : 20), done: 60 });
  const { p50Seconds } = forecastOf(inputOf(frames, { remaining: [[61, 120]] }));
  expect(p50Seconds).toBeGreaterThan(1150);
  expect(p50Seconds).toBeLessThan(1300);
});

test('forecastOf keeps the loading of the scene apart from what frames cost', () => {
  const frames = ten.map((frame, i) => (i === 0 ? { ...frame, seconds: 500, isFirst: true } : frame));
  const forecast = forecastOf(inputOf(frames, { remaining: [[11, 20]] }));
  expect(forecast.secondsPerFrame).toBe(30);
  expect(Math.abs((forecast.p50Seconds ?? 0) / 300 - 1)).toBeLessThan(0.04);
  const newcomer = forecastOf(inputOf(frames, { remaining: [[11, 11]], liveNodes: ['b'] }));
  expect(newcomer.p50Seconds).toBeCloseTo(500, -1);
});

test('forecastOf counts what lies between the frames when the renderer tells of its own time alone', () => {
  const frames = ten.map((frame) => ({ ...frame, seconds: 20 }));
  expect(forecastOf(inputOf(frames, { remaining: [[11, 20]] })).secondsPerFrame).toBe(30);
});

test.each([
  [{ remainingSeconds: 12 }, 12],
  [{ fraction: 0.5 }, 20],
  [{ fraction: 0.02 }, 10],
  [{}, 10],
])('forecastOf takes what is told of a frame in hand: %j', (told, seconds) => {
  const now = start + 20_000;
  const frame = held(11, { since: start, ...told });
  expect(forecastOf(inputOf(ten, { now, inHand: [frame] })).p50Seconds).toBeCloseTo(seconds, -0.5);
});

test.each([
  [20, null, false],
  [61, 'amber', true],
  [119, 'amber', true],
  [121, 'red', true],
] as const)('forecastOf after %d s of a frame of 30 s says overdue %s, late %s', (elapsed, overdue, late) => {
  const now = start + elapsed * 1000;
  const inHand = [held(11, { since: start })];
  const last = forecastOf(inputOf(ten, { now, inHand }));
  expect(last).toMatchObject({ overdue, late });
  expect(last.p50Seconds).toBeGreaterThan(0);
  // While frames remain that nobody has begun there is a time to show.
  expect(forecastOf(inputOf(ten, { now, inHand, remaining: [[12, 20]] }))).toMatchObject({ overdue, late: false });
});

test('forecastOf is never late when the frame in hand tells how far it is', () => {
  const frame = held(11, { since: start, remainingSeconds: 40 });
  expect(forecastOf(inputOf(ten, { now: start + 90_000, inHand: [frame] }))).toMatchObject({
    late: false,
    overdue: 'amber',
  });
});

test('forecastOf counts renderers that nobody knows by the frames that were in work at a time', () => {
  const frames = finished({ nodes: ['a', 'b', 'c', 'd'], secondsOf: even(60), done: 40 }).map((frame) => ({
    ...frame,
    node: null,
  }));
  const forecast = forecastOf(inputOf(frames, { remaining: [[41, 80]] }));
  expect(forecast.workers).toBe(4);
  expect(forecast.p50Seconds).toBeCloseTo(600, -2);
});

test('forecastOf goes by the pace of arrival when files are written all at once', () => {
  const frames = finished({ nodes: ['a', 'b'], secondsOf: even(60), done: 40 }).map((frame) => ({
    ...frame,
    node: null,
    seconds: 0.02,
  }));
  const { p50Seconds, framesPerHour } = forecastOf(inputOf(frames, { remaining: [[41, 80]] }));
  expect(p50Seconds).toBeGreaterThan(1100);
  expect(p50Seconds).toBeLessThan(1300);
  expect(framesPerHour).toBeCloseTo(120, -1);
});

function renders(costs: { readonly min: number; readonly max: number }) {
  return fc.record({
    done: fc.integer({ min: 1, max: 60 }),
    left: fc.integer({ min: 1, max: 500 }),
    nodes: fc.integer({ min: 1, max: 5 }),
    costs: fc.array(fc.double({ ...costs, noNaN: true }), { minLength: 60, maxLength: 60 }),
    held: fc.integer({ min: 0, max: 3 }),
    waited: fc.integer({ min: 0, max: 1e6 }),
  });
}

function anyInput({
  done,
  left,
  nodes,
  costs,
  held: inHand,
  waited,
}: ReturnType<typeof renders> extends fc.Arbitrary<infer T> ? T : never) {
  const names = Array.from({ length: nodes }, (_, i) => `rn-${i}`);
  const frames = finished({ nodes: names, secondsOf: (frame) => costs[frame % 60] ?? 1, done });
  const now = (frames.at(-1)?.finishedAt ?? 0) + waited;
  const remaining: FrameRange = [[done + inHand + 1, done + inHand + left]];
  const frame = (i: number) => held(done + i + 1, { node: names[i % nodes] ?? null, since: now - waited });
  return inputOf(frames, {
    now,
    remaining,
    liveNodes: names,
    inHand: Array.from({ length: inHand }, (_, i) => frame(i)),
  });
}

test('forecastOf is ordered, positive and the same each time, whatever was rendered', () => {
  fc.assert(
    fc.property(renders({ min: 0.1, max: 5000 }), (render) => {
      const input = anyInput(render);
      const { p50Seconds, p90Seconds } = forecastOf(input);
      expect(p50Seconds).toBeGreaterThan(0);
      expect(p90Seconds).toBeGreaterThanOrEqual(p50Seconds ?? 0);
      expect(forecastOf({ ...input, finished: [...input.finished] }).p50Seconds).toBe(p50Seconds);
    }),
    { numRuns: 100 },
  );
});

test('probabilityBy grows with time and with nodes, and is 50 and 90 where the forecast says so', () => {
  fc.assert(
    fc.property(renders({ min: 10, max: 40 }), (render) => {
      const model = forecastModel(anyInput(render));
      const { p50Seconds, p90Seconds } = summaryOf(model);
      expect(probabilityBy(model, p50Seconds ?? 0)).toBeCloseTo(50, -1);
      expect(probabilityBy(model, p90Seconds ?? 0)).toBeCloseTo(90, -1);
      expect(probabilityBy(model, (p90Seconds ?? 0) * 100)).toBeGreaterThan(99);
      expect(probabilityBy(model, 0)).toBeLessThan(50);
      const helped = summaryOf(withMoreNodes(model, 3)).p50Seconds ?? 0;
      expect(helped).toBeLessThanOrEqual((p50Seconds ?? 0) * 1.2 + 1);
    }),
    { numRuns: 60 },
  );
});

test('forecastOf takes a range of fifty million frames as it takes a hundred', () => {
  const remaining: FrameRange = [[11, 50_000_000]];
  expect(countFrames(remaining)).toBe(49_999_990);
  expect((forecastOf(inputOf(ten, { remaining })).p50Seconds ?? 0) / (30 * 49_999_990)).toBeCloseTo(1, 1);
});
