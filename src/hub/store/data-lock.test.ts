import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../shared/clock.ts';
import { lockDataDirectory } from './data-lock.ts';

let directory: string;
const deps = { clock: systemClock, random: Math.random };

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sentry-lock-'));
});
afterEach(() => rm(directory, { recursive: true }));

test('lockDataDirectory refuses with the remedy when the directory is taken, and works when it is free again', async () => {
  const first = await lockDataDirectory(directory, deps);
  await expect(lockDataDirectory(directory, deps)).rejects.toThrow(/^Another hub has the data directory .+ --data\.$/);
  await first.stop();
  const second = await lockDataDirectory(directory, deps);
  await second.stop();
  expect(await readdir(directory)).toEqual([]);
});

test('lockDataDirectory never lets two have it when many come at once', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => lockDataDirectory(directory, deps)));
  const locks = outcomes.filter((outcome) => outcome.status === 'fulfilled');
  expect(locks.length).toBeLessThanOrEqual(1);
  for (const lock of locks) await lock.value.stop();
});

test('lockDataDirectory says the remedy when the path is too long for a socket', async () => {
  const far = join(directory, 'x'.repeat(120));
  await expect(lockDataDirectory(far, deps)).rejects.toThrow(/too long for a lock; choose a shorter one/);
});

test('lockDataDirectory says the remedy when the directory is not there', async () => {
  await expect(lockDataDirectory(join(directory, 'none'), deps)).rejects.toThrow(/cannot be locked \(EACCES|ENOENT\)/);
});
