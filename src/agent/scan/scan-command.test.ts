import { mkdir, mkdtemp, readdir, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileVerdict } from '../formats/verdict.ts';
import { readScanArguments } from './scan-arguments.ts';
import { runScan } from './scan-command.ts';
import { type ScanDeps, systemScanDeps } from './scan-deps.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sentry-scan-'));
});
afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

async function put(path: string, content = 'frame', ageMinutes = 0): Promise<void> {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  const time = new Date(Date.UTC(2026, 0, 31) - ageMinutes * 60_000);
  await utimes(file, time, time);
}

async function putFrames(pattern: string, frames: readonly number[]): Promise<void> {
  for (const frame of frames) await put(pattern.replace('####', String(frame).padStart(4, '0')));
}

/** Runs a scan in `root`; `{}` stands for it in what is printed. */
async function scan(
  argv: string,
  deps: Partial<ScanDeps> = {},
): Promise<{ readonly status: number; readonly out: string; readonly err: string }> {
  let out = '';
  let err = '';
  const output = {
    print: async (text: string) => {
      out += text;
    },
    printError: (text: string) => {
      err += text;
    },
    columns: null,
    showsProgress: false,
    ask: null,
  };
  const args = readScanArguments(argv.replaceAll('{}', root).split(' '));
  const status = await runScan(args, { ...systemScanDeps(output), ...deps });
  return { status, out: out.replaceAll(root, '{}'), err: err.replaceAll(root, '{}') };
}

async function sequencesIn(argv: string): Promise<readonly Record<string, unknown>[]> {
  return JSON.parse((await scan(`${argv} --json`)).out).sequences;
}

describe('runScan', () => {
  it('ends with 0 when every sequence is whole, and prints a line each', async () => {
    await putFrames('sh010/a.####.exr', [1, 2, 3]);
    await putFrames('sh020/long_name_b.####.png', [998, 999, 1000]);
    expect(await scan('{}')).toEqual({
      status: 0,
      err: '',
      out: [
        '{}/sh010',
        '  3  15 B  a.####.exr  1-3',
        '{}/sh020',
        '  3  15 B  long_name_b.####.png  998-1000',
        '3 directories, 2 sequences, 6 frames, 30 B',
        '',
      ].join('\n'),
    });
  });

  it('tells what is missing, empty and orphaned, and ends with 1', async () => {
    await putFrames('a.####.exr', [1, 2, 5]);
    await put('a.0006.exr', '', 1);
    await put('a.0007.exr', '', 60);
    const { status, out } = await scan('{}');
    expect(status).toBe(1);
    expect(out).toContain('3  15 B  a.####.exr  1-2,5  missing 3-4; empty 6-7; orphaned 7\n');
    expect(out).toContain('2 missing, 2 empty, 1 orphaned\n');
  });

  it('prints JSON with ranges in notation', async () => {
    await putFrames('a_v001.####.exr', [1, 2, 4]);
    await put('a_v001.0005.exr', '');
    expect(await sequencesIn('{}')).toMatchObject([
      {
        dir: '{}',
        pattern: 'a_v001.####.exr',
        padding: 4,
        ext: 'exr',
        frames: '1-2,4',
        missing: '3',
        count: 3,
        bytes: 15,
        placeholders: '5',
        orphans: '',
        broken: '',
        suspicious: '',
        expected: null,
      },
    ]);
  });

  it('measures by the expected range when one is given, in a name, or in a sidecar', async () => {
    await putFrames('sh010/a.####.exr', [1, 2, 3]);
    const missing = async (argv: string): Promise<unknown> => (await sequencesIn(argv))[0]?.missing;
    expect(await missing('{}')).toBe('');
    expect(await missing('{} --frames 1-5')).toBe('4-5');
    expect(await missing('{}/sh010/a.1-4#.exr')).toBe('4');
    await writeFile(join(root, '.sentry.yaml'), 'frames: 1-8\n');
    expect(await missing('{}')).toBe('4-8');
    expect(await missing('{}/sh010')).toBe('');
    expect(await missing('{} --frames 1-5')).toBe('4-5');
  });

  it('takes one sequence when a pattern or a file of it is named', async () => {
    await putFrames('a.####.exr', [1, 2]);
    await putFrames('b.####.exr', [1, 2]);
    for (const name of ['a.####.exr', 'a.%04d.exr', 'a.$F4.exr', 'a.0002.exr'])
      expect((await sequencesIn(`{}/${name}`)).map(({ pattern }) => pattern)).toEqual(['a.####.exr']);
    expect(await sequencesIn('{}/a.0001.exr {}/a.0002.exr')).toHaveLength(1);
    const { status, err } = await scan('{}/c.####.exr');
    expect([status, err]).toEqual([1, expect.stringMatching(/^sentry-agent scan: There is no file of .*c\.####\.exr/)]);
  });

  it('says a sentence and goes on when a directory is missing or cannot be read', async () => {
    await putFrames('a.####.exr', [1, 2]);
    const readDirectory = async (path: string): Promise<void> => {
      throw Object.assign(new Error('refused'), { code: 'EACCES', path });
    };
    const { status, out, err } = await scan('{}/nowhere {}');
    expect(status).toBe(1);
    expect(err).toBe(
      'sentry-agent scan: There is no file or directory {}/nowhere; name a directory, or a sequence as DIR/name.####.exr.\n',
    );
    expect(out).toContain('a.####.exr  1-2');
    const { files } = systemScanDeps({} as never);
    const refused = await scan('{}', { files: { ...files, readDirectory } });
    expect([refused.status, refused.err]).toEqual([1, 'sentry-agent scan: {} cannot be read (EACCES).\n']);
  });

  it('reads as deep as it is told to', async () => {
    await putFrames('a.####.exr', [1, 2]);
    await putFrames('x/b.####.exr', [1, 2]);
    await putFrames('x/y/c.####.exr', [1, 2]);
    await putFrames('.git/d.####.exr', [1, 2]);
    const names = async (argv: string): Promise<unknown> =>
      (await sequencesIn(argv)).map(({ ext: _, pattern }) => pattern);
    expect(await names('{} --no-recursive')).toEqual(['a.####.exr']);
    expect(await names('{} --depth 1')).toEqual(['a.####.exr', 'b.####.exr']);
    expect(await names('{}')).toEqual(['a.####.exr', 'b.####.exr', 'c.####.exr']);
    expect(await names('{} --all')).toHaveLength(4);
    expect(await names('{} --ignore c.*')).toHaveLength(2);
  });

  it('shows single files and what is no render only when all is asked for', async () => {
    await put('single.0001.exr');
    await putFrames('a.####.log', [1, 2]);
    const { out, status } = await scan('{}');
    expect([status, out]).toEqual([
      0,
      '1 directory, 0 sequences, 0 frames, 0 B (1 single file not shown; --all shows them)\n',
    ]);
    expect((await sequencesIn('{} --all')).map(({ pattern }) => pattern)).toEqual(['a.####.log', 'single.####.exr']);
  });

  it('lays the streams of a job side by side and ends with 1 when one lacks a frame', async () => {
    await putFrames('sh010/beauty/sh010_beauty.####.exr', [1, 2, 3]);
    await putFrames('sh010/depth/sh010_depth.####.exr', [1, 2]);
    await putFrames('sh010/sh010_N.####.exr', [1, 2, 3]);
    const { out, status } = await scan('{}');
    expect(status).toBe(1);
    expect(out).toContain('{}/sh010/sh010.####.exr  N, beauty, depth: 1-3; depth lacks 3\n');
  });

  it('follows a sidecar when it makes directories the layers of one job', async () => {
    await putFrames('cam1/a.####.exr', [1, 2]);
    await putFrames('cam2/a.####.exr', [1, 2]);
    await writeFile(join(root, '.sentry.yaml'), 'layers: true\n');
    expect((await scan('{}')).out).toContain('{}/a.####.exr  cam1, cam2: 1-2\n');
  });

  it('names small files as suspicious without failing', async () => {
    for (let frame = 1; frame <= 12; frame++)
      await put(`a.${String(frame).padStart(4, '0')}.exr`, 'x'.repeat(frame === 5 ? 10 : 1000));
    const { out, status } = await scan('{}');
    expect([status, out]).toEqual([0, expect.stringContaining('1-12  suspiciously small 5\n')]);
  });

  it('reads names alone when sizes are not wanted', async () => {
    await putFrames('a.####.exr', [1, 3]);
    await put('a.0004.exr', '');
    const { out } = await scan('{} --names');
    expect(out).toBe('{}\n  3  a.####.exr  1,3-4  missing 2\n1 directory, 1 sequence, 3 frames; 1 missing\n');
  });

  it('makes names harmless for a terminal', async () => {
    await putFrames('evil\x1b[2J.####.exr', [1, 2]);
    const { out } = await scan('{}');
    expect(out).not.toContain('\x1b');
    expect(out).toContain('evil\\x1b[2J.####.exr');
  });
});

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
});
