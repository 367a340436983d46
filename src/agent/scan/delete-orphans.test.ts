import { readdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FileVerdict } from '../formats/verdict.ts';
import type { ScanDeps } from './scan-deps.ts';
import { put, putFrames, root, scan } from './testing/scanned-directory.ts';

describe('runScan --delete-orphans', () => {
  beforeEach(async () => {
    await putFrames('a.####.exr', [1, 2, 3]);
    await put('a.0004.exr', '', 60);
    await put('a.0005.exr', '', 1);
  });

  it('deletes nothing without a terminal to ask', async () => {
    const { err } = await scan('{} --delete-orphans');
    expect(err).toContain('{}/a.0004.exr\nNothing was deleted: there is no terminal to ask; give --yes.\n');
    expect(await readdir(root)).toHaveLength(5);
  });

  it('deletes a young placeholder too once its frame is named, and says how to when it is not', async () => {
    const unnamed = (await scan('{} --delete-orphans --yes')).err;
    expect(unnamed).toContain('frames 5. Once you know that nobody renders them, name them: --orphans=5');
    expect(await readdir(root)).toContain('a.0005.exr');
    const { err } = await scan('{} --delete-orphans --orphans 1,5 --yes');
    expect(err).toContain('  deleted: {}/a.0005.exr\n');
    expect(err).not.toContain('a.0001.exr');
    expect(await readdir(root)).toEqual(['a.0001.exr', 'a.0002.exr', 'a.0003.exr']);
  });

  it('deletes nothing when the answer is no, and the orphan alone when it is yes', async () => {
    const questions: string[] = [];
    const answer = (yes: boolean) => ({
      ask: async (question: string) => {
        questions.push(question);
        return yes;
      },
    });
    expect((await scan('{} --delete-orphans', answer(false))).err).toContain('Nothing was deleted.\n');
    expect(await readdir(root)).toHaveLength(5);
    expect((await scan('{} --delete-orphans', answer(true))).err).toContain('  deleted: {}/a.0004.exr\n');
    expect(await readdir(root)).not.toContain('a.0004.exr');
    expect(await readdir(root)).toHaveLength(4);
    expect(questions).toEqual(['Delete this file? [y/N] ', 'Delete this file? [y/N] ']);
  });

  it('leaves a file alone when it has got content while somebody thought about it', async () => {
    const ask = async (): Promise<boolean> => {
      await writeFile(join(root, 'a.0004.exr'), 'frame');
      return true;
    };
    expect((await scan('{} --delete-orphans', { ask })).err).toContain('left alone, it has changed: {}/a.0004.exr\n');
    expect(await readdir(root)).toHaveLength(5);
  });

  it('never deletes a link when --yes is given', async () => {
    await put('elsewhere/target', '', 60);
    await symlink(join(root, 'elsewhere/target'), join(root, 'a.0006.exr'));
    const { err } = await scan('{} --no-recursive --delete-orphans --yes');
    expect(err).toContain('deleted: {}/a.0004.exr\n');
    expect(err).toContain('left alone, it is no file: {}/a.0006.exr\n');
    expect(await readdir(root)).toContain('a.0006.exr');
    expect(await readdir(join(root, 'elsewhere'))).toEqual(['target']);
  });

  it('deletes nothing elsewhere when the directory is swapped for a link while somebody thinks about it', async () => {
    for (const directory of ['b', 'elsewhere']) {
      await put(`${directory}/a.0003.exr`);
      await put(`${directory}/a.0004.exr`, '', 60);
    }
    const ask = async (): Promise<boolean> => {
      await rename(join(root, 'b'), join(root, 'moved'));
      await symlink(join(root, 'elsewhere'), join(root, 'b'));
      return true;
    };
    const { err } = await scan('{}/b --delete-orphans', { ask });
    expect(err).toContain('left alone, it is another file by now: {}/b/a.0004.exr\n');
    expect(await readdir(join(root, 'elsewhere'))).toHaveLength(2);
  });
});

describe('runScan --delete-orphans --orphans --check', () => {
  const CUT: FileVerdict = { kind: 'unfinished', why: 'chunk 7 is missing', fraction: 0.5 };
  /** Frames 2 and 3 are cut. */
  const verdicts = new Map<string, FileVerdict>();
  const deps: Pick<ScanDeps, 'startChecker'> = {
    startChecker: () => ({
      check: async (path) => verdicts.get(path.slice(root.length + 1)) ?? { kind: 'whole' },
      stop: async () => {},
    }),
  };

  beforeEach(async () => {
    await putFrames('a.####.exr', [1, 2, 3]);
    await put('a.0004.exr', '');
    verdicts.clear();
    verdicts.set('a.0002.exr', CUT).set('a.0003.exr', CUT);
  });

  it('deletes what is empty and what is cut of the frames that are named, and tells what is wrong with it', async () => {
    const questions: string[] = [];
    const ask = async (question: string): Promise<boolean> => {
      questions.push(question);
      return true;
    };
    const { err } = await scan('{} --delete-orphans --orphans 1,2,4 --check', { ...deps, ask });
    expect(err).toBe(
      'Orphaned placeholders, 0 bytes each:\n  {}/a.0004.exr\n' +
        'Orphaned files that are cut:\n  {}/a.0002.exr\n      cut: chunk 7 is missing\n' +
        '  deleted: {}/a.0004.exr\n  deleted: {}/a.0002.exr\n',
    );
    expect(questions).toEqual(['Delete these 2 files? [y/N] ']);
    expect(await readdir(root)).toEqual(['a.0001.exr', 'a.0003.exr']);
  });

  it('deletes no cut file when nobody names its frame', async () => {
    const { err } = await scan('{} --delete-orphans --check --yes', deps);
    expect(err).not.toContain('cut');
    expect(await readdir(root)).toHaveLength(4);
  });

  it('says that cut files need --check when it is not given', async () => {
    const { err } = await scan('{} --delete-orphans --orphans 2-4 --yes', deps);
    expect(err).toContain('Files with content left alone: frames 2-3. Give --check too');
    expect(await readdir(root)).toEqual(['a.0001.exr', 'a.0002.exr', 'a.0003.exr']);
  });

  it.each<[string, FileVerdict]>([
    ['broken', { kind: 'broken', why: 'no EXR magic number' }],
    ['unreadable', { kind: 'unreadable', why: 'EIO' }],
    ['of a format that nobody checks', { kind: 'unchecked' }],
  ])('deletes no file that is %s', async (_, verdict) => {
    verdicts.set('a.0002.exr', verdict);
    await scan('{} --delete-orphans --orphans 2 --check --yes', deps);
    expect(await readdir(root)).toContain('a.0002.exr');
  });

  it.each<[string, () => Promise<void>]>([
    ['it is no longer known to be cut', async () => void verdicts.set('a.0002.exr', { kind: 'whole' })],
    ['it has changed', () => writeFile(join(root, 'a.0002.exr'), 'a longer frame')],
    [
      'it is no file',
      async () => {
        await rename(join(root, 'a.0002.exr'), join(root, 'moved'));
        await symlink(join(root, 'moved'), join(root, 'a.0002.exr'));
      },
    ],
  ])('leaves a cut file alone when %s while somebody thinks about it', async (why, happens) => {
    const ask = async (): Promise<boolean> => {
      await happens();
      return true;
    };
    const { err } = await scan('{} --delete-orphans --orphans 2 --check', { ...deps, ask });
    expect(err).toContain(`  left alone, ${why}: {}/a.0002.exr\n`);
    expect(await readdir(root)).toContain('a.0002.exr');
  });

  it('knows a cut subframe by its own number', async () => {
    await put('a.0001.5.exr');
    await put('a.0002.5.exr');
    verdicts.set('a.0001.5.exr', CUT).set('a.0002.5.exr', CUT);
    await scan('{} --subframes --delete-orphans --orphans 1.5,2 --check --yes', deps);
    expect(await readdir(root)).toEqual(['a.0001.exr', 'a.0002.5.exr', 'a.0003.exr', 'a.0004.exr']);
  });

  it('takes no empty subframe for the whole frame of its decimals', async () => {
    await put('a.0001.5.exr', '');
    await scan('{} --subframes --delete-orphans --orphans 5 --check --yes', deps);
    expect(await readdir(root)).toContain('a.0001.5.exr');
  });
});
