import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../shared/manual-clock.ts';
import type { HardwareSample } from '../../shared/protocol/hardware.ts';
import type { Collector, HardwarePart } from './collector.ts';
import { identifyHost } from './host-identity.ts';
import { type PortableDeps, portableCollectors, type SystemInformation } from './portable.ts';
import type { CoreTimes } from './portable-cpu.ts';

const signal = new AbortController().signal;

/** Answers in the shape of systeminformation 5, of a Windows workstation unless the test says otherwise. */
const ANSWERS = {
  mem: { total: 64, available: 24, swaptotal: 8, swapused: 2, buffcache: 0, dirty: null },
  fsSize: [
    { fs: 'C:', type: 'NTFS', size: 500, available: 100, mount: 'C:' },
    { fs: 'R:', type: 'NTFS', size: 900, available: 300, mount: 'R:' },
    { fs: 'D:', type: '', size: 0, available: 0, mount: 'D:' },
  ],
  networkStats: [{ iface: 'Ethernet', rx_sec: null, tx_sec: -1, rx_errors: 2, tx_errors: 1 }],
  fsStats: null,
  cpuTemperature: { main: null },
} as const;

function collectors(answers: Partial<Record<keyof SystemInformation, unknown>> = {}, more: Partial<PortableDeps> = {}) {
  const all: Record<string, unknown> = { ...ANSWERS, ...answers };
  const calls = Object.fromEntries(Object.keys(all).map((name) => [name, async () => all[name]]));
  const deps: PortableDeps = {
    systemInformation: async () => calls as unknown as SystemInformation,
    clock: new ManualClock(),
    listProcesses: async () => ({ list: [] }),
    cpus: () => [],
    loadAverages: () => [0, 0, 0],
    platform: 'win32',
    ...more,
  };
  return portableCollectors(deps, ['r:\\Renders\\shot'], 5_000);
}

async function figureOf<Part extends HardwarePart>(
  all: readonly Collector[],
  part: Part,
): Promise<HardwareSample[Part]> {
  const found = all.find((collector) => collector.part === part);
  return (await found?.collect(signal))?.value as HardwareSample[Part];
}

function core(busy: number, idle: number): CoreTimes {
  return { times: { user: busy, nice: 0, sys: 0, irq: 0, idle } };
}

describe('portableCollectors', () => {
  test('puts what systeminformation says into the words of the protocol', async () => {
    const all = collectors();
    expect(await figureOf(all, 'memory')).toEqual({
      totalBytes: 64,
      usedBytes: 40,
      swapTotalBytes: 8,
      swapUsedBytes: 2,
      cachedBytes: null,
      dirtyBytes: null,
    });
    expect(await figureOf(all, 'network')).toEqual([
      { name: 'Ethernet', receivedBytesPerSecond: null, sentBytesPerSecond: null, errorsPerSecond: null },
    ]);
    expect(await figureOf(all, 'disks')).toBeNull();
    expect(await figureOf(all, 'temperatures')).toEqual([]);
  });

  test('finds the drive of the output whatever the case of its letter, and passes over an empty drive', async () => {
    const value = await figureOf(collectors(), 'fileSystems');
    expect(value?.map(({ mount, holdsOutput }) => [mount, holdsOutput])).toEqual([
      ['C:', false],
      ['R:', true],
    ]);
  });

  test('gives rates and temperatures where there are some', async () => {
    const all = collectors({
      fsStats: { rx_sec: 10, wx_sec: 20 },
      cpuTemperature: { main: 61 },
      networkStats: [{ iface: 'en0', rx_sec: 5, tx_sec: 6 }],
    });
    expect(await figureOf(all, 'disks')).toEqual({ readBytesPerSecond: 10, writtenBytesPerSecond: 20 });
    expect(await figureOf(all, 'temperatures')).toEqual([{ sensor: 'CPU', celsius: 61, limitCelsius: null }]);
    expect(await figureOf(all, 'network')).toMatchObject([{ receivedBytesPerSecond: 5, sentBytesPerSecond: 6 }]);
  });

  test('measures the processor between two looks without starting anything', async () => {
    const readings = [
      [core(0, 100), core(0, 100)],
      [core(100, 100), core(0, 200)],
    ];
    const all = collectors(
      {},
      { cpus: () => readings.shift() ?? [], platform: 'darwin', loadAverages: () => [1.5, 1, 0.5] },
    );
    const load = { loadAverage: 1.5, loadAverage5: 1, loadAverage15: 0.5, cores: 2 };
    expect(await figureOf(all, 'cpu')).toEqual({ ...load, percent: null, perCore: [] });
    expect(await figureOf(all, 'cpu')).toEqual({ ...load, percent: 50, perCore: [100, 0] });
  });

  test('has no load on Windows, which reckons none', async () => {
    const all = collectors({}, { cpus: () => [core(0, 1)] });
    expect(await figureOf(all, 'cpu')).toMatchObject({ loadAverage: null, loadAverage5: null, loadAverage15: null });
  });

  test('tells what a Mac keeps of files, errors by their growth, and when its disk will be full', async () => {
    const clock = new ManualClock();
    const link = { iface: 'en0', rx_sec: 1, tx_sec: 1, rx_errors: 0, tx_errors: 0 };
    const disk = { fs: '/dev/disk3s5', type: 'APFS', size: 1_000_000, available: 500_000, mount: '/' };
    const answers = { mem: { ...ANSWERS.mem, buffcache: 20 }, networkStats: [link], fsSize: [disk] };
    const all = collectors(answers, { clock, platform: 'darwin' });
    expect(await figureOf(all, 'memory')).toMatchObject({ cachedBytes: 20 });
    await figureOf(all, 'network');
    for (let look = 0; look < 8; look++) {
      await figureOf(all, 'fileSystems');
      clock.advance(200_000);
      disk.available -= 2_000;
    }
    expect(await figureOf(all, 'fileSystems')).toMatchObject([{ fullInSeconds: 48_400 }]);
    link.rx_errors = 300;
    link.tx_errors = 20;
    expect(await figureOf(all, 'network')).toMatchObject([{ errorsPerSecond: 0.2 }]);
  });

  test('starts processes every 30 s at most, however short the interval', () => {
    for (const { part, periodMillis } of collectors()) {
      if (part !== 'cpu') expect(periodMillis).toBeGreaterThanOrEqual(30_000);
    }
  });
});

describe('identifyHost', () => {
  const deps = {
    architecture: 'arm64',
    cpuModel: ' Apple M3 Max ',
    readText: async () => {
      throw new Error('ENOENT');
    },
    osInfo: async () => ({ distro: 'macOS', release: '15.6.1' }),
  };
  test.each([
    ['darwin', {}, { os: 'macOS 15.6.1 arm64', cpu: 'Apple M3 Max' }],
    ['linux', { cpuModel: undefined }, { os: 'Linux arm64', cpu: 'unknown' }],
    ['linux', { readText: async () => 'NAME=Fedora\nVERSION_ID=41' }, { os: 'Fedora 41 arm64', cpu: 'Apple M3 Max' }],
  ] as const)('names a machine of %s', async (platform, more, facts) => {
    expect(await identifyHost({ ...deps, platform, ...more })).toEqual(facts);
  });
});
