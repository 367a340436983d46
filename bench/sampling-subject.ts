/**
 * One way to sample, as a process of its own: `own` or `systeminformation`. Prints its CPU time for a sample
 * (processes that it starts included) and its memory at the end.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { hostHardware } from '../src/agent/io/host-hardware.ts';
import { createSlowLane } from '../src/agent/io/slow-lane.ts';
import { ManualClock } from '../src/shared/manual-clock.ts';

/** Lets so many samples be taken, one in each `shortMillis`. */
type TakeSamples = (count: number, shortMillis: number) => Promise<void>;

/** The agent's sampler with each 2 s of its pace let pass in less: every collector takes its turn as often as it would. */
function ownSampler(): TakeSamples {
  const clock = new ManualClock();
  const slowLane = createSlowLane({ clock });
  const deps = { clock, slowLane, listProcesses: async () => ({ list: [] }), environment: {} };
  const sampler = hostHardware({ intervalMillis: 2_000, outputDirectories: ['/tmp'], portable: null }, deps);
  return async (count, shortMillis) => {
    for (let tick = 0; tick < count; tick++) {
      await wait(shortMillis);
      clock.advance(2_000);
      sampler.current();
    }
  };
}

async function systemInformationSampler(): Promise<TakeSamples> {
  const si = await import('systeminformation');
  return async (count, shortMillis) => {
    for (let tick = 0; tick < count; tick++) {
      await wait(shortMillis);
      await Promise.all([si.currentLoad(), si.mem(), si.networkStats('*'), si.fsSize(), si.disksIO()]);
    }
  };
}

/** User and system time of this process and of those that it has waited for, milliseconds. */
function cpuMillis(): number {
  const { user, system } = process.cpuUsage();
  // proc(5): behind the name in parentheses, cutime and cstime are fields 16 and 17, in hundredths of a second.
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (user + system) / 1000 + 10 * (Number(fields[13]) + Number(fields[14]));
}

const [way, countText] = process.argv.slice(2);
const count = Number(countText);
const isOwn = way === 'own';
const takeSamples = isOwn ? ownSampler() : await systemInformationSampler();
// What an agent does once, and what compiles its code, is not what it costs while it runs for weeks.
await takeSamples(isOwn ? 160 : 3, isOwn ? 20 : 600);
// The dear looks that rest first have begun by now, and are to end.
if (isOwn) await wait(8_000);
const before = cpuMillis();
// systeminformation keeps its answers for half a second: the wait is to be longer.
await takeSamples(count, isOwn ? 200 : 600);
const cpuMillisPerSample = (cpuMillis() - before) / count;
process.stdout.write(JSON.stringify({ cpuMillisPerSample, rssBytes: process.memoryUsage.rss() }));
process.exit(0);
