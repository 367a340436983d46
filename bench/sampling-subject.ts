/**
 * One way to sample, as a process of its own: `own` or `systeminformation`. Prints its CPU time for a sample
 * (processes that it starts included) and its memory at the end.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { hostHardware } from '../src/agent/io/host-hardware.ts';
import { createSlowLane } from '../src/agent/io/slow-lane.ts';
import { ManualClock } from '../src/shared/manual-clock.ts';

/** The agent's sampler with each 2 s of its pace let pass in a tenth: every collector takes its turn as often as it would. */
async function sampleByOwn(ticks: number): Promise<void> {
  const clock = new ManualClock();
  const deps = { clock, slowLane: createSlowLane({ clock }) };
  const sampler = hostHardware({ intervalMillis: 2_000, outputDirectories: ['/tmp'], portable: null }, deps);
  for (let tick = 0; tick < ticks; tick++) {
    await wait(200);
    clock.advance(2_000);
    sampler.current();
  }
  await sampler.stop();
}

/** systeminformation keeps its answers for half a second, hence the longer wait. */
async function sampleBySystemInformation(ticks: number): Promise<void> {
  const si = await import('systeminformation');
  for (let tick = 0; tick < ticks; tick++) {
    await wait(600);
    await Promise.all([si.currentLoad(), si.mem(), si.networkStats('*'), si.fsSize(), si.disksIO()]);
  }
}

/** User and system time of this process and of those that it has waited for, milliseconds. */
function cpuMillis(): number {
  const { user, system } = process.cpuUsage();
  // proc(5): behind the name in parentheses, cutime and cstime are fields 16 and 17, in hundredths of a second.
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (user + system) / 1000 + 10 * (Number(fields[13]) + Number(fields[14]));
}

const [way, ticksText] = process.argv.slice(2);
const ticks = Number(ticksText);
const sample = way === 'own' ? sampleByOwn : sampleBySystemInformation;
// The first samples compile the code and are not counted.
await sample(3);
const before = cpuMillis();
await sample(ticks);
const cpuMillisPerSample = (cpuMillis() - before) / ticks;
process.stdout.write(JSON.stringify({ cpuMillisPerSample, rssBytes: process.memoryUsage.rss() }));
process.exit(0);
