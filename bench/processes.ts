/** One pass over 500 processes for the busiest of them, beside systeminformation's list of the same. */
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { topProcesses } from '../src/agent/collectors/top-processes.ts';
import { createProcessStatReader, listPids, pageBytesOf } from '../src/agent/io/processes/process-stat.ts';
import { systemClock } from '../src/shared/clock.ts';
import type { Bench } from './bench-line.ts';
import { median } from './median.ts';

const PROCESSES = 500;
const PASSES = 21;
const LIMIT_MILLIS = 10;

export const benchProcesses: Bench = async () => {
  if (process.platform !== 'linux') return [];
  const sleepers: ChildProcess[] = [];
  try {
    for (let there = listPids().length; there < PROCESSES; there++)
      sleepers.push(spawn('sleep', ['120'], { stdio: 'ignore' }));
    const own = await ownMillis();
    const other = await systemInformationMillis();
    return [
      {
        what: `the busiest of ${listPids().length} processes, one pass`,
        measured: `${own.toFixed(1)} ms of CPU`,
        reference: `systeminformation's processes() ${other.toFixed(0)} ms`,
        limit: `<= ${LIMIT_MILLIS} ms`,
        within: own <= LIMIT_MILLIS,
      },
    ];
  } finally {
    for (const sleeper of sleepers) sleeper.kill('SIGKILL');
  }
};

/** The median of some passes, each after a pause as between two looks of the agent. */
async function ownMillis(): Promise<number> {
  const table = { clock: systemClock, listPids, readStat: createProcessStatReader(), pageBytes: pageBytesOf() };
  const collector = topProcesses(table, 15_000);
  const { signal } = new AbortController();
  const taken: number[] = [];
  for (let pass = 0; pass < PASSES; pass++) {
    await wait(50);
    const before = process.cpuUsage();
    await collector.collect(signal);
    const { user, system } = process.cpuUsage(before);
    taken.push((user + system) / 1000);
  }
  return median(taken);
}

/** It starts processes, whose CPU time is not this one's: by the clock. */
async function systemInformationMillis(): Promise<number> {
  const { processes } = await import('systeminformation');
  const started = performance.now();
  await processes();
  return performance.now() - started;
}
