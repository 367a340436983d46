/** The busiest processes and those that hold most memory: all of `/proc` in one pass, at a slow pace. */
import { setImmediate as giveWay } from 'node:timers/promises';
import type { Clock, Millis } from '../../shared/clock.ts';
import type { ProcessSample } from '../../shared/protocol/hardware.ts';
import { type ProcessStat, type ReadProcessStat, TICKS_A_SECOND } from '../io/processes/process-stat.ts';
import { type CollectorOf, sound, WORKS } from './collector.ts';
import { largest } from './largest.ts';
import { rounded } from './rate.ts';

export interface TopProcessesDeps {
  readonly clock: Clock;
  readonly listPids: () => readonly string[];
  readonly readStat: ReadProcessStat;
  readonly pageBytes: number;
}

/** A process as the last look at it left it. */
interface Looked {
  readonly pid: string;
  stat: ProcessStat;
  at: Millis;
  cpuPercent: number | null;
  pass: number;
}

/** Of more, the youngest: all of them would cost more than the figures are worth. */
const MOST_PROCESSES = 4096;
/** So many are read before the agent's other work has its turn: some two milliseconds. */
const AT_A_TIME = 128;
/** Large machines have a thousand threads of the kernel's own, which rarely do much: read with each fourth pass. */
const KERNEL_EVERY = 4;
export const TOP = 5;

export function topProcesses(deps: TopProcessesDeps, periodMillis: number): CollectorOf<'processes'> {
  const { clock } = deps;
  const looked = new Map<string, Looked>();
  let pass = 0;

  function look(pid: string): void {
    const last = looked.get(pid);
    if (last) last.pass = pass;
    if (last?.stat.isKernel && pass % KERNEL_EVERY !== 0) return;
    const stat = deps.readStat(pid);
    const at = clock.monotonic();
    if (stat === null || stat.isDead) looked.delete(pid);
    else if (last?.stat.startTicks === stat.startTicks) {
      last.cpuPercent = cpuPercentOf(stat.cpuTicks - last.stat.cpuTicks, at - last.at);
      last.stat = stat;
      last.at = at;
    } else looked.set(pid, { pid, stat, at, cpuPercent: null, pass });
  }

  return {
    name: 'processes',
    part: 'processes',
    periodMillis,
    timeoutMillis: 5_000,
    cheap: true,
    availability: async () => WORKS,
    async collect() {
      pass++;
      for (const [index, pid] of deps.listPids().slice(-MOST_PROCESSES).entries()) {
        look(pid);
        if (index % AT_A_TIME === AT_A_TIME - 1) await giveWay();
      }
      for (const [pid, each] of looked) if (each.pass !== pass) looked.delete(pid);
      return sound(topOf(looked.values(), deps.pageBytes));
    },
  };
}

function cpuPercentOf(ticks: number, elapsed: Millis): number | null {
  return elapsed > 0 ? rounded((100 * ticks * 1000) / TICKS_A_SECOND / elapsed, 0.1) : null;
}

function topOf(looked: Iterable<Looked>, pageBytes: number): ProcessSample[] {
  const all = [...looked];
  const busiest = largest(all, TOP, ({ cpuPercent }) => cpuPercent ?? 0);
  const biggest = largest(all, TOP, ({ stat }) => stat.residentPages);
  return [...new Set([...busiest, ...biggest])].map(({ pid, stat, cpuPercent }) => ({
    pid: Number(pid),
    name: stat.name || '?',
    cpuPercent,
    memoryBytes: stat.residentPages * pageBytes,
  }));
}
