import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../shared/manual-clock.ts';
import { madeUpSys } from '../testing/made-up-sys.ts';
import { createCpuClock } from './cpu-clock.ts';
import { fans } from './fans.ts';
import { createLinkSpeeds } from './link-speed.ts';
import { pressure } from './pressure.ts';
import { sysList } from './sys-files.ts';

const signal = new AbortController().signal;

describe('createCpuClock', () => {
  const cpufreq = '/sys/devices/system/cpu/cpufreq';

  test('is the mean over the cores, of policies that have unlike numbers of them', async () => {
    const files = {
      [`${cpufreq}/policy0/affected_cpus`]: '0 1 2\n',
      [`${cpufreq}/policy0/scaling_cur_freq`]: '1000000\n',
      [`${cpufreq}/policy3/affected_cpus`]: '3\n',
      [`${cpufreq}/policy3/scaling_cur_freq`]: '3000000\n',
      [`${cpufreq}/boost`]: '1\n',
    };
    expect(await createCpuClock(madeUpSys(files))()).toBe(1_500);
  });

  test('reads 64 of many policies, spread over all of them', async () => {
    const files: Record<string, string> = {};
    for (let core = 0; core < 256; core++) {
      files[`${cpufreq}/policy${core}/affected_cpus`] = String(core);
      files[`${cpufreq}/policy${core}/scaling_cur_freq`] = String(core < 128 ? 2_000_000 : 3_000_000);
    }
    const sys = madeUpSys(files);
    const clockMegahertz = createCpuClock(sys);
    expect(await clockMegahertz()).toBe(2_500);
    const readsBefore = sys.reads;
    await clockMegahertz();
    expect(sys.reads - readsBefore).toBe(64);
  });

  test.each([
    ['few cores', 2, 2_450],
    ['so many that the kernel takes long', 64, null],
  ])('asks /proc/cpuinfo where there is no governor, on a machine of %s', async (_, cores, expected) => {
    const files: Record<string, string> = {
      '/proc/cpuinfo': 'processor\t: 0\ncpu MHz\t\t: 2400.100\nprocessor\t: 1\ncpu MHz\t\t: 2500.000\n',
    };
    for (let core = 0; core < cores; core++) files[`/sys/devices/system/cpu/cpu${core}/online`] = '1';
    expect(await createCpuClock(madeUpSys(files))()).toBe(expected);
  });

  test('is unknown where nobody tells', async () => {
    expect(await createCpuClock(madeUpSys({}))()).toBeNull();
  });
});

describe('createLinkSpeeds', () => {
  test.each([
    ['10000\n', 1_250_000_000],
    ['-1\n', null],
    ['', null],
  ])('takes %j for %j bytes a second', async (speed, expected) => {
    const sys = madeUpSys({ '/sys/class/net/eth0/speed': speed });
    expect(await createLinkSpeeds(sys, new ManualClock())('eth0')).toBe(expected);
  });

  test('asks again after a minute', async () => {
    const files = { '/sys/class/net/eth0/speed': '1000' };
    const clock = new ManualClock();
    const linkSpeed = createLinkSpeeds(madeUpSys(files), clock);
    await linkSpeed('eth0');
    files['/sys/class/net/eth0/speed'] = '2500';
    clock.advance(59_000);
    expect(await linkSpeed('eth0')).toBe(125_000_000);
    clock.advance(1_000);
    expect(await linkSpeed('eth0')).toBe(312_500_000);
  });
});

describe('pressure', () => {
  const captured = readFileSync(
    fileURLToPath(new URL('../../../fixtures/commands/proc-pressure-io-6.18.txt', import.meta.url)),
    'utf8',
  );

  test('tells the share of ten seconds in which some task waited, for each resource', async () => {
    const files: Record<string, string> = {
      '/proc/pressure/cpu': 'some avg10=3.28 avg60=1.37 avg300=1.00 total=5417796055\n',
      '/proc/pressure/memory': 'some avg10=100.04 avg60=0 avg300=0 total=1\nfull avg10=9.00 avg60=0 avg300=0 total=1\n',
      '/proc/pressure/io': captured,
    };
    const { value } = await pressure((path) => files[path] ?? '', 5_000).collect(signal);
    expect(value).toMatchObject({ cpuPercent: 3.28, memoryPercent: 100 });
    expect(value?.ioPercent).toBe(Number(/^some avg10=(\S+)/.exec(captured)?.[1]));
  });

  test.each([
    ['says nothing', () => ''],
    [
      'refuses, since it is switched off',
      () => {
        throw Object.assign(new Error('not supported'), { code: 'EOPNOTSUPP' });
      },
    ],
  ])('is absent where the kernel %s', async (_, read) => {
    expect(await pressure(read, 5_000).availability(signal)).toMatchObject({ kind: 'absent' });
  });
});

describe('fans', () => {
  const chip = '/sys/class/hwmon/hwmon2';

  test('leaves out connectors without a fan, and tells one that stopped', async () => {
    const files: Record<string, string> = {
      [`${chip}/name`]: 'nct6775',
      [`${chip}/fan1_input`]: '1180\n',
      [`${chip}/fan1_label`]: 'CPU Fan\n',
      [`${chip}/fan2_input`]: '0\n',
      [`${chip}/fan3_input`]: '21093750\n',
      [`${chip}/fan10_input`]: '900\n',
      [`${chip}/temp1_input`]: '40000\n',
    };
    const collector = fans(madeUpSys(files), new ManualClock(), 10_000);
    expect(await collector.availability(signal)).toEqual({ kind: 'works' });
    expect((await collector.collect(signal)).value).toEqual([
      { fan: 'nct6775 CPU Fan', rpm: 1180 },
      { fan: 'nct6775 fan10', rpm: 900 },
    ]);
    files[`${chip}/fan1_input`] = '0\n';
    files[`${chip}/fan10_input`] = '';
    expect((await collector.collect(signal)).value).toEqual([{ fan: 'nct6775 CPU Fan', rpm: 0 }]);
  });

  test('are absent where no chip has any', async () => {
    const none = fans(madeUpSys({ [`${chip}/temp1_input`]: '40000' }), new ManualClock(), 10_000);
    expect(await none.availability(signal)).toMatchObject({ kind: 'absent' });
  });
});

test('sysList gives names in the order of their numbers, and words by their letters', async () => {
  const names = [
    'temp10_input',
    'name',
    'temp2_input',
    'temp2_crit',
    'fan1_input',
    'reason_pl2',
    'reason_thermal',
    'temp',
  ];
  const listed = await sysList({ list: async () => names, read: async () => '' }, '/sys');
  expect(listed).toEqual([
    'fan1_input',
    'name',
    'reason_pl2',
    'reason_thermal',
    'temp',
    'temp2_crit',
    'temp2_input',
    'temp10_input',
  ]);
});
