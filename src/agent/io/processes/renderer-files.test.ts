import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, realpath, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../shared/clock.ts';
import { ManualClock } from '../../../shared/manual-clock.ts';
import type { Mount } from '../mounts.ts';
import { createSlowLane } from '../slow-lane.ts';
import { createRendererFiles, type RendererFiles } from './renderer-files.ts';

const FIXTURE = fileURLToPath(new URL('../../../../fixtures/scenes/shot-3.4.blend', import.meta.url));
const LONG_AGO = new Date(2020, 0, 1);
const SINCE = new Date(2024, 0, 1).getTime();

let directory: string;

beforeEach(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), 'sentry-files-')));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

function filesOn(type: string): RendererFiles {
  const disk: Mount = { mountPoint: '/', root: '/', type: 'ext4', source: '/dev/a' };
  const mount: Mount = { mountPoint: directory, root: '/', type, source: 'nas:/r' };
  return createRendererFiles({
    clock: systemClock,
    slowLane: createSlowLane({ clock: systemClock }),
    readMounts: async () => [disk, mount],
  });
}

async function blend(path: string, scene: string | null = null) {
  const read = await filesOn('ext4').read([{ kind: 'blend', path, scene }]);
  return read.blend(path, scene);
}

describe('createRendererFiles', () => {
  it('reads a .blend as it is and compressed by gzip', async () => {
    const plain = join(directory, 'plain.blend');
    await writeFile(plain, gunzipSync(await readFile(FIXTURE)));
    await copyFile(FIXTURE, join(directory, 'packed.blend'));
    const settings = await blend(plain);
    expect(settings).toMatchObject({ output: '//frames/shot.####', first: 5, last: 41 });
    expect(await blend(join(directory, 'packed.blend'))).toEqual(settings);
    expect(await blend(plain, 'Scene')).toEqual(settings);
    expect(await blend(plain, 'No such')).toBeNull();
  });

  it.each([
    ['is cut in compression', (bytes: Buffer) => bytes.subarray(0, 20_000)],
    ['is no .blend', () => Buffer.from('x')],
    ['is empty', () => Buffer.alloc(0)],
  ])('tells nothing of a scene that %s', async (_, change) => {
    const path = join(directory, 'a.blend');
    await writeFile(path, change(await readFile(FIXTURE)));
    expect(await blend(path)).toBeNull();
  });

  it('tells nothing of a scene that is a directory, or not there', async () => {
    expect(await blend(directory)).toBeNull();
    expect(await blend(join(directory, 'none.blend'))).toBeNull();
  });

  it.runIf(process.platform !== 'win32')('is not held by a pipe of that name', async () => {
    const path = join(directory, 'a.blend');
    execFileSync('mkfifo', [path]);
    expect(await blend(path)).toBeNull();
    const read = await filesOn('ext4').read([{ kind: 'text', path }]);
    expect(read.text(path)).toBeNull();
  });

  it('reads settings up to 64 KiB', async () => {
    const path = join(directory, 'a.ini');
    await writeFile(path, `Final_Frame=3\n${'x'.repeat(100_000)}`);
    const read = await filesOn('ext4').read([{ kind: 'text', path }]);
    expect(read.text(path)).toHaveLength(64 * 1024);
    expect(read.text(join(directory, 'other.ini'))).toBeNull();
  });

  it('tells which numbered images changed, and when', async () => {
    for (const name of ['a.0001.png', 'a.0002.png', 'notes.txt', 'still.png'])
      await writeFile(join(directory, name), 'x');
    await utimes(join(directory, 'a.0001.png'), LONG_AGO, LONG_AGO);
    await mkdir(join(directory, 'd.0001.png'));
    const look = await filesOn('ext4').look(directory, SINCE);
    expect(look?.isLocal).toBe(true);
    expect([...(look?.files ?? [])].toSorted()).toEqual([
      ['a.0001.png', LONG_AGO.getTime()],
      ['a.0002.png', expect.any(Number)],
    ]);
  });

  it('does not look into a directory that nothing was added to since', async () => {
    await writeFile(join(directory, 'a.0001.png'), 'x');
    await utimes(directory, LONG_AGO, LONG_AGO);
    expect((await filesOn('ext4').look(directory, SINCE))?.files.size).toBe(0);
  });

  it('asks a share for its names alone', async () => {
    await writeFile(join(directory, 'a.0001.png'), 'x');
    await mkdir(join(directory, 'sub'));
    const files = filesOn('nfs4');
    expect(await files.look(directory, SINCE)).toEqual({ isLocal: false, files: new Map([['a.0001.png', 0]]) });
    expect(await files.changedWithin(directory, SINCE)).toEqual([]);
  });

  it('tells the directories within that files came into', async () => {
    for (const name of ['new', 'old']) await mkdir(join(directory, name));
    await utimes(join(directory, 'old'), LONG_AGO, LONG_AGO);
    await symlink(directory, join(directory, 'link'));
    expect(await filesOn('ext4').changedWithin(directory, SINCE)).toEqual([join(directory, 'new')]);
  });

  it('answers although a share does not', async () => {
    const clock = new ManualClock();
    const slowLane = createSlowLane({ clock: systemClock });
    void slowLane.inTurn('nas:/r', () => new Promise(() => {}));
    const mount: Mount = { mountPoint: '/dead', root: '/', type: 'nfs4', source: 'nas:/r' };
    const files = createRendererFiles({ clock, slowLane, readMounts: async () => [mount] });
    let answer: boolean | null = null;
    void files.isDirectory('/dead/frames').then((is) => {
      answer = is;
    });
    // The clock moves on only when the question has been asked.
    await vi.waitFor(() => {
      clock.advance(10_000);
      expect(answer).toBe(false);
    });
  });
});
