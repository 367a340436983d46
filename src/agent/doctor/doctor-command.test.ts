import { describe, expect, test, vi } from 'vitest';
import { type HubApi, HubCallError } from '../../shared/hub-api.ts';
import { ManualClock } from '../../shared/manual-clock.ts';
import { UsageError } from '../../shared/usage-error.ts';
import { VERSION } from '../../shared/version.ts';
import { type Collector, type CollectorOf, sound, WORKS } from '../collectors/collector.ts';
import { readDoctorArguments } from './doctor-arguments.ts';
import { type DoctorDeps, runDoctor } from './doctor-command.ts';
import { DOCTOR_HELP } from './doctor-help.ts';

function memory(name: string, more: Partial<CollectorOf<'uptimeSeconds'>> = {}): Collector {
  return {
    name,
    part: 'uptimeSeconds',
    periodMillis: 5_000,
    timeoutMillis: 2_000,
    cheap: true,
    availability: async () => WORKS,
    collect: async () => sound(7_200),
    ...more,
  };
}

async function diagnose(argv: readonly string[], more: Partial<DoctorDeps> = {}) {
  const clock = new ManualClock();
  let printed = '';
  const deps: DoctorDeps = {
    clock,
    measureCpu: () => () => 1,
    collectors: [memory('uptime')],
    read: () => '1048576',
    list: async () => ['a', 'b'],
    shareOf: async () => null,
    mayReadKernelLog: () => false,
    workingDirectory: '/renders',
    hub: () => ({ mistake: 'There is no secret.' }),
    print: async (text) => {
      printed += text;
    },
    printError: () => {},
    columns: null,
    showsProgress: false,
    ...more,
  };
  let status: number | null = null;
  const done = runDoctor(readDoctorArguments(['--json', ...argv]), deps).then((value) => {
    status = value;
  });
  await vi.waitFor(() => {
    clock.advance(500);
    expect(status).not.toBeNull();
  }, 5_000);
  await done;
  return { status, ...JSON.parse(printed) };
}

describe('runDoctor', () => {
  test('is content where all works, and looks twice', async () => {
    const collect = vi.fn(async () => sound(7_200));
    const { status, ok, collectors, checks } = await diagnose([], { collectors: [memory('uptime', { collect })] });
    expect({ status, ok }).toEqual({ status: 0, ok: true });
    expect(collectors).toMatchObject([{ name: 'uptime', state: 'works', tells: 'uptime', saw: '2h' }]);
    expect(collect.mock.calls.length).toBeGreaterThan(1);
    expect(checks).toEqual([
      { name: 'inotify', state: 'ok', message: '1048576 directories may be watched by all programs of this user' },
    ]);
  });

  test('calls what is absent or barred no fault, and says why', async () => {
    const collectors = [
      memory('a', { availability: async () => ({ kind: 'absent', why: 'no such card' }) }),
      memory('b', { availability: async () => ({ kind: 'barred', why: 'run it as root' }) }),
    ];
    expect(await diagnose([], { collectors })).toMatchObject({
      status: 0,
      collectors: [
        { state: 'absent', why: 'no such card', wallMillis: null },
        { state: 'barred', why: 'run it as root', saw: null },
      ],
    });
  });

  test.each<[string, Partial<CollectorOf<'uptimeSeconds'>>, object]>([
    ['fails', { collect: () => Promise.reject(new Error('no /proc')) }, { state: 'fails', why: 'no /proc' }],
    ['does not answer', { collect: () => new Promise(() => {}) }, { state: 'fails', why: 'no answer within 2 s' }],
    ['cannot say', { availability: () => Promise.reject(new Error('EIO')) }, { state: 'fails', why: 'EIO' }],
    ['tells half', { collect: async () => ({ value: 1, problems: ['x', 'y'] }) }, { state: 'partly', why: 'x; y' }],
  ])('ends with 1 where one that should work %s', async (_, more, expected) => {
    const { status, collectors } = await diagnose([], { collectors: [memory('a', more), memory('b')] });
    expect(status).toBe(1);
    expect(collectors).toMatchObject([expected, { state: 'works' }]);
  });

  test('stops all collectors', async () => {
    const stop = vi.fn();
    await diagnose([], { collectors: [memory('a', { stop })] });
    expect(stop).toHaveBeenCalledTimes(1);
  });

  test.each<[string, Error | null, object]>([
    ['may be read', null, { state: 'ok', message: expect.stringMatching(/2 entries, on the share nas:\/x, so it is/) }],
    ['is not there', withCode('ENOENT'), { state: 'note', message: expect.stringMatching(/not there yet/) }],
    ['is barred', withCode('EACCES'), { state: 'fails', message: expect.stringMatching(/give it the rights/) }],
    ['is a file', withCode('ENOTDIR'), { state: 'fails', message: expect.stringMatching(/no directory/) }],
    ['is broken', withCode('EIO'), { state: 'fails', message: 'cannot be read: EIO' }],
  ])('says of a directory that %s how it stands', async (_, error, expected) => {
    const list = async () => {
      if (error) throw error;
      return ['a', 'b'];
    };
    const { checks } = await diagnose(['out', '/renders/out'], { list, shareOf: async () => 'nas:/x' });
    expect(checks).toMatchObject([{ name: '/renders/out', ...expected }, { name: 'inotify' }]);
  });

  test('does not wait for a share that hangs', async () => {
    const { status, checks } = await diagnose(['/mnt/nas'], { list: () => new Promise(() => {}) });
    expect(status).toBe(1);
    expect(checks[0].message).toMatch(/^no answer within 5 s: is its share away\?/);
  });

  test('tells of few watches, and of a log that may not be read where there is a card', async () => {
    const { status, checks } = await diagnose([], { read: () => '8192', collectors: [memory('nvidia-smi')] });
    expect(status).toBe(0);
    expect(checks).toMatchObject([
      { name: 'inotify', state: 'note', message: expect.stringMatching(/sysctl fs.inotify.max_user_watches=/) },
      { name: 'kernel log', state: 'note', message: expect.stringMatching(/run the agent as root/) },
    ]);
  });
});

describe('runDoctor with a hub', () => {
  const url = new URL('http://10.0.0.5:3000');
  const health = { status: 'ok', version: VERSION, uptimeSeconds: 1, nodes: 0, streams: 0, problems: [] };

  async function check(answer: () => Promise<unknown>) {
    const close = vi.fn();
    const api = { call: answer, close } as unknown as HubApi;
    const { status, checks } = await diagnose(['--hub', url.href], { hub: () => ({ url, api }) });
    expect(close).toHaveBeenCalled();
    return { status, hub: checks[0] };
  }

  test.each<[string, () => Promise<unknown>, 'ok' | 'note' | 'fails', RegExp]>([
    ['answers', async () => health, 'ok', /takes the secret/],
    ['is of another version', async () => ({ ...health, version: '9.9.9' }), 'note', /9\.9\.9.*update the older one/],
    ['is ill', async () => ({ ...health, status: 'degraded', problems: ['disk full'] }), 'note', /degraded: disk full/],
    ['is away', async () => fail(0, 'unreachable', 'ECONNREFUSED'), 'fails', /cannot be reached.*firewall.*3000/],
    ['refuses the secret', async () => fail(401, 'unauthorized', 'Wrong secret.'), 'fails', /refuses: Wrong secret/],
    ['is none', async () => fail(200, 'no_hub', 'This is no hub.'), 'fails', /^This is no hub/],
  ])('says so where it %s', async (_, answer, state, message) => {
    expect(await check(answer)).toMatchObject({
      status: state === 'fails' ? 1 : 0,
      hub: { name: 'hub', state, message: expect.stringMatching(message) },
    });
  });

  test('says that a secret is missing', async () => {
    const { status, checks } = await diagnose(['--hub', url.href]);
    expect(status).toBe(1);
    expect(checks[0]).toEqual({ name: 'hub', state: 'fails', message: 'There is no secret.' });
  });
});

function fail(status: number, code: string, message: string): never {
  throw new HubCallError(status, code, message);
}

function withCode(code: string): Error {
  return Object.assign(new Error(code), { code });
}

describe('readDoctorArguments', () => {
  test('reads directories, hub and form', () => {
    expect(readDoctorArguments(['/a', '--hub', 'http://h:1', '/b', '--json'])).toEqual({
      wants: null,
      directories: ['/a', '/b'],
      hub: 'http://h:1',
      form: 'json',
    });
    expect(readDoctorArguments([])).toEqual({ wants: null, directories: [], hub: null, form: 'text' });
  });

  test('refuses an option that there is not', () => {
    expect(() => readDoctorArguments(['--fix'])).toThrow(UsageError);
  });
});

test('DOCTOR_HELP names each option and fits a terminal', () => {
  for (const option of ['--hub URL', '--json', '--help, --version']) expect(DOCTOR_HELP).toContain(`\n  ${option} `);
  expect(DOCTOR_HELP.split('\n').filter((line) => line.length > 80)).toEqual([]);
});
