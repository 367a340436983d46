import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../shared/clock.ts';
import { HardwareSample } from '../../shared/protocol/hardware.ts';
import { checkerFor } from '../../shared/protocol/validate.ts';
import { collectorsHere, hostHardware } from './host-hardware.ts';
import { createSlowLane } from './slow-lane.ts';

const deps = {
  clock: systemClock,
  slowLane: createSlowLane({ clock: systemClock }),
  listProcesses: async () => ({ list: [] }),
  environment: {},
};

// The portable form runs here as it would on a system without /proc.
test.each([
  ['the form of this system', null],
  ['the portable form', true],
])('hostHardware knows this machine by %s', async (_, portable) => {
  const config = { intervalMillis: 60_000, outputDirectories: [tmpdir()], portable };
  const sampler = hostHardware(config, deps);
  await sampler.ready;
  await expect.poll(() => sampler.current().hardware.fileSystems, { timeout: 9_000 }).not.toBeNull();
  await expect.poll(() => sampler.current().hardware.memory?.totalBytes, { timeout: 9_000 }).toBeGreaterThan(1e8);
  const { host, hardware, problems } = sampler.current();
  expect(checkerFor(HardwareSample)(hardware)).toMatchObject({ ok: true });
  expect(host.os).toMatch(/\S+ \S+/);
  expect(hardware.cpu?.cores).toBeGreaterThan(0);
  expect(hardware.uptimeSeconds).toBeGreaterThan(0);
  expect(hardware.fileSystems?.filter(({ holdsOutput }) => holdsOutput)).toHaveLength(1);
  expect(problems).toEqual([]);
  await sampler.stop();
});

describe('collectorsHere', () => {
  const collectorsIn = (portable: boolean) =>
    collectorsHere({ intervalMillis: 5_000, outputDirectories: [], portable }, deps);
  const all = Object.keys(HardwareSample.properties);

  test.each<[string, boolean, readonly string[]]>([
    ['Linux', false, all],
    ['any system', true, all.filter((part) => part !== 'pressure' && part !== 'fans')],
  ])('tells each part of a sample that is to be had on %s', (_, portable, parts) => {
    expect(new Set(collectorsIn(portable).map(({ part }) => part))).toEqual(new Set(parts));
  });

  test.each([true, false])('calls no two collectors by one name (portable: %s)', (portable) => {
    const names = collectorsIn(portable).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
