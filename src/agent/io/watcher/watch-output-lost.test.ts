import { mkdir, rename, truncate, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { directory, eventually, sequence, watch, write } from '../../testing/watched-directory.ts';
import { systemFiles } from './output-watcher-files.ts';

/** Tells nothing: what it should have told is lost. */
const deaf = { ...systemFiles, watchFiles: () => () => {}, watchSubdirectories: () => () => {} };

describe('watchOutput', () => {
  it('finds by reading again that known files have changed', async () => {
    await write('a.0001.png', '');
    await write('a.0002.png');
    await write('a.0003.png', 'many pixels');
    const watcher = watch({ reconcileMillis: 50 }, { files: deaf });
    await watcher.ready;
    await write('a.0001.png', 'filled');
    await truncate(join(directory, 'a.0002.png'), 0);
    await write('a.0003.png', 'few');
    await eventually(() =>
      expect(sequence(watcher)).toMatchObject({ done: '1,3', placeholders: '2', doneBytes: 9, writing: '' }),
    );
  });

  it('finds what was lost in one directory while others keep turning up', async () => {
    let tellSubdirectory = (_: string): void => {};
    const files = {
      ...deaf,
      watchSubdirectories: (path: string, onAdded: (path: string) => void) => {
        if (path === directory) tellSubdirectory = onAdded;
        return () => {};
      },
    };
    const watcher = watch({ reconcileMillis: 400 }, { files });
    await watcher.measured;
    await write('a.0001.png');
    let made = 0;
    await eventually(() => {
      const path = join(directory, `new-${made++}`);
      void mkdir(path).then(() => tellSubdirectory(path));
      expect(sequence(watcher)).toMatchObject({ done: '1' });
    });
  });

  it('takes frames that come with a directory that is moved here as coverage, and what follows as completed', async () => {
    await mkdir(join(directory, 'elsewhere/below'), { recursive: true });
    await mkdir(join(directory, 'root'));
    for (const name of ['elsewhere/a.0001.png', 'elsewhere/below/b.0001.png']) {
      await write(name);
      await utimes(join(directory, name), 1_000_000, 1_000_000);
    }
    const watcher = watch({ roots: [join(directory, 'root')] });
    await watcher.measured;
    await rename(join(directory, 'elsewhere'), join(directory, 'root/here'));
    await eventually(() => expect(watcher.snapshot().sequences).toHaveLength(2));
    await eventually(() => expect(watcher.snapshot().sequences.map(({ done }) => done)).toEqual(['1', '1']));
    expect(watcher.snapshot().sequences.flatMap(({ recent }) => recent)).toEqual([]);
    await write('root/here/a.0002.png');
    await eventually(() => expect(sequence(watcher)?.recent).toMatchObject([{ frame: 2 }]));
  });

  it('watches again as soon as the system has watches left', async () => {
    let refused = 0;
    const watchFiles: typeof systemFiles.watchFiles = (path, events) => {
      if (refused++ < 2) throw Object.assign(new Error('no watch left'), { code: 'ENOSPC' });
      return systemFiles.watchFiles(path, events);
    };
    const watcher = watch({}, { files: { ...systemFiles, watchFiles } });
    await eventually(() => expect(watcher.snapshot().roots[0]?.status).toBe('polling'));
    await eventually(() => expect(watcher.snapshot().roots[0]).toMatchObject({ status: 'watching', reason: null }));
  });
});

describe('watchOutput, of its roots', () => {
  it('is measured only when none of them is scanning', async () => {
    await Promise.all(Array.from({ length: 3000 }, (_, i) => write(`a.${i + 1}.png`)));
    const watcher = watch();
    await watcher.measured;
    expect(watcher.snapshot().roots[0]?.status).toBe('watching');
    expect(sequence(watcher)?.done).toBe('1-3000');
  });

  it('reports a root within another one once', async () => {
    await mkdir(join(directory, 'within'));
    await write('within/a.0001.png');
    const watcher = watch({ roots: [directory, join(directory, 'within')] });
    await watcher.measured;
    await write('within/a.0002.png');
    await eventually(() => expect(watcher.snapshot().sequences).toMatchObject([{ done: '1-2' }]));
    expect(watcher.snapshot().roots.map(({ directories }) => directories)).toEqual([1, 1]);
  });

  it('says that one is a file', async () => {
    await write('a.0001.png');
    const path = join(directory, 'a.0001.png');
    const watcher = watch({ roots: [path] });
    await watcher.ready;
    const reason = `${path} is a file, not a directory; name the directory that holds it.`;
    expect(watcher.snapshot().roots[0]).toMatchObject({ status: 'unreadable', reason });
  });

  it('says which part may not be read, until it may', async () => {
    const hidden = join(directory, 'no');
    await mkdir(hidden);
    let allowed = false;
    const readDirectory: typeof systemFiles.readDirectory = (path, onEntry) =>
      path === hidden && !allowed
        ? Promise.reject(Object.assign(new Error('EACCES'), { code: 'EACCES' }))
        : systemFiles.readDirectory(path, onEntry);
    const watcher = watch({ reconcileMillis: 50 }, { files: { ...systemFiles, readDirectory } });
    await watcher.ready;
    const reason = expect.stringContaining(`1 directory cannot be read: ${hidden}`);
    expect(watcher.snapshot().roots[0]).toMatchObject({ status: 'watching', reason });
    allowed = true;
    await eventually(() => expect(watcher.snapshot().roots[0]).toMatchObject({ status: 'watching', reason: null }));
  });
});
