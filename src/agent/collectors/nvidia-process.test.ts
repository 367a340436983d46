/** The collector on a true process; the clock is the test's own, so that nobody waits for silence or patience. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';
import { ManualClock } from '../../shared/manual-clock.ts';
import { startProgram } from '../io/line-program.ts';
import { type FakeNvidiaSmi, type FakeRun, fakeNvidiaSmi, isAlive } from '../testing/fake-nvidia-smi.ts';
import type { CollectorOf } from './collector.ts';
import { nvidiaSmi } from './nvidia-smi.ts';

const signal = new AbortController().signal;
const fixture = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../fixtures/commands/${name}`, import.meta.url)), 'utf8');
const [HEAD = '', FIRST = '', SECOND = ''] = fixture('nvidia-smi-query-535.csv').split('\n');
const WELL: FakeRun = { says: [HEAD], repeats: [FIRST, SECOND] };

let fake: FakeNvidiaSmi;
let collector: CollectorOf<'gpus'>;

afterEach(async () => {
  collector.stop?.();
  await fake.remove();
});

async function begin(...runs: readonly FakeRun[]): Promise<ManualClock> {
  const clock = new ManualClock();
  fake = await fakeNvidiaSmi(runs, fixture('nvidia-smi-q-x-535.xml'));
  const deps = { clock, start: startProgram, hasCard: async () => true, readKernelLog: () => null };
  collector = nvidiaSmi({ ...deps, findProgram: async () => fake.program }, 1_000);
  await collector.availability(signal);
  return clock;
}

/** Lets the test's time pass until a look succeeds. */
async function look(clock: ManualClock) {
  let reading: Awaited<ReturnType<typeof collector.collect>> | null = null;
  const told = collector.collect(signal).then((value) => {
    reading = value;
  });
  await vi.waitFor(() => {
    clock.advance(100);
    expect(reading).not.toBeNull();
  }, 10_000);
  await told;
  return reading;
}

const TWO_CARDS = {
  problems: [],
  value: [
    { name: 'NVIDIA RTX A6000', percent: 97, celsius: 84, limitCelsius: 95 },
    { name: 'NVIDIA GeForce RTX 4090', percent: 0, limitCelsius: 85 },
  ],
};

test('nvidiaSmi reads the cards of a process that lives on, and ends that process when it is stopped', async () => {
  const clock = await begin(WELL);
  expect(await look(clock)).toMatchObject(TWO_CARDS);
  expect(await look(clock)).toMatchObject(TWO_CARDS);
  const { pids } = await fake.runs();
  expect(pids).toHaveLength(1);
  expect(isAlive(pids[0] ?? 0)).toBe(true);
  collector.stop?.();
  await vi.waitFor(() => expect(isAlive(pids[0] ?? 0)).toBe(false), 5_000);
});

test.each<[string, readonly FakeRun[]]>([
  ['dies', [{ says: [HEAD, FIRST], exit: 139 }, WELL]],
  ['cannot speak to its driver', [{ says: ['Failed to initialize NVML: Driver/library version mismatch'], exit: 18 }]],
  ['prints half a line and ends', [{ says: [HEAD, FIRST, SECOND.slice(0, 70)], exit: 0 }, WELL]],
])('nvidiaSmi starts one that %s again, never two at once', async (_, runs) => {
  const clock = await begin(...runs, WELL);
  await collector.collect(signal).catch(() => {});
  await vi.waitFor(async () => {
    clock.advance(1_000);
    const reading = await collector.collect(signal).catch(() => null);
    expect(reading).toMatchObject(TWO_CARDS);
  }, 10_000);
  const { pids, overlapped } = await fake.runs();
  expect(pids.length).toBeGreaterThan(1);
  expect(overlapped).toBe(false);
});

test('nvidiaSmi ends one that hangs and heeds no signal by force before it starts another', async () => {
  const clock = await begin({ says: [HEAD, FIRST, SECOND], isDeaf: true }, WELL);
  expect(await look(clock)).toMatchObject(TWO_CARDS);
  clock.advance(20_000);
  await expect(collector.collect(signal)).rejects.toThrow(/has said nothing for 18 s/);
  await vi.waitFor(async () => {
    clock.advance(1_000);
    expect((await fake.runs()).pids).toHaveLength(2);
  }, 10_000);
  const { pids, overlapped } = await fake.runs();
  expect(isAlive(pids[0] ?? 0)).toBe(false);
  expect(overlapped).toBe(false);
});

test('nvidiaSmi asks again without a field that the driver refuses', async () => {
  const refusal = 'Field "temperature.memory" is not a valid field to query.';
  const clock = await begin({ says: [refusal, '', 'Usage: nvidia-smi --query-gpu'], exit: 2 }, WELL);
  expect(await look(clock)).toMatchObject({ problems: [], value: [{ percent: 97 }, { percent: 0 }] });
});
