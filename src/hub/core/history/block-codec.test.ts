import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeSteps, encodeSteps, type KeptSeries } from './block-codec.ts';

function roundTrip(series: readonly KeptSeries[], steps: number, averages: number[], maxima: number[]) {
  const values = { steps, averages: Float32Array.from(averages), maxima: Float32Array.from(maxima) };
  const back: string[] = [];
  const bytes = encodeSteps(series, values);
  decodeSteps(bytes, { series, steps, isWanted: () => true }, (slot, step, average, maximum) => {
    back.push(`${slot}/${step} ${average} ${maximum}`);
  });
  return { bytes, back };
}

const ofPercent = (metric: string): KeptSeries => ({ metric, label: null, precision: 4 });

test('decodeSteps tells what encodeSteps was given, without what was not told', () => {
  const { NaN: gap } = Number;
  const series = [ofPercent('a'), { metric: 'b', label: '0', precision: -10 }];
  const { back } = roundTrip(series, 3, [10, gap, 12.25, 0, 1024, -7], [10.5, gap, 12.25, 0, 2046, -7]);
  expect(back).toEqual(['0/0 10 10.5', '0/2 12.25 12.25', '1/0 0 0', '1/1 1024 2046', '1/2 -7 -7']);
});

test('encodeSteps needs a byte a value and a byte a maximum where figures move little', () => {
  const steps = 60;
  const values = Array.from({ length: steps }, (_, step) => 90 + (step % 3));
  expect(roundTrip([ofPercent('a')], steps, values, values).bytes.length).toBeLessThanOrEqual(2 * steps + 1);
});

test('decodeSteps leaves out the series that are not wanted', () => {
  const series = [ofPercent('a'), ofPercent('b')];
  const values = { steps: 1, averages: Float32Array.of(1, 2), maxima: Float32Array.of(1, 3) };
  const seen: number[][] = [];
  decodeSteps(encodeSteps(series, values), { series, steps: 1, isWanted: (slot) => slot === 1 }, (...told) => {
    seen.push(told);
  });
  expect(seen).toEqual([[1, 0, 2, 3]]);
});

test('decodeSteps refuses bytes that are cut or longer than their steps', () => {
  const { bytes } = roundTrip([ofPercent('a')], 2, [1, 2], [1, 2]);
  const options = { series: [ofPercent('a')], steps: 2, isWanted: () => true };
  expect(() => decodeSteps(bytes.subarray(0, -1), options, () => {})).toThrow(RangeError);
  expect(() => decodeSteps(Uint8Array.from([...bytes, 0]), options, () => {})).toThrow(RangeError);
});

test('a value comes back to its precision, whatever it is', () => {
  const value = fc.oneof(fc.constant(Number.NaN), fc.double({ min: -1e5, max: 1e15, noNaN: true }));
  const precision = fc.constantFrom(4, 500, -7, -10);
  fc.assert(
    fc.property(fc.array(fc.tuple(value, fc.nat(1000)), { minLength: 1, maxLength: 40 }), precision, (told, kept) => {
      const small = (number: number): number => (kept > 0 ? number % 10_000 : number);
      const averages = told.map(([average]) => Math.fround(small(average)));
      const maxima = told.map(([, more], step) => Math.fround((averages[step] ?? 0) + more));
      const values = { steps: told.length, averages: Float32Array.from(averages), maxima: Float32Array.from(maxima) };
      const series = [{ metric: 'a', label: null, precision: kept }];
      const back = new Map<number, readonly [number, number]>();
      const options = { series, steps: told.length, isWanted: () => true };
      decodeSteps(encodeSteps(series, values), options, (_, step, ...pair) => back.set(step, pair));
      for (const [step, average] of averages.entries()) {
        const [gotAverage, gotMaximum] = back.get(step) ?? [Number.NaN, Number.NaN];
        const off = (number: number): number => (kept > 0 ? 0.51 / kept : Math.abs(number) * 2 ** kept + 1e-30);
        if (Number.isNaN(average)) expect(back.has(step)).toBe(false);
        else expect(Math.abs(gotAverage - average)).toBeLessThanOrEqual(off(average));
        if (!Number.isNaN(average))
          expect(Math.abs(gotMaximum - (maxima[step] ?? 0))).toBeLessThanOrEqual(off(maxima[step] ?? 0));
      }
    }),
  );
});
