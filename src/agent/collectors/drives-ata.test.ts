import { expect, it } from 'vitest';
import { ataAttributes, ataErrors, ataReadBytes, ataWearPercent, ataWrittenBytes } from './drives-ata.ts';

function attributes(...rows: readonly (readonly [id: number, name: string, value: number, raw: number])[]) {
  return ataAttributes(
    rows.map(([id, name, value, raw]) => ({ id, name, value, raw: { value: raw, string: `${raw}` } })),
  );
}

it.each([
  [231, 'SSD_Life_Left', 60, 40],
  [233, 'Media_Wearout_Indicator', 99, 1],
  [202, 'Percent_Lifetime_Remain', 0, 100],
  [177, 'Wear_Leveling_Count', 200, null],
  [194, 'Temperature_Celsius', 60, null],
])('ataWearPercent takes attribute %d %s at %d for %s', (id, name, value, wear) => {
  expect(ataWearPercent(attributes([id, name, value, 5]), true)).toBe(wear);
});

it('ataWearPercent knows none of a disk with platters, where the same numbers mean other things', () => {
  expect(ataWearPercent(attributes([231, 'Temperature_Celsius', 60, 40]), false)).toBeNull();
});

it('ataErrors counts sectors that wait once, though they stand in two attributes', () => {
  const rows = attributes(
    [5, 'Reallocated', 100, 2],
    [187, 'Uncorrect', 100, 1],
    [197, 'Pending', 100, 4],
    [198, 'Offline', 100, 3],
  );
  expect(ataErrors(rows)).toBe(7);
  expect(ataErrors(attributes([9, 'Power_On_Hours', 99, 4]))).toBeNull();
});

it('ataErrors counts what smartctl shows where a drive packs more into the value', () => {
  const packed = { id: 5, name: 'Reallocated_Sector_Ct', value: 100, raw: { value: 2 ** 40 + 3, string: '3 (0 256)' } };
  expect(ataErrors(ataAttributes([packed]))).toBe(3);
});

it.each([
  ['Total_LBAs_Written', 7 * 4096],
  ['Host_Writes_32MiB', 7 * 32 * 2 ** 20],
  ['Lifetime_Writes_GiB', 7 * 2 ** 30],
  ['Host_Writes', null],
])('ataWrittenBytes goes by the unit in the name %s', (name, bytes) => {
  expect(ataWrittenBytes(attributes([241, name, 99, 7]), 4096)).toBe(bytes);
  expect(ataReadBytes(attributes([242, name, 99, 7]), 4096)).toBe(bytes);
  expect(ataReadBytes(attributes([241, name, 99, 7]), 4096)).toBeNull();
});
