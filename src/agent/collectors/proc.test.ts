import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../shared/manual-clock.ts';
import { busyPercent, procCpu, readCpuTicks } from './proc-cpu.ts';
import { procDisks, readDisks } from './proc-disks.ts';
import { procMemory, readMemory } from './proc-memory.ts';
import { procNetwork, readInterfaces } from './proc-network.ts';

const signal = new AbortController().signal;

function captured(name: string): string {
  return readFileSync(fileURLToPath(new URL(`../../../fixtures/commands/${name}`, import.meta.url)), 'utf8');
}

/** A `/proc` whose files are what the test says, until it says otherwise. */
function kernel(files: Record<string, string>) {
  return {
    files,
    read(path: string): string {
      const text = files[path];
      if (text === undefined) throw new Error(`ENOENT: ${path}`);
      return text;
    },
  };
}

describe('procCpu', () => {
  test('reads what a kernel wrote', () => {
    const { all, perCore } = readCpuTicks(captured('proc-stat-6.18.txt'));
    expect(perCore).toHaveLength(2);
    const sum = (pick: (ticks: { busy: number; total: number }) => number): number =>
      perCore.reduce((total, ticks) => total + pick(ticks), 0);
    // The kernel rounds each core's ticks for itself.
    expect(Math.abs(sum((ticks) => ticks.total) - all.total)).toBeLessThan(20);
    expect(all.busy).toBeLessThan(all.total);
  });

  test('tells nothing at the first look and the share between two looks after', async () => {
    const proc = kernel({
      '/proc/stat': 'cpu  100 0 0 100 0 0 0 0 0 0\ncpu0 50 0 0 50 0 0 0 0 0 0\ncpu1 50 0 0 50 0 0 0 0 0 0\nintr 5\n',
      '/proc/loadavg': '1.25 0.5 0.1 1/90 8058\n',
    });
    const cpu = procCpu({ read: proc.read, clockMegahertz: async () => 3400 }, 2_000);
    const first = await cpu.collect(signal);
    expect(first.value).toEqual({
      percent: null,
      perCore: [],
      loadAverage: 1.25,
      loadAverage5: 0.5,
      loadAverage15: 0.1,
      cores: 2,
      iowaitPercent: null,
      stealPercent: null,
      clockMegahertz: 3400,
    });
    // One core rendered for 100 ticks; the other waited for its disk for 50, which is idle.
    proc.files['/proc/stat'] =
      'cpu  200 0 0 150 50 0 0 0 0 0\ncpu0 150 0 0 50 0 0 0 0 0 0\ncpu1 50 0 0 100 50 0 0 0 0 0\nintr 6\n';
    const second = await cpu.collect(signal);
    expect(second.value).toMatchObject({ percent: 50, perCore: [100, 0], iowaitPercent: 25, stealPercent: 0 });
  });

  test('counts what the hypervisor took as busy, and says how much that was', async () => {
    const proc = kernel({ '/proc/stat': 'cpu 0 0 0 0 0 0 0 0 0 0\n', '/proc/loadavg': '0 0 0' });
    const cpu = procCpu({ read: proc.read, clockMegahertz: async () => null }, 2_000);
    await cpu.collect(signal);
    proc.files['/proc/stat'] = 'cpu 10 5 5 40 0 5 5 30 10 5\n';
    expect((await cpu.collect(signal)).value).toMatchObject({ percent: 60, stealPercent: 30, clockMegahertz: null });
  });

  test('keeps figures off the wrong core when one comes or goes', async () => {
    const proc = kernel({ '/proc/stat': 'cpu 1 0 0 1\ncpu0 1 0 0 1\nintr 1\n', '/proc/loadavg': '0 0 0' });
    const cpu = procCpu({ read: proc.read, clockMegahertz: async () => 3400 }, 2_000);
    await cpu.collect(signal);
    proc.files['/proc/stat'] = 'cpu 3 0 0 1\ncpu0 2 0 0 1\ncpu1 1 0 0 0\nintr 1\n';
    expect((await cpu.collect(signal)).value).toMatchObject({ percent: 100, perCore: [], cores: 2 });
    // The first one is switched off: the second has its place, with more ticks than it had.
    proc.files['/proc/stat'] = 'cpu 90 0 0 9\ncpu1 90 0 0 9\nintr 1\n';
    expect((await cpu.collect(signal)).value).toMatchObject({ perCore: [], cores: 1 });
  });

  test.each([
    ['no time passed', { busy: 5, total: 10 }, { busy: 5, total: 10 }, null],
    ['the counters went back', { busy: 5, total: 10 }, { busy: 1, total: 2 }, null],
    ['only iowait went back', { busy: 5, total: 10 }, { busy: 9, total: 12 }, 100],
    ['there is no reading before', undefined, { busy: 1, total: 2 }, null],
    ['a third was busy', { busy: 0, total: 0 }, { busy: 1, total: 3 }, 33.3],
  ])('is right when %s', (_, before, after, percent) => {
    expect(busyPercent(before, after)).toBe(percent);
  });

  test('fails with a sentence on a file that is no /proc/stat', async () => {
    await expect(
      procCpu({ read: () => 'nonsense', clockMegahertz: async () => null }, 1).collect(signal),
    ).rejects.toThrow(/no line of the processor/);
  });
});

describe('procMemory', () => {
  test('reads what a kernel wrote', async () => {
    const { value } = await procMemory(() => captured('proc-meminfo-6.18.txt'), 1).collect(signal);
    expect(value).toMatchObject({ totalBytes: 24_684_092 * 1024, swapTotalBytes: 0, swapUsedBytes: 0 });
    expect(value?.usedBytes).toBeGreaterThan(0);
    expect(value?.usedBytes).toBeLessThan(value?.totalBytes ?? 0);
  });

  test('counts caches as free on kernels that do not say what is available', () => {
    const text =
      'MemTotal: 1000 kB\nMemFree: 100 kB\nBuffers: 50 kB\nCached: 250 kB\nSwapTotal: 10 kB\nSwapFree: 4 kB\n';
    expect(readMemory(text)).toEqual({
      totalBytes: 1_024_000,
      usedBytes: 600 * 1024,
      swapTotalBytes: 10_240,
      swapUsedBytes: 6 * 1024,
      cachedBytes: 300 * 1024,
      dirtyBytes: 0,
    });
  });

  test('tells files kept in memory without what lies in memory file systems, and what is yet to be written', () => {
    const text =
      'MemTotal: 1000 kB\nMemAvailable: 1 kB\nBuffers: 50 kB\nCached: 250 kB\nDirty: 7 kB\nWriteback: 3 kB\n' +
      'Shmem: 100 kB\nShmemHugePages: 9 kB\nSReclaimable: 20 kB\n';
    expect(readMemory(text)).toMatchObject({ cachedBytes: 220 * 1024, dirtyBytes: 10 * 1024 });
  });

  test('fails rather than tell of a machine without memory', () => {
    expect(() => readMemory('')).toThrow(/MemTotal/);
  });
});

describe('procNetwork', () => {
  test('lists real interfaces only', () => {
    const told = (name: string): string => `a\nb\n${name}: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0\n`;
    expect(
      ['lo', 'veth0a', 'docker0', 'lom1', 'bond0'].filter((name) => readInterfaces(told(name)).length > 0),
    ).toEqual(['lom1', 'bond0']);
    expect(readInterfaces(captured('proc-net-dev-6.18.txt')).map(({ name }) => name)).toEqual(['eth0']);
  });

  test('gives bytes a second, null at first and when a counter starts anew', async () => {
    const head = 'Inter-| Receive\n face |bytes\n';
    const line = (received: number, sent: number): string =>
      `${head}  eth0:${received} 1 0 0 0 0 0 0 ${sent} 1 0 0 0 0 0 0\n`;
    const clock = new ManualClock();
    const proc = kernel({ '/proc/net/dev': line(1_000, 500) });
    const network = procNetwork({ clock, read: proc.read, linkSpeed: async () => 125_000_000 }, 2_000);
    const rates: unknown[] = [];
    for (const text of [line(1_000, 500), line(5_000, 500), line(100, 600)]) {
      proc.files['/proc/net/dev'] = text;
      const { value } = await network.collect(signal);
      rates.push([value?.[0]?.receivedBytesPerSecond, value?.[0]?.sentBytesPerSecond]);
      clock.advance(2_000);
    }
    expect(rates).toEqual([
      [null, null],
      [2_000, 0],
      [null, 50],
    ]);
  });
});

describe('procNetwork and errors', () => {
  test('adds up those of both ways, with the link as fast as its driver says', async () => {
    const line = (receiveErrors: number, sendErrors: number): string =>
      `a\nb\nwlan0: 1 1 ${receiveErrors} 0 0 0 0 0 1 1 ${sendErrors} 0 0 0 0 0\n`;
    const clock = new ManualClock();
    const proc = kernel({ '/proc/net/dev': line(3, 4) });
    const network = procNetwork({ clock, read: proc.read, linkSpeed: async () => null }, 2_000);
    await network.collect(signal);
    clock.advance(4_000);
    proc.files['/proc/net/dev'] = line(4, 5);
    expect((await network.collect(signal)).value).toEqual([
      {
        name: 'wlan0',
        receivedBytesPerSecond: 0,
        sentBytesPerSecond: 0,
        linkBytesPerSecond: null,
        errorsPerSecond: 0.5,
      },
    ]);
  });

  test('reads no interface of a text without one', () => {
    expect(readInterfaces('Inter-| Receive\n face |bytes\n')).toEqual([]);
    expect(readInterfaces('')).toEqual([]);
  });
});

describe('procDisks', () => {
  test('counts whole disks, once', () => {
    const more =
      ' 259 0 nvme0n1 1 0 8 0 1 0 16 0\n 259 1 nvme0n1p1 1 0 8 0 1 0 16 0\n 253 0 dm-0 1 0 8 0 1 0 16 0\n 8 1 sda1 9 9 9 9\n';
    const disks = readDisks(captured('proc-diskstats-6.18.txt') + more);
    expect(disks.map(({ name }) => name)).toEqual(['vda', 'nvme0n1']);
    expect(disks[1]).toEqual({ name: 'nvme0n1', readBytes: 8 * 512, writtenBytes: 16 * 512, busyMillis: 0 });
  });

  test('adds the disks up, and one that is plugged in hides none', async () => {
    const clock = new ManualClock();
    const disk = (name: string, read: number, busy = 0): string =>
      `8 0 ${name} 1 0 ${read} 0 1 0 ${read} 0 0 ${busy} 0\n`;
    const proc = kernel({ '/proc/diskstats': disk('sda', 100) });
    const disks = procDisks(proc.read, clock, 2_000);
    expect((await disks.collect(signal)).value).toEqual({
      readBytesPerSecond: null,
      writtenBytesPerSecond: null,
      devices: [{ name: 'sda', readBytesPerSecond: null, writtenBytesPerSecond: null, busyPercent: null }],
    });
    clock.advance(1_000);
    proc.files['/proc/diskstats'] = disk('sda', 102, 333) + disk('sdb', 9_000);
    expect((await disks.collect(signal)).value).toEqual({
      readBytesPerSecond: 1_024,
      writtenBytesPerSecond: 1_024,
      devices: [
        { name: 'sda', readBytesPerSecond: 1_024, writtenBytesPerSecond: 1_024, busyPercent: 33.3 },
        { name: 'sdb', readBytesPerSecond: null, writtenBytesPerSecond: null, busyPercent: null },
      ],
    });
    clock.advance(1_000);
    proc.files['/proc/diskstats'] = disk('sda', 102, 1_340);
    expect((await disks.collect(signal)).value?.devices).toMatchObject([{ name: 'sda', busyPercent: 100 }]);
  });
});

describe('kernelFile', () => {
  test.each([
    ['ENOENT', 'absent', /^this kernel has no \/proc\/meminfo$/],
    ['EACCES', 'barred', /^\/proc\/meminfo may not be read: run as root$/],
  ])('says of a file that fails with %s that it is %s', async (code, kind, why) => {
    const failing = procMemory(() => {
      throw Object.assign(new Error(code), { code });
    }, 1);
    expect(await failing.availability(signal)).toEqual({ kind, why: expect.stringMatching(why) });
    expect(await procMemory(() => 'MemTotal: 1 kB', 1).availability(signal)).toEqual({ kind: 'works' });
  });
});
