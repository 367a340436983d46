import { truncate } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { FileVerdict } from '../formats/verdict.ts';
import type { ScanDeps } from './scan-deps.ts';
import { putFrames, root, scan } from './testing/scanned-directory.ts';

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
