import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFillForecast } from './fill-forecast.ts';

const MINUTE = 60_000;
const GB = 1e9;
const TB = 1e12;

/** What the forecast says after each of the looks, one every three minutes, of a terabyte. */
function forecasts(frees: readonly number[], totalBytes = TB): readonly (number | null)[] {
  const forecast = createFillForecast();
  return frees.map((freeBytes, look) => forecast.observe({ freeBytes, totalBytes }, look * 3 * MINUTE));
}

function series(length: number, freeAt: (look: number) => number): number[] {
  return Array.from({ length }, (_, look) => freeAt(look));
}

const HOUR_SECONDS = 3_600;
const LOOKS_AN_HOUR = 20;
/** A gigabyte a look, from half a terabyte on. */
const filling = (look: number): number => 500 * GB - look * GB;

describe('createFillForecast', () => {
  test('foretells what fills evenly to the second, once it was seen for eight looks', () => {
    const told = forecasts(series(40, filling));
    expect(told.slice(0, 7)).toEqual(series(7, () => 0).map(() => null));
    expect(told.slice(7)).toEqual(series(33, (look) => (500 - look - 7) * 180));
  });

  test.each<[string, number[]]>([
    ['stays as it is', series(80, () => 500 * GB)],
    ['empties', series(80, (look) => 100 * GB + look * GB)],
    ['goes up and down', series(80, (look) => 500 * GB - (look % 2) * 5 * GB)],
    ['was filled once and then left alone', series(80, (look) => (look < 10 ? filling(look) : filling(10)))],
    ['fills so slowly that nobody can know', series(80, (look) => 500 * GB - look * 1e6)],
    ['has no size', series(80, () => 0)],
  ])('says nothing of what %s', (_, frees) => {
    expect(forecasts(frees).at(-1)).toBeNull();
  });

  test('is moved little by a burst, a pause, and what is written and deleted again', () => {
    const even = forecasts(series(60, filling)).at(-1) ?? 0;
    const uneven = series(60, (look) => {
      const scratch = look % 3 === 0 ? 4 * GB : 0;
      const burst = look === 30 ? 60 * GB : 0;
      return filling(Math.floor(look / 4) * 4) - scratch - burst;
    });
    const told = forecasts(uneven).at(-1) ?? 0;
    expect(told / even).toBeGreaterThan(0.9);
    expect(told / even).toBeLessThan(1.1);
  });

  test('follows a new pace within the hours that it looks back', () => {
    const told = forecasts(series(200, (look) => (look < 100 ? filling(look) : filling(100) - (look - 100) * 3 * GB)));
    expect(told.at(-1)).toBe(Math.round((400 - 99 * 3) * 60));
  });

  test('starts anew when a hundredth of the whole comes back at once', () => {
    const told = forecasts(series(60, (look) => (look < 30 ? filling(look) : filling(look) + 12 * GB)));
    expect(told[29]).not.toBeNull();
    expect(told.slice(30, 37)).toEqual(series(7, () => 0).map(() => null));
    expect(told[37]).toBe((500 - 37 + 12) * 180);
  });

  test('starts anew when half of what was seen to be filled is given back, however large the disk', () => {
    const told = forecasts(
      series(60, (look) => (look < 30 ? filling(look) : filling(look) + 20 * GB)),
      100 * TB,
    );
    expect([told[29], told[30]]).toEqual([(500 - 29) * 180, null]);
    expect(told[37]).toBe((500 - 37 + 20) * 180);
  });

  test('starts anew when the file system grows or is another one', () => {
    const forecast = createFillForecast();
    const look = (at: number, totalBytes: number) =>
      forecast.observe({ freeBytes: filling(at), totalBytes }, at * 3 * MINUTE);
    for (let at = 0; at < 20; at++) look(at, TB);
    expect([look(20, TB), look(21, 2 * TB)]).toEqual([(500 - 20) * 180, null]);
  });

  test('forgets what it saw before a share was away for hours', () => {
    const forecast = createFillForecast();
    const look = (freeBytes: number, minutes: number) =>
      forecast.observe({ freeBytes, totalBytes: TB }, minutes * MINUTE);
    for (let at = 0; at < 20; at++) look(filling(at), at * 3);
    expect(look(filling(100), 600)).toBeNull();
  });

  test('counts down to nothing between two looks that are kept, and says 0 of what has become full', () => {
    const forecast = createFillForecast();
    const look = (freeBytes: number, at: number) => forecast.observe({ freeBytes, totalBytes: TB }, at);
    for (let at = 0; at < 20; at++) look((20 - at) * GB, at * 3 * MINUTE);
    const end = 19 * 3 * MINUTE;
    expect([look(GB / 2, end + 90_000), look(0, end + 100_000)]).toEqual([90, 0]);
  });

  test('is never negative, never beyond three months, and of even filling right whatever the pace', () => {
    const looks = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 8, maxLength: 60 });
    fc.assert(
      fc.property(looks, (frees) => {
        for (const seconds of forecasts(frees, 1_000)) {
          expect(seconds ?? 0).toBeGreaterThanOrEqual(0);
          expect(seconds ?? 0).toBeLessThanOrEqual(90 * 24 * HOUR_SECONDS);
        }
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), (pace) => {
        const told = forecasts(series(LOOKS_AN_HOUR, (look) => TB - look * pace * GB * 0.1)).at(-1) ?? 0;
        const rest = TB - 19 * pace * GB * 0.1;
        expect(told).toBeCloseTo((rest / (pace * GB * 0.1)) * 180, -1);
      }),
    );
  });
});
