import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { accessTo } from './file-access.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'access-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

it('accessTo tells what is open, and what is not there', async () => {
  const file = join(directory, 'device');
  writeFileSync(file, '');
  expect(await accessTo(file)).toBe('open');
  expect(await accessTo(join(directory, 'other'))).toBe('absent');
  expect(await accessTo(join(file, 'below'))).toBe('absent');
});

it('accessTo tells as barred what the system refuses for any other reason', async () => {
  const link = join(directory, 'loop');
  symlinkSync(link, link);
  expect(await accessTo(link)).toBe('barred');
});

it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
  'accessTo tells what it may not write',
  async () => {
    expect(await accessTo('/etc/passwd')).toBe('barred');
  },
);
