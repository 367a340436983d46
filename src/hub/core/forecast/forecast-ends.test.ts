/** The ends of a render and its odd turns, each on renders made up for it. */
import { expect, test } from 'vitest';
import { forecastModel, forecastOf, summaryOf } from './forecast.ts';
import { type History, inputAt, lengthOf, momentWhenDone } from './testing/history.ts';
import { madeUpRender, type Plan } from './testing/made-up-render.ts';
import { quantileOf } from './testing/score.ts';

const EVEN: Plan = { name: 'even', frames: 120, factors: [1, 1], secondsPerFrame: 60, content: () => 1, noise: 0.05 };

function render(plan: Partial<Plan>, seed = 1): History {
  return madeUpRender({ ...EVEN, ...plan }, seed);
}

/** By how much the even chance is off when so much of the frames are done, in parts of the true rest. */
function missedAt(history: History, part: number): number {
  const seconds = momentWhenDone(history, part) + 1e-3;
  const rest = lengthOf(history) - seconds;
  return Math.abs((forecastOf(inputAt(history, seconds)).p50Seconds ?? Number.NaN) / rest - 1);
}

function worstOf(history: History, parts: readonly number[] = [0.3, 0.5, 0.7, 0.9]): number {
  return Math.max(...parts.map((part) => missedAt(history, part)));
}

test.each<[string, Partial<Plan>, number]>([
  ['are given out eighth by eighth (1-120:8)', { order: { stagger: 8 } }, 0.12],
  [
    'are given out eighth by eighth and cost more and more',
    { order: { stagger: 8 }, content: (part) => 1 + 2 * part },
    0.15,
  ],
  ['are halved between two nodes', { order: 'chunks' }, 0.12],
  ['begin with a long loading of the scene', { loadSeconds: 900 }, 0.12],
  ['stand still for a night', { pause: { at: 900, seconds: 36_000 } }, 0.12],
  ['stand still for a night on one node', { factors: [1], pause: { at: 900, seconds: 36_000 } }, 0.12],
  ['stand still for a night on eight nodes', { factors: Array(8).fill(1), pause: { at: 250, seconds: 36_000 } }, 0.15],
  [
    'arrive, from nobody knows whom, with a night between',
    { known: 'arrivals', pause: { at: 900, seconds: 36_000 } },
    0.15,
  ],
])('forecastOf misses the end by little when frames %s', (_, plan, most) => {
  expect(worstOf(render(plan))).toBeLessThan(most);
});

test('forecastOf takes no node for slow that has the heavier half, while both render', () => {
  const history = render({ order: 'chunks', content: (part) => 1 + part });
  expect(worstOf(history, [0.3, 0.5])).toBeLessThan(0.35);
});

test('forecastOf reckons with a node that joins late from its first frame on', () => {
  const history = render({ factors: [1, 1, 1], joinsAt: 900, loadSeconds: 120 });
  const before = inputAt(history, 890);
  const after = inputAt(history, 901);
  const [alone, helped] = [forecastOf(before), forecastOf(after)];
  expect([alone.workers, helped.workers]).toEqual([2, 3]);
  expect((helped.p50Seconds ?? 0) / (alone.p50Seconds ?? 0)).toBeLessThan(0.75);
  expect(worstOf(history)).toBeLessThan(0.12);
});

test('forecastOf waits for the slow node that has the last frame in hand', () => {
  const history = render({ factors: [1, 4], frames: 41, noise: 0.01 });
  const last = history.rows.at(-1);
  const [frame, node, start, end] = last ?? [0, '', 0, 0];
  const asked = Math.max(start, history.rows.at(-2)?.[3] ?? 0) + 1;
  const { p50Seconds } = forecastOf(inputAt(history, asked));
  expect([frame > 0, node]).toEqual([true, 'rn-2']);
  expect(Math.abs((p50Seconds ?? 0) / (end - asked) - 1)).toBeLessThan(0.2);
});

test('forecastOf needs the time of one frame when there are more nodes than frames', () => {
  const history = render({ frames: 12, factors: Array(8).fill(1) });
  const seconds = momentWhenDone(history, 8 / 12) + 1e-3;
  const { p50Seconds, p90Seconds } = forecastOf(inputAt(history, seconds));
  expect(Math.abs((p50Seconds ?? 0) / 60 - 1)).toBeLessThan(0.25);
  expect(p90Seconds).toBeLessThan(120);
});

test.each([1, 2, 3])('forecastOf is sane for a job of three frames when %d of them are done', (done) => {
  const history = render({ frames: 3, factors: [1] });
  const { p50Seconds, p90Seconds, unsure } = forecastOf(inputAt(history, momentWhenDone(history, done / 3) + 1e-3));
  const rest = 60 * (3 - done);
  expect(p50Seconds).toBeGreaterThanOrEqual(0.7 * rest);
  expect(p50Seconds).toBeLessThanOrEqual(1.3 * rest);
  expect(p90Seconds).toBeLessThanOrEqual(2 * rest);
  expect(unsure).toBe(done < 3);
});

test('forecastOf takes no part of a pause for the cost of the frames that were in hand in it', () => {
  const history = render({ factors: [1, 1, 1, 1], pause: { at: 600, seconds: 36_000 }, loadSeconds: 30 });
  const { secondsPerFrame, overdue } = forecastOf(inputAt(history, 600 + 36_000 + 70));
  expect(Math.abs((secondsPerFrame ?? 0) / 60 - 1)).toBeLessThan(0.1);
  expect(overdue).toBeNull();
});

test('forecastOf does not expect a farm that stands still to do so again for as long', () => {
  const history = render({ pause: { at: 900, seconds: 36_000 } });
  const before = forecastOf(inputAt(history, 890)).p50Seconds ?? 0;
  const asleep = forecastOf({ ...inputAt(history, 20_000), busyNodes: [] });
  expect(asleep.overdue).toBe('red');
  expect(asleep.p50Seconds).toBeLessThan(1.3 * before);
});

test('forecastOf goes by the frames of a long job as by those of a short one', () => {
  const history = render({ frames: 6000, secondsPerFrame: 5, factors: [1, 1, 1, 1] });
  const model = forecastModel(inputAt(history, momentWhenDone(history, 0.9)));
  expect(model.basis.kind).toBe('timed');
  expect(summaryOf(model).workers).toBe(4);
});

test('forecastOf moves by little from one frame to the next where the cost goes up and comes down', () => {
  const history = render({
    factors: [1],
    frames: 240,
    content: (part) => 0.7 + 0.6 * Math.sin(Math.PI * part),
    noise: 0.02,
  });
  const ends = history.rows.slice(12, 216).map(([, , , end]) => {
    const seconds = end + 1e-3;
    return seconds + (forecastOf(inputAt(history, seconds)).p50Seconds ?? Number.NaN);
  });
  const moved = ends.slice(1).map((end, i) => {
    const rest = lengthOf(history) - (history.rows[i + 13]?.[3] ?? 0);
    return Math.abs(end - (ends[i] ?? Number.NaN)) / rest;
  });
  expect(quantileOf(moved, 0.5)).toBeLessThan(0.012);
  expect(quantileOf(moved, 0.95)).toBeLessThan(0.06);
});
