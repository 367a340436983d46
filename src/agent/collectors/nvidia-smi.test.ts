import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { ManualClock } from '../../shared/manual-clock.ts';
import { fakeProgram } from '../testing/fake-program.ts';
import { type NvidiaSmiDeps, nvidiaSmi } from './nvidia-smi.ts';

const signal = new AbortController().signal;

function fixture(name: string): readonly string[] {
  const path = fileURLToPath(new URL(`../../../fixtures/commands/${name}`, import.meta.url));
  return readFileSync(path, 'utf8').trimEnd().split('\n');
}

const [HEAD = '', FIRST = '', SECOND = ''] = fixture('nvidia-smi-query-535.csv');
const LIMITS = fixture('nvidia-smi-q-x-535.xml');

function setUp(deps: Partial<NvidiaSmiDeps> = {}) {
  const clock = new ManualClock();
  const program = fakeProgram();
  const collector = nvidiaSmi(
    {
      clock,
      start: program.start,
      findProgram: async () => '/usr/bin/nvidia-smi',
      hasCard: async () => true,
      readKernelLog: () => [],
      ...deps,
    },
    5_000,
  );
  /** Past the question after limits, with two cards told. */
  const begin = async () => {
    void collector.collect(signal);
    program.say(...LIMITS);
    program.end();
    program.say(HEAD, FIRST, SECOND);
    clock.advance(300);
    return (await collector.collect(signal)).value;
  };
  /** The driver's next rounds, of these lines. */
  const rounds = (count: number, ...lines: readonly string[]) => {
    for (let round = 0; round < count; round++) {
      clock.advance(5_000);
      program.say(...lines);
    }
  };
  return { clock, program, collector, begin, rounds };
}

describe('nvidiaSmi', () => {
  test('runs one process for all its samples, and asks for the limits before', async () => {
    const { program, begin, rounds, collector } = setUp();
    const cards = await begin();
    expect(cards).toMatchObject([
      { name: 'NVIDIA RTX A6000', percent: 97, limitCelsius: 95, powerLimitWatts: 300, xid: null },
      { name: 'NVIDIA GeForce RTX 4090', percent: 0, limitCelsius: 85, throttleReasons: [] },
    ]);
    rounds(100, FIRST.replace(', 97,', ', 55,'), SECOND);
    expect((await collector.collect(signal)).value).toMatchObject([{ percent: 55 }, { percent: 0 }]);
    expect(program.runs.map(({ args }) => args.slice(-2))).toEqual([
      ['-q', '-x'],
      ['-l', '5'],
    ]);
    expect(program.mostAlive()).toBe(1);
  });

  test('asks without the fields that a driver refuses, by their older names first', async () => {
    const { program, collector, clock } = setUp();
    const told = collector.collect(signal);
    program.end({ code: 2 });
    program.say('Field "clocks_event_reasons.active" is not a valid field to query.', '', 'Usage: nvidia-smi');
    program.end({ code: 2 });
    program.say('Field "temperature.memory" is not a valid field to query.');
    program.end({ code: 2 });
    const asked = program.last().args[0] ?? '';
    expect(asked).toContain('clocks_throttle_reasons.active');
    expect(asked).not.toContain('clocks_event_reasons');
    expect(asked).not.toContain('temperature.memory');
    program.say('index, pci.bus_id, clocks_throttle_reasons.active', '0, 0000:01:00.0, 0x8');
    clock.advance(300);
    expect((await told).value).toMatchObject([{ throttleReasons: ['hw_slowdown'], limitCelsius: null }]);
  });

  test('tells why it fails after an upgrade of the driver, tries again with growing patience, and recovers', async () => {
    const { program, collector, clock } = setUp();
    const told = collector.collect(signal);
    program.end({ code: 18 });
    program.say('Failed to initialize NVML: Driver/library version mismatch', 'NVML library version: 550.90');
    program.end({ code: 18 });
    await expect(told).rejects.toThrow(/status 18\): Failed to initialize NVML: Driver\/library version mismatch NVML/);
    const starts: number[] = [];
    for (let second = 1; second <= 120; second++) {
      const before = program.runs.length;
      clock.advance(1_000);
      if (program.runs.length === before) continue;
      starts.push(second);
      program.end({ code: 18 });
    }
    expect(starts).toEqual([5, 15, 35, 75]);
    await expect(collector.collect(signal)).rejects.toThrow(/status 18/);
    clock.advance(36_000);
    program.say(HEAD, FIRST);
    expect((await collector.collect(signal)).value).toMatchObject([{ percent: 97 }]);
  });

  test('starts no second one while the first hangs, and another when it is gone', async () => {
    const { program, collector, clock, begin } = setUp();
    await begin();
    clock.advance(29_000);
    expect(program.last().isAskedToEnd).toBe(false);
    clock.advance(1_500);
    expect(program.last().isAskedToEnd).toBe(true);
    clock.advance(600_000);
    await expect(collector.collect(signal)).rejects.toThrow(/has said nothing for 30 s/);
    expect(program.runs).toHaveLength(2);
    program.end({ code: null, signal: 'SIGKILL' });
    clock.advance(5_000);
    expect(program.runs).toHaveLength(3);
    expect(program.mostAlive()).toBe(1);
  });

  test('runs anew for each sample where what it prints never comes while it runs', async () => {
    const { program, collector, clock } = setUp();
    void collector.collect(signal);
    program.end();
    for (let run = 0; run < 2; run++) {
      clock.advance(30_500);
      program.end({ code: null, signal: 'SIGTERM' });
      clock.advance(10_500);
    }
    for (let sample = 0; sample < 3; sample++) {
      expect(program.last().args).not.toContain('-l');
      program.say(HEAD, FIRST, SECOND);
      program.end();
      expect((await collector.collect(signal)).value).toMatchObject([{ percent: 97 }, { percent: 0 }]);
      clock.advance(30_500);
    }
    expect(program.runs).toHaveLength(7);
    expect(program.mostAlive()).toBe(1);
  });

  test('passes over warnings and lines that were cut short', async () => {
    const { program, collector, begin, rounds } = setUp();
    await begin();
    program.say('WARNING: infoROM is corrupted at gpu 0000:41:00.0', FIRST.slice(0, 60));
    rounds(1, FIRST, SECOND);
    expect(await collector.collect(signal)).toMatchObject({ value: [{ percent: 97 }, { percent: 0 }], problems: [] });
  });

  test('keeps a card that is told of no more, as lost, and takes it back', async () => {
    const { collector, begin, rounds } = setUp();
    await begin();
    rounds(4, FIRST);
    const { value, problems } = await collector.collect(signal);
    expect(value).toMatchObject([
      { percent: 97, name: 'NVIDIA RTX A6000' },
      { name: 'NVIDIA GeForce RTX 4090', busId: '00000000:41:00.0', lost: true, percent: null, celsius: null },
    ]);
    expect(problems).toEqual([
      'GPU 1 (NVIDIA GeForce RTX 4090, 00000000:41:00.0) does not answer any more: ' +
        'reset it by nvidia-smi --gpu-reset, or start the machine anew',
    ]);
    rounds(1, FIRST, SECOND);
    expect(await collector.collect(signal)).toMatchObject({ problems: [] });
  });

  test.each([
    'Unable to determine the device handle for GPU 0000:41:00.0: GPU is lost.  Reboot the system to recover this GPU',
    'Unable to determine the device handle for GPU0000:41:00.0: Unknown Error',
    'Unable to determine the device handle for GPU1: 0000:41:00.0: Unknown Error',
  ])('leaves out a card that its driver has lost, so that the others go on: %s', async (words) => {
    const { program, collector, clock, begin, rounds } = setUp();
    await begin();
    program.say(words);
    program.end({ code: 15 });
    expect(program.last().args.slice(-2)).toEqual(['-i', 'GPU-5c1d0f6e-3b9a-4e57-8a36-0e2f1b7c9d40']);
    program.say(HEAD, FIRST);
    const { value, problems } = await collector.collect(signal);
    expect(value).toMatchObject([{ percent: 97 }, { lost: true }]);
    expect(problems).toHaveLength(1);
    rounds(120, FIRST);
    expect(program.last().isAskedToEnd).toBe(true);
    program.end({ signal: 'SIGTERM', code: null });
    expect(program.last().args).not.toContain('-i');
    program.say(words);
    program.end({ code: 15 });
    program.say(words);
    const count = program.runs.length;
    program.end({ code: 15 });
    expect(program.runs).toHaveLength(count);
    clock.advance(5_000);
    expect(program.runs).toHaveLength(count + 1);
  });

  test('tells of its only card when that is lost', async () => {
    const { program, collector, clock } = setUp();
    const told = collector.collect(signal);
    program.end();
    program.say(HEAD, FIRST);
    clock.advance(300);
    await told;
    program.say('Unable to determine the device handle for GPU 0000:01:00.0: GPU is lost.', 'No devices were found');
    program.end({ code: 6 });
    clock.advance(60_000);
    const { value, problems } = await collector.collect(signal);
    expect(value).toMatchObject([{ name: 'NVIDIA RTX A6000', lost: true }]);
    expect(problems[0]).toMatch(/^GPU 0 \(NVIDIA RTX A6000/);
  });

  test('names a card that was lost before it was known by its bus', async () => {
    const { program, collector } = setUp();
    const told = collector.collect(signal);
    program.end({ code: 15 });
    program.say('Unable to determine the device handle for GPU 0000:41:00.0: Unknown Error');
    program.end({ code: 15 });
    const { value, problems } = await told;
    expect(value).toMatchObject([{ name: 'NVIDIA', busId: '0000:41:00.0', lost: true }]);
    expect(problems[0]).toMatch(/^The GPU at 0000:41:00.0 does not answer/);
  });

  test('finds no card where the driver says that there is none, and that is no failure', async () => {
    const { program, collector } = setUp();
    const told = collector.collect(signal);
    program.end({ code: 6 });
    program.say('No devices were found');
    program.end({ code: 6 });
    expect(await told).toEqual({ value: [], problems: [] });
  });

  test('tells the last error code of a card', async () => {
    const log = ['NVRM: Xid (PCI:0000:41:00): 31, pid=1234, name=blender, Ch 00000008'];
    const { begin } = setUp({ readKernelLog: () => log.splice(0) });
    expect(await begin()).toMatchObject([{ xid: null }, { xid: 31 }]);
  });

  test('ends its program when it is stopped, and starts none any more', async () => {
    const { program, collector, clock, begin } = setUp();
    await begin();
    collector.stop?.();
    expect(program.last().isAskedToEnd).toBe(true);
    program.end({ code: null, signal: 'SIGTERM' });
    clock.advance(3_600_000);
    expect(program.runs).toHaveLength(2);
  });

  test.each<[boolean | null, string | null, object]>([
    [true, '/usr/bin/nvidia-smi', { kind: 'works' }],
    [null, '/usr/bin/nvidia-smi', { kind: 'works' }],
    [false, '/usr/bin/nvidia-smi', { kind: 'absent', why: 'no NVIDIA card is on the bus' }],
    [null, null, { kind: 'absent' }],
    [true, null, { kind: 'barred', why: expect.stringMatching(/comes with the NVIDIA driver/) }],
  ])('of a card that is there (%s) and a program (%s) says %j', async (hasCard, program, availability) => {
    const { collector } = setUp({ hasCard: async () => hasCard, findProgram: async () => program });
    expect(await collector.availability(signal)).toMatchObject(availability);
  });

  test('is waited for by the first look until a round is whole', async () => {
    const { program, collector, clock } = setUp();
    let isTold = false;
    const told = collector.collect(signal).finally(() => {
      isTold = true;
    });
    program.end();
    program.say(HEAD, FIRST);
    clock.advance(100);
    program.say(SECOND);
    clock.advance(150);
    await new Promise(setImmediate);
    expect(isTold).toBe(false);
    clock.advance(50);
    await vi.waitFor(() => expect(isTold).toBe(true));
    expect((await told).value).toHaveLength(2);
  });
});
