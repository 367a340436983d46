import { appendFile, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseFrameRange } from '../../../shared/frames/frame-notation.ts';
import { SequenceReport } from '../../../shared/protocol/sequence.ts';
import { checkerFor } from '../../../shared/protocol/validate.ts';
import { directory, eventually, sequence, watch, write } from '../../testing/watched-directory.ts';
import type { OutputChange } from './output-watcher.ts';
import { systemFiles } from './output-watcher-files.ts';

describe.each([
  ['watching', false],
  ['polling', true],
])('watchOutput, %s', (status, poll) => {
  it('takes what was there before as coverage, and empty files as placeholders', async () => {
    await write('a.0001.png');
    await write('a.0002.png', '');
    await write('a.0003.png.tmp');
    const watcher = watch({ poll, expected: parseFrameRange('1-240'), title: 'Shot' });
    await watcher.ready;
    const found = sequence(watcher);
    expect(found).toMatchObject({
      share: 'n1:local',
      directory: directory.slice(1),
      localPath: directory,
      pattern: 'a.####.png',
      title: 'Shot',
      expected: '1-240',
      done: '1',
      placeholders: '2',
      doneBytes: 6,
      startedAt: null,
      changedAt: null,
      recent: [],
    });
    expect(checkerFor(SequenceReport)(found).ok).toBe(true);
    await eventually(() => expect(watcher.snapshot().roots[0]).toMatchObject({ status, directories: 1, files: 2 }));
  });

  it('completes a frame that is written, tells of it, and forgets it when it is deleted', async () => {
    const watcher = watch({ poll });
    await watcher.ready;
    const changes: OutputChange[] = [];
    watcher.onChange((change) => changes.push(change));
    await write('a.0007.png', '12345');
    await eventually(() => expect(sequence(watcher)).toMatchObject({ done: '7', doneBytes: 5 }));
    expect(sequence(watcher)?.recent).toMatchObject([{ frame: 7, sizeBytes: 5 }]);
    expect(sequence(watcher)?.startedAt).not.toBeNull();
    expect(changes).toContain('urgent');
    await rm(join(directory, 'a.0007.png'));
    await eventually(() => expect(watcher.snapshot().sequences).toEqual([]));
  });

  it('completes a placeholder that is filled, and a finished frame that is written again', async () => {
    await write('a.0001.png', '');
    const watcher = watch({ poll });
    await watcher.ready;
    await write('a.0001.png', 'first');
    await eventually(() => expect(sequence(watcher)).toMatchObject({ done: '1', placeholders: '', doneBytes: 5 }));
    await write('a.0001.png', 'the second');
    await eventually(() => expect(sequence(watcher)).toMatchObject({ done: '1', doneBytes: 10 }));
    expect(sequence(watcher)?.recent.map((completion) => completion.sizeBytes)).toEqual([5, 10]);
  });

  it('finds directories of any depth that turn up, and forgets those that go and finds them again', async () => {
    const watcher = watch({ poll, share: 'farm' });
    await watcher.ready;
    await mkdir(join(directory, 'x', 'y'), { recursive: true });
    await write('x/y/a.0001.png');
    const expected = { share: 'farm', directory: 'x/y', done: '1' };
    await eventually(() => expect(sequence(watcher)).toMatchObject(expected));
    await rm(join(directory, 'x'), { recursive: true });
    await eventually(() => expect(watcher.snapshot().sequences).toEqual([]));
    await mkdir(join(directory, 'x', 'y'), { recursive: true });
    await write('x/y/a.0001.png');
    await eventually(() => expect(sequence(watcher)).toMatchObject(expected));
  });

  it('says that a root is missing, and watches it as soon as it is there', async () => {
    const root = join(directory, 'later');
    const watcher = watch({ poll, roots: [root] });
    await watcher.ready;
    expect(watcher.snapshot().roots[0]).toMatchObject({
      status: 'missing',
      reason: `${root} does not exist yet; it is watched as soon as it does.`,
    });
    await mkdir(root);
    await eventually(() => expect(watcher.snapshot().roots[0]?.status).toBe(status));
    await write('later/a.1.png');
    await eventually(() => expect(sequence(watcher)).toMatchObject({ pattern: 'a.#.png', done: '1' }));
  });
});

describe('watchOutput', () => {
  it('completes a frame at once when it is renamed from a temporary name', async () => {
    const watcher = watch({}, { openFiles: { evidence: async () => 'open' } });
    await watcher.ready;
    await write('a.0001.png.tmp');
    await rename(join(directory, 'a.0001.png.tmp'), join(directory, 'a.0001.png'));
    await eventually(() => expect(sequence(watcher)).toMatchObject({ done: '1', writing: '' }));
  });

  it('follows a frame that is moved to another number', async () => {
    await write('a.0001.png');
    const watcher = watch();
    await watcher.ready;
    await rename(join(directory, 'a.0001.png'), join(directory, 'a.0009.png'));
    await eventually(() => expect(sequence(watcher)).toMatchObject({ done: '9' }));
  });

  it('finds by reading again what the system did not tell', async () => {
    const deaf = { ...systemFiles, watchFiles: () => () => {}, watchSubdirectories: () => () => {} };
    await write('a.0001.png');
    const watcher = watch({ reconcileMillis: 50 }, { files: deaf });
    await watcher.ready;
    await rm(join(directory, 'a.0001.png'));
    await write('a.0002.png');
    await mkdir(join(directory, 'below'));
    await write('below/b.0001.png');
    await eventually(() =>
      expect(
        watcher
          .snapshot()
          .sequences.map((found) => `${found.pattern} ${found.done}`)
          .sort(),
      ).toEqual(['a.####.png 2', 'b.####.png 1']),
    );
  });

  it('keeps answering when a root never does', async () => {
    const dead = join(directory, 'dead');
    const stuck = <T>(path: string, call: () => Promise<T>): Promise<T> =>
      path.startsWith(dead) ? new Promise<T>(() => {}) : call();
    const files = {
      ...systemFiles,
      readDirectory: (path: string, onEntry: Parameters<typeof systemFiles.readDirectory>[1]) =>
        stuck(path, () => systemFiles.readDirectory(path, onEntry)),
      realPath: (path: string) => stuck(path, () => systemFiles.realPath(path)),
    };
    await mkdir(join(directory, 'alive'));
    const watcher = watch({ roots: [dead, join(directory, 'alive')] }, { files });
    await write('alive/a.0001.png');
    await eventually(() => expect(sequence(watcher)).toMatchObject({ done: '1' }));
    expect(watcher.snapshot().roots.map((root) => root.status)).toEqual(['scanning', 'watching']);
  });

  it('polls and names the share when the root is on a network mount', async () => {
    const mount = { mountPoint: directory, root: '/renders', type: 'nfs4', source: 'nas:/vol' };
    await mkdir(join(directory, 'shot'));
    await write('shot/a.0001.png');
    const watcher = watch({}, { readMounts: async () => [mount] });
    await watcher.ready;
    expect(sequence(watcher)).toMatchObject({ share: 'nas:/vol', directory: 'renders/shot', done: '1' });
    await eventually(() => expect(watcher.snapshot().roots[0]?.status).toBe('polling'));
  });

  it('keeps answering for a share when another one hangs', async () => {
    const [dead, alive] = [join(directory, 'dead'), join(directory, 'alive')];
    const share = (mountPoint: string, source: string) => ({ mountPoint, root: '/', type: 'nfs4', source });
    const look = (path: string) => (path.startsWith(dead) ? new Promise<null>(() => {}) : systemFiles.look(path));
    for (const path of [dead, alive]) await mkdir(path);
    for (let frame = 1; frame <= 9; frame++) await write(`dead/d.${frame}.png`);
    await write('alive/a.1.png');
    const watcher = watch(
      { roots: [dead, alive] },
      {
        files: { ...systemFiles, look },
        readMounts: async () => [share(dead, 'nas1:/x'), share(alive, 'nas2:/x')],
      },
    );
    const found = (): SequenceReport | undefined =>
      watcher.snapshot().sequences.find((report) => report.share === 'nas2:/x');
    await eventually(() => expect(found()).toMatchObject({ done: '1' }));
    await write('alive/a.2.png');
    await eventually(() => expect(found()).toMatchObject({ done: '1-2' }));
  });

  it.each(['ENOSPC', 'EMFILE'])('polls and says why when no watch is left (%s)', async (code) => {
    const refuse = (): never => {
      throw Object.assign(new Error(`${code}: System limit for number of file watchers reached`), { code });
    };
    await write('a.0001.png');
    const watcher = watch({ reconcileMillis: 600_000 }, { files: { ...systemFiles, watchFiles: refuse } });
    await watcher.ready;
    const reason = expect.stringContaining('max_user_watches');
    await eventually(() => expect(watcher.snapshot().roots[0]).toMatchObject({ status: 'polling', reason }));
    await write('a.0002.png');
    await eventually(() => expect(sequence(watcher)).toMatchObject({ done: '1-2', doneBytes: 12 }));
    await write('a.0001.png', 'rendered again');
    await eventually(() => expect(sequence(watcher)).toMatchObject({ done: '1-2', doneBytes: 20 }));
  });

  it('waits for the size to rest when nobody can tell who writes', async () => {
    const watcher = watch({}, { openFiles: { evidence: async () => 'unknown' } });
    await watcher.ready;
    await write('a.0001.png', 'half');
    await eventually(() => expect(sequence(watcher)).toMatchObject({ writing: '1', done: '' }));
    await appendFile(join(directory, 'a.0001.png'), ' whole');
    await eventually(() => expect(sequence(watcher)).toMatchObject({ writing: '', done: '1', doneBytes: 10 }));
    expect(sequence(watcher)?.recent).toHaveLength(1);
  });

  it('ends with every frame when many come at once', async () => {
    const watcher = watch();
    await watcher.ready;
    const names = Array.from({ length: 3000 }, (_, i) => `a.${String(i + 1).padStart(4, '0')}.png`);
    await Promise.all(names.map((name) => write(name)));
    await eventually(() => expect(sequence(watcher)).toMatchObject({ done: '1-3000', doneBytes: 18_000 }));
  });
});
