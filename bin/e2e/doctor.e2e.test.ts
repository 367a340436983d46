/** `sentry-agent doctor` as people run it, and the agent's one `nvidia-smi` on a machine that has (made-up) cards. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { type FakeNvidiaSmi, fakeNvidiaSmi, isAlive } from '../../src/agent/testing/fake-nvidia-smi.ts';
import { noMachines } from './machines.ts';
import {
  freePort,
  type Program,
  programPath,
  startHub,
  startProgram,
  startSentry,
  temporaryDirectory,
  until,
} from './programs.ts';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

async function hubHere() {
  const directory = await temporaryDirectory();
  cleanUps.push(directory.remove);
  const hub = await startHub(directory.path, await freePort());
  cleanUps.push(() => hub.end());
  return hub;
}

async function endOf(program: Program): Promise<{ status: number | string; output: string }> {
  return { status: await program.exited, output: program.output() };
}

describe('sentry-agent doctor', () => {
  test('finds nothing broken here, and that the hub takes the secret', async () => {
    const hub = await hubHere();
    const { status, output } = await endOf(startSentry('sentry-agent', ['doctor', '--json', '--hub', hub.url, '.']));
    expect(status, output).toBe(0);
    const { ok, collectors, checks } = JSON.parse(output);
    expect(ok).toBe(true);
    expect(collectors).toContainEqual(
      expect.objectContaining({ name: 'memory', part: 'memory', state: 'works', wallMillis: expect.any(Number) }),
    );
    for (const { state, why, name } of collectors) if (state !== 'works') expect(why, name).toMatch(/\w+ \w+/);
    expect(checks).toContainEqual(expect.objectContaining({ name: 'hub', state: 'ok' }));
  });

  test('says what is wrong in lines, and ends with 1', async () => {
    const hub = await hubHere();
    const env = { SENTRY_SECRET: 'not-the-secret-of-this-hub' };
    const { status, output } = await endOf(startSentry('sentry-agent', ['doctor', '--hub', hub.url], { env }));
    expect(status, output).toBe(1);
    expect(output).toMatch(/^works +uptime /m);
    expect(output).toMatch(/^fails +hub .*refuses/m);
    expect(output).toMatch(/collectors tell something; broken: hub\.\n$/);
  });

  test('has a help of its own, and refuses what it does not know', async () => {
    const help = await endOf(startSentry('sentry-agent', ['doctor', '--help']));
    expect(help.status).toBe(0);
    expect(help.output).toMatch(/^sentry-agent doctor - /);
    expect((await endOf(startSentry('sentry-agent', ['doctor', '--frobnicate']))).status).toBe(2);
  });
});

const [HEAD = '', ...CARDS] = fixture('nvidia-smi-query-535.csv').trimEnd().split('\n');

function fixture(name: string): string {
  return readFileSync(fileURLToPath(new URL(`../../fixtures/commands/${name}`, import.meta.url)), 'utf8');
}

/** The agent where no bus is to be seen, as in a container, and the driver's program is. */
function startWithCards(fake: FakeNvidiaSmi, args: readonly string[]): Program {
  const hideBus = 'mount -t tmpfs none /sys/bus/pci/devices 2>/dev/null; exec "$@"';
  const agent = [process.execPath, programPath('sentry-agent'), ...args];
  const env = { PATH: `${fake.directory}:${process.env.PATH}` };
  return startProgram('unshare', ['--mount', 'sh', '-c', hideBus, 'sh', ...agent], { env });
}

const skipped = noMachines();
describe.skipIf(skipped)(`the agent and nvidia-smi${skipped ? ` (${skipped})` : ''}`, () => {
  async function madeUpCards(): Promise<FakeNvidiaSmi> {
    const fake = await fakeNvidiaSmi([{ says: [HEAD], repeats: CARDS }], fixture('nvidia-smi-q-x-535.xml'));
    cleanUps.push(fake.remove);
    return fake;
  }

  test('doctor sees the cards and leaves no process behind', async () => {
    const fake = await madeUpCards();
    const { status, output } = await endOf(startWithCards(fake, ['doctor', '--json']));
    expect(status, output).toBe(0);
    const { collectors } = JSON.parse(output);
    expect(collectors).toContainEqual(expect.objectContaining({ name: 'nvidia-smi', state: 'works', saw: '2 cards' }));
    const { pids } = await fake.runs();
    expect(pids).toHaveLength(1);
    await until('nvidia-smi has ended', () => !isAlive(pids[0] ?? 0), 10);
  });

  test('the hub knows the cards, and an agent that is killed leaves no process behind', async () => {
    const [hub, fake] = [await hubHere(), await madeUpCards()];
    const agent = startWithCards(fake, ['--hub', hub.url, '--interval', '1', '--node-id', 'gpu-1']);
    cleanUps.push(() => agent.end('SIGKILL'));
    const gpus = await until('the hub knows two cards', async () => {
      const node = await hub.json('/api/nodes/gpu-1');
      return node.report?.hardware?.gpus?.length === 2 ? node.report.hardware.gpus : null;
    });
    expect(gpus).toMatchObject([
      { name: 'NVIDIA RTX A6000', celsius: 84, limitCelsius: 95, throttleReasons: ['sw_power_cap'] },
      { name: 'NVIDIA GeForce RTX 4090', celsius: 36, limitCelsius: 85, throttleReasons: [] },
    ]);
    const { pids } = await fake.runs();
    expect(isAlive(pids[0] ?? 0)).toBe(true);
    await agent.end('SIGKILL');
    await until('nvidia-smi has ended', () => !isAlive(pids[0] ?? 0), 10);
    expect((await fake.runs()).pids).toEqual(pids);
  });
});
