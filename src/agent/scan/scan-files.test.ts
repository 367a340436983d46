import { readdir, rename, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FileVerdict } from '../formats/verdict.ts';
import type { ScanDeps } from './scan-deps.ts';
import { put, putFrames, root, scan } from './testing/scanned-directory.ts';

describe('runScan --check', () => {
  function checkerOf(verdicts: Readonly<Record<string, FileVerdict>>): Pick<ScanDeps, 'startChecker'> {
    const verdictOn = (path: string): FileVerdict => verdicts[path.slice(root.length + 1)] ?? { kind: 'whole' };
    return { startChecker: () => ({ check: async (path) => verdictOn(path), stop: async () => {} }) };
  }

  it('names the broken files with what is wrong and where', async () => {
    await putFrames('a.####.exr', [1, 2, 3, 4]);
    const deps = checkerOf({
      'a.0002.exr': { kind: 'unfinished', why: 'chunk 7 is missing', fraction: 0.5 },
      'a.0003.exr': { kind: 'broken', why: 'no EXR magic number at byte 0' },
      'a.0004.exr': { kind: 'unchecked' },
    });
    const { out, status } = await scan('{} --check', deps);
    expect(status).toBe(1);
    expect(out).toContain(
      'a.####.exr  1-4  broken 2-3\n      a.0002.exr  cut: chunk 7 is missing\n      a.0003.exr  broken: no EXR',
    );
    const json = JSON.parse((await scan('{} --check --json', deps)).out);
    expect(json.sequences[0]).toMatchObject({ broken: '2-3', frames: '1-4', defects: [{ frame: 2 }, { frame: 3 }] });
  });

  it('fails without calling a file broken when it cannot be read', async () => {
    await putFrames('a.####.exr', [1, 2]);
    const { out, status } = await scan('{} --check', checkerOf({ 'a.0001.exr': { kind: 'unreadable', why: 'EIO' } }));
    expect([status, out]).toEqual([1, expect.stringContaining('unreadable 1\n      a.0001.exr  unreadable: EIO\n')]);
  });

  it('complains of no file that grows while it is read', async () => {
    await putFrames('a.####.exr', [1, 2]);
    const startChecker: ScanDeps['startChecker'] = () => ({
      check: async (path) => {
        await truncate(path, 100);
        return { kind: 'unfinished', why: 'cut', fraction: null };
      },
      stop: async () => {},
    });
    const { out, status } = await scan('{} --check', { startChecker });
    expect([status, out]).toEqual([0, expect.stringContaining('a.0001.exr  writing: cut')]);
  });
});

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
