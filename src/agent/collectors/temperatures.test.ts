import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../shared/manual-clock.ts';
import { madeUpSys } from '../testing/made-up-sys.ts';
import { temperatures } from './temperatures.ts';

const signal = new AbortController().signal;

async function read(files: Record<string, string>) {
  return (await temperatures(madeUpSys(files), new ManualClock(), 10_000).collect(signal)).value;
}

const CHIP = '/sys/class/hwmon/hwmon0';

describe('temperatures', () => {
  test('names a sensor by chip and label, with the limit that it names itself', async () => {
    const value = await read({
      [`${CHIP}/name`]: 'coretemp\n',
      [`${CHIP}/temp1_input`]: '54000\n',
      [`${CHIP}/temp1_label`]: 'Package id 0\n',
      [`${CHIP}/temp1_crit`]: '100000\n',
      [`${CHIP}/temp1_max`]: '80000\n',
      [`${CHIP}/temp10_input`]: '41500\n',
      [`${CHIP}/temp2_input`]: '-5000\n',
      [`${CHIP}/temp2_max`]: '84000\n',
      [`${CHIP}/fan1_input`]: '1200\n',
    });
    expect(value).toEqual([
      { sensor: 'coretemp Package id 0', celsius: 54, limitCelsius: 100 },
      { sensor: 'coretemp temp2', celsius: -5, limitCelsius: 84 },
      { sensor: 'coretemp temp10', celsius: 41.5, limitCelsius: null },
    ]);
  });

  test.each(['', 'n/a', '-128000', '255000'])('leaves out a sensor that says %j', async (text) => {
    expect(await read({ [`${CHIP}/name`]: 'nct6775', [`${CHIP}/temp1_input`]: text })).toEqual([]);
  });

  test.each(['0', '65261850', 'none'])('takes %j for no limit', async (text) => {
    const value = await read({ [`${CHIP}/temp1_input`]: '40000', [`${CHIP}/temp1_crit`]: text });
    expect(value).toEqual([{ sensor: 'hwmon0 temp1', celsius: 40, limitCelsius: null }]);
  });

  test('takes the thermal zones where no chip has a driver', async () => {
    const zone = '/sys/class/thermal/thermal_zone0';
    const value = await read({
      [`${zone}/type`]: 'cpu-thermal',
      [`${zone}/temp`]: '61000',
      [`${zone}/trip_point_0_type`]: 'passive',
      [`${zone}/trip_point_0_temp`]: '75000',
      [`${zone}/trip_point_1_type`]: 'critical',
      [`${zone}/trip_point_1_temp`]: '90000',
    });
    expect(value).toEqual([{ sensor: 'cpu-thermal', celsius: 61, limitCelsius: 90 }]);
  });

  test('finds none on a machine without sensors, and that is no failure', async () => {
    expect(await read({})).toEqual([]);
    const none = temperatures(madeUpSys({}), new ManualClock(), 10_000);
    expect(await none.availability(signal)).toMatchObject({ kind: 'absent' });
  });

  test('numbers the second of two chips of one name', async () => {
    const value = await read({
      [`${CHIP}/name`]: 'nvme',
      [`${CHIP}/temp1_input`]: '40000',
      [`${CHIP}/temp1_label`]: 'Composite',
      '/sys/class/hwmon/hwmon1/name': 'nvme',
      '/sys/class/hwmon/hwmon1/temp1_input': '50000',
      '/sys/class/hwmon/hwmon1/temp1_label': 'Composite',
    });
    expect(value?.map(({ sensor, celsius }) => [sensor, celsius])).toEqual([
      ['nvme Composite', 40],
      ['nvme Composite (2)', 50],
    ]);
  });

  test('reads names and limits once in five minutes, figures each time', async () => {
    const files: Record<string, string> = { [`${CHIP}/name`]: 'k10temp', [`${CHIP}/temp1_input`]: '50000' };
    const sys = madeUpSys(files);
    const clock = new ManualClock();
    const collector = temperatures(sys, clock, 10_000);
    await collector.collect(signal);
    const readsBefore = sys.reads;
    files[`${CHIP}/temp1_input`] = '60000';
    expect((await collector.collect(signal)).value).toMatchObject([{ celsius: 60 }]);
    expect(sys.reads - readsBefore).toBe(1);
    files['/sys/class/hwmon/hwmon1/temp1_input'] = '30000';
    clock.advance(300_000);
    expect((await collector.collect(signal)).value).toHaveLength(2);
  });
});
