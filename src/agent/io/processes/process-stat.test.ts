import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProcessStatReader, listPids, pageBytesOf } from './process-stat.ts';

let proc: string;

beforeEach(async () => {
  proc = await mkdtemp(join(tmpdir(), 'sentry-stat-'));
});
afterEach(() => rm(proc, { recursive: true, force: true }));

async function stat(pid: string, text: string): Promise<void> {
  await mkdir(join(proc, pid));
  await writeFile(join(proc, pid, 'stat'), text);
}

/** Fields from the third on, as proc(5) counts them. */
function line(name: string, fields: Readonly<Record<number, string | number>>): string {
  const all = Array.from({ length: 50 }, (_, at) => fields[at + 3] ?? 0);
  return `7 (${name}) ${all.join(' ')}\n`;
}

describe('createProcessStatReader', () => {
  it('reads what a kernel wrote', async () => {
    const captured = fileURLToPath(new URL('../../../../fixtures/commands/proc-pid-stat-6.18.txt', import.meta.url));
    await stat('32509', readFileSync(captured, 'utf8'));
    expect(createProcessStatReader(proc)('32509')).toEqual({
      name: 'cp',
      parent: 32506,
      isDead: false,
      isKernel: false,
      startTicks: 2461098,
      cpuTicks: 0,
      residentPages: 528,
    });
  });

  it('takes each figure from its place, whatever the name holds and whatever is negative', async () => {
    const fields = { 3: 'S', 4: 5, 8: -1, 9: 0x200040, 14: 100, 15: 11, 18: -51, 19: -20, 22: 9_000, 24: 12 };
    await stat('7', line('a) R 1 (ü', fields));
    expect(createProcessStatReader(proc)('7')).toEqual({
      name: 'a) R 1 (ü',
      parent: 5,
      isDead: false,
      isKernel: true,
      startTicks: 9_000,
      cpuTicks: 111,
      residentPages: 12,
    });
  });

  it.each(['Z', 'X'])('tells a process of state %s from the living', async (state) => {
    await stat('7', line('gone', { 3: state }));
    expect(createProcessStatReader(proc)('7')).toMatchObject({ isDead: true });
  });

  it('tells nothing of what is not there, nor of what another read left behind', async () => {
    await stat('7', line('there', { 3: 'S' }));
    await stat('8', '');
    const read = createProcessStatReader(proc);
    expect([read('7')?.name, read('8'), read('9')]).toEqual(['there', null, null]);
  });
});

it('listPids names the directories of processes alone', async () => {
  for (const name of ['1', '4711', 'self', 'sys', '0']) await mkdir(join(proc, name));
  expect(listPids(proc).toSorted()).toEqual(['1', '4711']);
});

describe('pageBytesOf', () => {
  it('finds the size among what else the kernel told', async () => {
    await mkdir(join(proc, 'self'));
    const words = [33n, 6n, 6n, 65_536n, 0n, 0n];
    await writeFile(join(proc, 'self', 'auxv'), new Uint8Array(new BigUint64Array(words).buffer));
    expect(pageBytesOf(proc)).toBe(65_536);
  });

  it('takes the usual size where nobody tells', () => {
    expect(pageBytesOf(proc)).toBe(4096);
  });
});

it.runIf(process.platform === 'linux')('tells of this very process what it knows of itself', () => {
  const stat = createProcessStatReader()(String(process.pid));
  expect(stat?.parent).toBe(process.ppid);
  const residentBytes = (stat?.residentPages ?? 0) * pageBytesOf();
  expect(residentBytes / process.memoryUsage.rss()).toBeGreaterThan(0.5);
  expect(residentBytes / process.memoryUsage.rss()).toBeLessThan(2);
});
