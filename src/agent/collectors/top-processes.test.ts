import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../shared/manual-clock.ts';
import type { ProcessStat } from '../io/processes/process-stat.ts';
import { topProcesses } from './top-processes.ts';

const signal = new AbortController().signal;

function setUp() {
  const clock = new ManualClock();
  const processes = new Map<string, ProcessStat>();
  const reads: string[] = [];
  const collector = topProcesses(
    {
      clock,
      listPids: () => [...processes.keys()],
      readStat: (pid) => {
        reads.push(pid);
        return processes.get(pid) ?? null;
      },
      pageBytes: 4096,
    },
    15_000,
  );
  const put = (pid: number, about: Partial<ProcessStat> = {}): void => {
    const before = processes.get(String(pid));
    const anew = {
      name: `p${pid}`,
      parent: 1,
      isDead: false,
      isKernel: false,
      startTicks: pid,
      cpuTicks: 0,
      residentPages: 0,
    };
    processes.set(String(pid), { ...anew, ...before, ...about });
  };
  return { clock, processes, reads, put, collector, look: async () => (await collector.collect(signal)).value ?? [] };
}

describe('topProcesses', () => {
  test('tells those that hold most at first, and who was busy at the second look', async () => {
    const { clock, put, look } = setUp();
    put(10, { name: 'blender', cpuTicks: 50_000, residentPages: 1_000 });
    put(11, { name: 'idle' });
    expect(await look()).toEqual([{ pid: 10, name: 'blender', cpuPercent: null, memoryBytes: 4_096_000 }]);
    clock.advance(10_000);
    put(10, { cpuTicks: 58_000 });
    put(11, { cpuTicks: 1 });
    expect(await look()).toEqual([
      { pid: 10, name: 'blender', cpuPercent: 800, memoryBytes: 4_096_000 },
      { pid: 11, name: 'idle', cpuPercent: 0.1, memoryBytes: 0 },
    ]);
  });

  test('tells five by each figure, none twice', async () => {
    const { clock, put, look } = setUp();
    for (let pid = 1; pid <= 20; pid++) put(pid, { residentPages: pid });
    await look();
    clock.advance(1_000);
    for (let pid = 1; pid <= 8; pid++) put(pid, { cpuTicks: pid });
    put(20, { cpuTicks: 100 });
    expect((await look()).map(({ pid }) => pid)).toEqual([20, 8, 7, 6, 5, 19, 18, 17, 16]);
  });

  test('takes another process of the same number for a new one, and drops those that ended', async () => {
    const { clock, processes, put, look } = setUp();
    put(10, { residentPages: 3, cpuTicks: 10 });
    put(11, { residentPages: 2 });
    put(12, { residentPages: 1 });
    await look();
    clock.advance(1_000);
    put(10, { startTicks: 99_999, cpuTicks: 90 });
    put(11, { isDead: true });
    processes.delete('12');
    expect(await look()).toEqual([{ pid: 10, name: 'p10', cpuPercent: null, memoryBytes: 3 * 4096 }]);
  });

  test('reads threads of the kernel with each fourth pass only, and says meanwhile what they did', async () => {
    const { clock, put, look, reads } = setUp();
    put(2, { name: 'kswapd0', isKernel: true });
    put(10);
    const told: unknown[] = [];
    for (let pass = 1; pass <= 5; pass++) {
      clock.advance(10_000);
      put(2, { cpuTicks: pass * 500 });
      told.push((await look())[0]?.cpuPercent);
    }
    expect(reads.filter((pid) => pid === '2')).toHaveLength(2);
    expect(told).toEqual([undefined, undefined, undefined, 50, 50]);
  });

  test('lets others have their turn while it reads thousands, and reads the last 4,096', async () => {
    const { put, reads, look } = setUp();
    for (let pid = 1; pid <= 5_000; pid++) put(pid);
    let turns = 0;
    let isDone = false;
    const others = (async () => {
      for (; !isDone; turns++) await new Promise(setImmediate);
    })();
    await look();
    isDone = true;
    await others;
    expect(reads).toHaveLength(4_096);
    expect(reads.at(-1)).toBe('5000');
    expect(turns).toBeGreaterThan(10);
  });

  test('calls a process that took its own name away by a question mark', async () => {
    const { put, look } = setUp();
    put(7, { name: '', residentPages: 1 });
    expect(await look()).toMatchObject([{ name: '?' }]);
  });
});
