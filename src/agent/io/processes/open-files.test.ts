import { mkdir, mkdtemp, open, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../shared/clock.ts';
import { type AskedFile, createProcOpenFiles } from './open-files.ts';

let directory: string;

beforeEach(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), 'sentry-open-')));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function asked(path: string): Promise<AskedFile> {
  const { dev, ino, uid } = await stat(path);
  return { path, device: dev, inode: ino, uid };
}

describe.runIf(process.platform === 'linux')('createProcOpenFiles', () => {
  it('tells open while a process writes the file, and no longer when it has closed it', async () => {
    const path = join(directory, 'a.0001.png');
    const files = createProcOpenFiles(systemClock);
    const handle = await open(path, 'w');
    const file = await asked(path);
    expect(await files.evidence(file)).toBe('open');
    expect(await files.evidence(file)).toBe('open');
    await handle.close();
    expect(await files.evidence(file)).not.toBe('open');
  });

  it('does not mind readers when a file is open for reading only', async () => {
    const path = join(directory, 'a.0001.png');
    await writeFile(path, 'x');
    const handle = await open(path, 'r');
    expect(await createProcOpenFiles(systemClock).evidence(await asked(path))).not.toBe('open');
    await handle.close();
  });

  it('answers each file by itself when several are asked about at once', async () => {
    const paths = ['a.0001.png', 'a.0002.png'].map((name) => join(directory, name));
    const handles = await Promise.all(paths.map((path) => open(path, 'w')));
    await handles[1]?.close();
    const files = createProcOpenFiles(systemClock);
    const found = await Promise.all(paths.map(async (path) => files.evidence(await asked(path))));
    expect(found.map((evidence) => evidence === 'open')).toEqual([true, false]);
    await handles[0]?.close();
  });
});

describe('createProcOpenFiles with a made-up /proc', () => {
  const file: AskedFile = { path: '/r/a.0001.png', device: 1, inode: 1, uid: 4242 };

  it('does not know when there is no /proc', async () => {
    expect(await createProcOpenFiles(systemClock, join(directory, 'none')).evidence(file)).toBe('unknown');
  });

  it('tells closed when all processes can be looked into and none has the file', async () => {
    await mkdir(join(directory, '17', 'fd'), { recursive: true });
    expect(await createProcOpenFiles(systemClock, directory).evidence(file)).toBe('closed');
  });
});
