import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemScanDeps } from './scan-deps.ts';
import { put, putFrames, root, scan, sequencesIn } from './testing/scanned-directory.ts';

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

  it('takes a dash for what parts the number when it is named so, or there are several files', async () => {
    await putFrames('a/render-####.png', [1, 2]);
    await putFrames('b/render-####.png', [1]);
    const frames = async (argv: string): Promise<unknown> =>
      (await sequencesIn(argv)).map(({ pattern, frames, missing }) => `${pattern} ${frames} ${missing}`);
    expect(await frames('{}/a --frames 1-3')).toEqual(['render-####.png 1-2 3']);
    expect(await frames('{}/a/render-%04d.png {}/b/render-%04d.png')).toEqual([
      'render-####.png 1-2 ',
      'render-####.png 1 ',
    ]);
    expect(await frames('{}/b --all')).toEqual(['render####.png -1 ']);
  });

  it('finds what a file is part of when that bears another name, or is no render', async () => {
    for (const name of ['c_v001.0100.exr', 'c_v002.0100.exr', 'pack.0001.7z', '.hidden.0001.exr']) await put(name);
    const names = async (argv: string): Promise<unknown> => (await sequencesIn(argv)).map(({ pattern }) => pattern);
    expect(await names('{}/c_v002.0100.exr {}/c_v001.0100.exr')).toEqual(['c_v###.0100.exr']);
    expect(await names('{}/c_v001.####.exr')).toEqual(['c_v001.####.exr']);
    expect(await names('{}/pack.0001.7z {}/.hidden.0001.exr')).toEqual(['.hidden.####.exr', 'pack.####.7z']);
  });

  it('reads a directory once when a shell has made names of all its files', async () => {
    await putFrames('a.####.exr', [1, 2, 3]);
    await putFrames('b.####.exr', [1, 2, 3]);
    const { files } = systemScanDeps({} as never);
    let readings = 0;
    const readDirectory: typeof files.readDirectory = (path, onEntry) => {
      readings++;
      return files.readDirectory(path, onEntry);
    };
    const argv = [1, 2, 3].flatMap((frame) => ['a', 'b'].map((name) => `{}/${name}.000${frame}.exr`)).join(' ');
    const { out } = await scan(argv, { files: { ...files, readDirectory } });
    expect([readings, out]).toEqual([1, expect.stringContaining('1 directory, 2 sequences, 6 frames')]);
  });

  it('says so when there are names that it cannot ask for, as they are no UTF-8', async () => {
    await putFrames('a.####.exr', [1, 2]);
    const { files } = systemScanDeps({} as never);
    const readDirectory: typeof files.readDirectory = async (path, onEntry) => {
      await files.readDirectory(path, onEntry);
      onEntry('caf\ufffd.0001.exr', 'file');
    };
    const { status, out, err } = await scan('{}', { files: { ...files, readDirectory } });
    expect([status, out]).toEqual([1, expect.stringContaining('a.####.exr  1-2\n')]);
    expect(err).toBe(
      'sentry-agent scan: {} holds names that are no UTF-8, 1 of frames; rename them, to have them told.\n',
    );
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
    expect([refused.status, refused.err]).toEqual([
      1,
      'sentry-agent scan: {} cannot be read (EACCES); scan as a user who may read it.\n',
    ]);
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
