import { describe, expect, test, vi } from 'vitest';
import { ManualClock } from '../../shared/manual-clock.ts';
import type { Availability, Collector, CollectorOf } from '../collectors/collector.ts';
import { sound, WORKS } from '../collectors/collector.ts';
import { sampleHardware } from './hardware-sampler.ts';

const identify = async () => ({ os: 'Debian GNU/Linux 12 x86_64', cpu: 'EPYC' });

function uptimeBy(
  collect: CollectorOf<'uptimeSeconds'>['collect'],
  more: Partial<CollectorOf<'uptimeSeconds'>> = {},
): Collector {
  const pace = { periodMillis: 2_000, timeoutMillis: 500, cheap: true };
  return { name: 'uptime', part: 'uptimeSeconds', ...pace, availability: async () => WORKS, collect, ...more };
}

function sample(collectors: readonly Collector[], clock = new ManualClock(), identity = identify) {
  return sampleHardware({ clock, hostname: 'n1', identify: identity, collectors });
}

describe('sampleHardware', () => {
  test('tells nothing before anybody has answered, and what is known as soon as it is ready', async () => {
    const sampler = sample([uptimeBy(async () => sound(7))]);
    expect(sampler.current()).toMatchObject({
      host: { hostname: 'n1', os: 'unknown' },
      hardware: { uptimeSeconds: null },
    });
    await sampler.ready;
    expect(sampler.current()).toMatchObject({
      host: { os: 'Debian GNU/Linux 12 x86_64', cpu: 'EPYC', gpu: 'unknown' },
      hardware: { uptimeSeconds: 7, cpu: null },
      problems: [],
    });
    await sampler.stop();
  });

  test('looks a second time soon, then at the own pace of each collector', async () => {
    const clock = new ManualClock();
    const looks: number[] = [];
    const sampler = sample([uptimeBy(async () => sound(looks.push(clock.monotonic())))], clock);
    for (let step = 0; step < 60; step++) {
      await sampler.ready;
      await Promise.resolve().then(() => clock.advance(100));
      await new Promise(setImmediate);
    }
    expect(looks).toEqual([0, 1_000, 3_000, 5_000]);
    await sampler.stop();
  });

  test('names what fails, forgets its figure, and takes both back when it works again', async () => {
    const clock = new ManualClock();
    const answers = [sound(1), new Error('no such sensor'), sound(3)];
    const sampler = sample(
      [
        uptimeBy(async () => {
          const answer = answers.shift();
          if (!answer || answer instanceof Error) throw answer;
          return answer;
        }),
      ],
      clock,
    );
    await sampler.ready;
    expect(sampler.current().hardware.uptimeSeconds).toBe(1);
    await new Promise(setImmediate);
    clock.advance(1_000);
    await vi.waitFor(() =>
      expect(sampler.current()).toMatchObject({
        hardware: { uptimeSeconds: null },
        problems: [{ source: 'uptime', message: 'no such sensor' }],
      }),
    );
    await new Promise(setImmediate);
    clock.advance(2_000);
    await vi.waitFor(() => expect(sampler.current()).toMatchObject({ hardware: { uptimeSeconds: 3 }, problems: [] }));
    await sampler.stop();
  });

  test('is not held by one that hangs: the rest goes on, it is named, aborted and not started twice', async () => {
    const clock = new ManualClock();
    let started = 0;
    let aborted = false;
    const hanging: Collector = {
      name: 'nvidia-smi',
      part: 'gpus',
      periodMillis: 1_000,
      timeoutMillis: 500,
      cheap: true,
      availability: async () => WORKS,
      collect: (signal) => {
        started++;
        signal.addEventListener('abort', () => {
          aborted = true;
        });
        return new Promise(() => {});
      },
    };
    const sampler = sample([hanging, uptimeBy(async () => sound(Math.round(clock.monotonic())))], clock);
    for (let step = 0; step < 40; step++) {
      clock.advance(250);
      await new Promise(setImmediate);
    }
    await sampler.ready;
    expect(sampler.current()).toMatchObject({
      hardware: { gpus: null },
      problems: [{ source: 'nvidia-smi', message: 'no answer within 0.5 s' }],
    });
    expect(sampler.current().hardware.uptimeSeconds).toBeGreaterThan(8_000);
    expect({ started, aborted }).toEqual({ started: 1, aborted: true });
    await sampler.stop();
  });

  test('takes an answer that comes after the time-out, too', async () => {
    const clock = new ManualClock();
    let answer = (_: { value: number; problems: string[] }): void => {};
    const slow = uptimeBy(() => new Promise((resolve) => (answer = resolve)));
    const sampler = sample([slow], clock);
    await new Promise(setImmediate);
    clock.advance(500);
    await sampler.ready;
    expect(sampler.current().problems).toHaveLength(1);
    answer({ value: 9, problems: ['one share is away'] });
    await vi.waitFor(() =>
      expect(sampler.current()).toMatchObject({
        hardware: { uptimeSeconds: 9 },
        problems: [{ message: 'one share is away' }],
      }),
    );
    await sampler.stop();
  });

  test('waits neither for what is dear nor for a machine that does not know its name', async () => {
    const dear = uptimeBy(() => new Promise(() => {}), { cheap: false });
    const sampler = sample([dear], new ManualClock(), async () => {
      throw new Error('no sw_vers');
    });
    await sampler.ready;
    expect(sampler.current()).toMatchObject({
      host: { os: 'unknown' },
      problems: [{ source: 'identity', message: 'no sw_vers' }],
    });
    await sampler.stop();
  });

  test('lets what is dear rest first, and an agent that ends before does not pay for it', async () => {
    const clock = new ManualClock();
    let looks = 0;
    const dear = uptimeBy(async () => sound(++looks), { cheap: false, restsFirst: 300_000 });
    const [ended, sampler] = [sample([dear], clock), sample([dear], clock)];
    await Promise.all([ended.ready, sampler.ready]);
    await ended.stop();
    clock.advance(299_999);
    await new Promise(setImmediate);
    expect(looks).toBe(0);
    clock.advance(1);
    await vi.waitFor(() => expect(sampler.current().hardware.uptimeSeconds).toBe(1));
    await sampler.stop();
  });

  test('looks no more once it is stopped', async () => {
    const clock = new ManualClock();
    let looks = 0;
    const sampler = sample([uptimeBy(async () => sound(++looks))], clock);
    await sampler.ready;
    await new Promise(setImmediate);
    await sampler.stop();
    clock.advance(60_000);
    await new Promise(setImmediate);
    expect(looks).toBe(1);
  });

  test('ends what a collector keeps between two looks', async () => {
    let ended = 0;
    const sampler = sample([uptimeBy(async () => sound(1), { stop: () => ended++ })]);
    await sampler.ready;
    await sampler.stop();
    expect(ended).toBe(1);
  });

  test.each<Availability>([
    { kind: 'absent', why: 'ipmitool is not installed' },
    { kind: 'barred', why: 'it needs root' },
  ])('asks what is $kind again after ten minutes, and that is no problem', async (not) => {
    const clock = new ManualClock();
    const asked: number[] = [];
    const later = uptimeBy(async () => sound(5), {
      availability: async () => (asked.push(clock.monotonic()) > 1 ? WORKS : not),
    });
    const sampler = sample([later], clock);
    await sampler.ready;
    await new Promise(setImmediate);
    clock.advance(599_999);
    await new Promise(setImmediate);
    expect(sampler.current()).toMatchObject({ hardware: { uptimeSeconds: null }, problems: [] });
    expect(asked).toEqual([0]);
    clock.advance(1);
    await vi.waitFor(() => expect(sampler.current().hardware.uptimeSeconds).toBe(5));
    await sampler.stop();
  });

  test('asks one that fails whether it is still there, and is quiet about what was taken away', async () => {
    const clock = new ManualClock();
    let isThere = true;
    const unplugged = uptimeBy(
      async () => {
        throw new Error('no such device');
      },
      { availability: async () => (isThere ? WORKS : { kind: 'absent', why: 'no device' }) },
    );
    const sampler = sample([unplugged], clock);
    await sampler.ready;
    expect(sampler.current().problems).toEqual([{ source: 'uptime', message: 'no such device' }]);
    isThere = false;
    await new Promise(setImmediate);
    clock.advance(2_000);
    await vi.waitFor(() => expect(sampler.current().problems).toEqual([]));
    await sampler.stop();
  });
});
