import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../shared/manual-clock.ts';
import type { AccessTo } from './collector-files.ts';
import { containers } from './containers.ts';

function captured(name: string): string {
  return readFileSync(fileURLToPath(new URL(`../../../fixtures/commands/${name}`, import.meta.url)), 'utf8');
}

const LIST = captured('docker-containers-20.10.json');
const STATS = captured('docker-stats-20.10.json');
const LATER = captured('docker-stats-later-20.10.json');
const SOCKET = '/var/run/docker.sock';

const patience = (): AbortSignal => AbortSignal.timeout(10_000);

/** An engine that answers by the path without its query; what it has no answer for it refuses. */
function engine(answers: Record<string, string>, accessTo: AccessTo = async () => 'open') {
  const clock = new ManualClock();
  const asked: string[] = [];
  const collector = containers(
    {
      clock,
      accessTo,
      sockets: [SOCKET, '/run/podman/podman.sock'],
      engineAt:
        (socket) =>
        async (path, { signal }) => {
          signal.throwIfAborted();
          asked.push(path);
          const answer = { '/_ping': 'OK', ...answers }[path.split('?')[0] ?? ''];
          if (answer === undefined) throw new Error(`${socket} answered with status 404`);
          return answer;
        },
    },
    30_000,
  );
  return { answers, asked, clock, collector, look: async () => (await collector.collect(patience())).value ?? [] };
}

const DENOISER = '/containers/9999773efcde/stats';
const CACHE = '/containers/38fe79ee493b/stats';

function listed(count: number, changes: object = {}): string {
  return JSON.stringify(
    Array.from({ length: count }, (_, index) => ({
      Id: index.toString(16).padStart(64, 'a'.repeat(52)),
      Names: [`/c${index}`],
      Image: 'i',
      State: 'running',
      ...changes,
    })),
  );
}

describe('containers', () => {
  it('reads what Docker answers, the share of the processor from the second look on', async () => {
    const { look, answers, clock } = engine({ '/containers/json': LIST, [DENOISER]: STATS, [CACHE]: STATS });
    expect((await look()).map(({ name, cpuPercent }) => [name, cpuPercent])).toEqual([
      ['texture-cache', null],
      ['denoiser', null],
      ['asset-sync', null],
    ]);
    answers[DENOISER] = LATER;
    const before = JSON.parse(STATS);
    const after = JSON.parse(LATER);
    const seconds = (Date.parse(after.read) - Date.parse(before.read)) / 1000;
    clock.advance(Math.round(seconds * 1000));
    const [cache, denoiser, sync] = await look();
    const used = (after.cpu_stats.cpu_usage.total_usage - before.cpu_stats.cpu_usage.total_usage) / 1e9;
    expect(denoiser).toEqual({
      id: '9999773efcde',
      name: 'denoiser',
      image: 'farm/spin:1.0',
      state: 'running',
      cpuPercent: expect.closeTo((100 * used) / seconds, 0),
      memoryBytes: 307_200,
    });
    expect(cache).toMatchObject({ state: 'paused', cpuPercent: 0, memoryBytes: 307_200 });
    expect(sync).toMatchObject({ state: 'exited', cpuPercent: null, memoryBytes: null });
  });

  it('asks the counters of those that live, once a look, without the wait for a second reading', async () => {
    const { look, asked } = engine({ '/containers/json': LIST, [DENOISER]: STATS, [CACHE]: STATS });
    await look();
    expect(asked.toSorted()).toEqual(
      [
        '/_ping',
        `${CACHE}?stream=false&one-shot=true`,
        `${DENOISER}?stream=false&one-shot=true`,
        '/containers/json?all=true',
      ].toSorted(),
    );
  });

  it('leaves out files that are kept in memory, as cgroups 1 and 2 name them', async () => {
    const memory = async (stats: object) => {
      const text = JSON.stringify({ memory_stats: { usage: 1000, stats } });
      return (await engine({ '/containers/json': LIST, [DENOISER]: text }).look()).map((each) => each.memoryBytes);
    };
    expect(await memory({ total_inactive_file: 300 })).toContain(700);
    expect(await memory({ inactive_file: 400 })).toContain(600);
    expect(await memory({ inactive_file: 4000 })).toContain(1000);
  });

  it('knows no share of a container that was restarted, or that is gone from the counters', async () => {
    const { look, answers, clock } = engine({ '/containers/json': LIST, [DENOISER]: LATER });
    await look();
    clock.advance(30_000);
    answers[DENOISER] = STATS;
    expect((await look()).find(({ name }) => name === 'denoiser')?.cpuPercent).toBeNull();
    delete answers[DENOISER];
    expect((await look()).find(({ name }) => name === 'denoiser')).toMatchObject({
      cpuPercent: null,
      memoryBytes: null,
    });
  });

  it('tells at most 64, those that run before the others', async () => {
    const stopped = JSON.parse(listed(80, { State: 'exited' }));
    const both = JSON.stringify([...stopped, ...JSON.parse(LIST)]);
    const told = await engine({ '/containers/json': both }).look();
    expect(told).toHaveLength(64);
    expect(told.slice(0, 2).map(({ state }) => state)).toEqual(['paused', 'running']);
  });

  it('bounds names, and leaves control characters to those who show them', async () => {
    const name = `\u001b]0;x\u0007${'n'.repeat(400)}`;
    const list = listed(1, { Names: [`/${name}`], Image: name.repeat(3), State: '\u202e' });
    const [told] = await engine({ '/containers/json': list }).look();
    expect(told?.name).toBe(name.slice(0, 254));
    expect(told?.image).toBe(name.repeat(3).slice(0, 512));
    expect(told?.state).toBe('\u202e');
  });

  it('asks for nothing that is no identifier', async () => {
    const { look, asked } = engine({ '/containers/json': listed(1, { Id: '../../images/json?x=aaaaaaaaaaaa' }) });
    expect(await look()).toEqual([]);
    expect(asked).toEqual(['/_ping', '/containers/json?all=true']);
  });

  it.each(['', 'not JSON', '{"message":"no"}', '[{"Id":', 'null', '7', '[],"all":[1]'])('fails at %j', async (text) => {
    await expect(engine({ '/containers/json': text }).look()).rejects.toThrow('no list of containers');
  });

  it('tells none where there is none', async () => {
    expect(await engine({ '/containers/json': '[]\n' }).look()).toEqual([]);
  });

  it('passes over counters that are garbage', async () => {
    const told = await engine({ '/containers/json': LIST, [DENOISER]: '{"cpu_stats":[]', [CACHE]: '[]' }).look();
    expect(told.map(({ memoryBytes }) => memoryBytes)).toEqual([null, null, null]);
  });

  it('fails when its time is over', async () => {
    await expect(engine({ '/containers/json': LIST }).collector.collect(AbortSignal.abort())).rejects.toThrow();
  });
});

describe('containers availability', () => {
  it.each<[string, AccessTo, object]>([
    [
      'works by the first engine that answers',
      async (path) => (path === SOCKET ? 'absent' : 'open'),
      { kind: 'works' },
    ],
    ['is absent without a socket', async () => 'absent', { kind: 'absent', why: 'no container engine runs here' }],
    [
      'is barred without rights',
      async (path) => (path === SOCKET ? 'barred' : 'absent'),
      { kind: 'barred', why: expect.stringMatching(/add the user to group docker/) },
    ],
  ])('%s', async (_, accessTo, expected) => {
    expect(await engine({}, accessTo).collector.availability(patience())).toEqual(expected);
  });

  it('is absent where a socket has outlived its engine', async () => {
    const dead = containers(
      {
        clock: new ManualClock(),
        accessTo: async () => 'open',
        sockets: [SOCKET],
        engineAt: () => async () => {
          throw new Error('connect ECONNREFUSED');
        },
      },
      30_000,
    );
    expect(await dead.availability(patience())).toMatchObject({ kind: 'absent' });
    await expect(dead.collect(patience())).rejects.toThrow('no container engine runs here');
  });
});
