import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConfigError } from '../../shared/config.ts';
import { systemStoreFiles } from '../store/store-files.ts';
import { keptSecret } from './secret-file.ts';

let data: string;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'sentry-secret-'));
});

afterEach(() => rm(data, { recursive: true, force: true }));

describe('keptSecret', () => {
  test('makes 32 random bytes once, for the owner alone', async () => {
    const first = await keptSecret(data);
    expect(first).toMatchObject({ isNew: true, path: join(data, 'secret') });
    expect(Buffer.from(first.secret, 'base64url')).toHaveLength(32);
    expect((await readFile(first.path, 'utf8')).trim()).toBe(first.secret);
    expect((await stat(first.path)).mode & 0o777).toBe(0o600);
    expect(await readdir(data)).toEqual(['secret']);
    expect(await keptSecret(data)).toEqual({ ...first, isNew: false });
  });

  test.each([0o640, 0o604, 0o666])('refuses a file of mode %o', async (mode) => {
    const { path } = await keptSecret(data);
    await chmod(path, mode);
    await expect(keptSecret(data)).rejects.toThrow(/chmod 600/);
  });

  test.each(['', 'short', 'your-magic-string'])('refuses %j in the file', async (secret) => {
    await writeFile(join(data, 'secret'), secret, { mode: 0o600 });
    await expect(keptSecret(data)).rejects.toThrow(ConfigError);
  });

  test('says the remedy and leaves nothing behind when the disk is full', async () => {
    const writeNew = async (path: string): Promise<void> => {
      await systemStoreFiles.writeNew(path, '');
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    };
    await expect(keptSecret(data, { ...systemStoreFiles, writeNew })).rejects.toThrow(
      /^The hub's secret cannot be kept in .+ \(ENOSPC\); free some space on its disk, or .+ SENTRY_SECRET\.$/,
    );
    expect(await readdir(data)).toEqual([]);
  });

  test('says the remedy when what has the name of the file is none', async () => {
    await mkdir(join(data, 'secret'), { mode: 0o700 });
    await expect(keptSecret(data)).rejects.toThrow(/cannot be read from .+ \(EISDIR\); .+ SENTRY_SECRET\.$/);
  });

  test('goes on after a crash before the file had its name', async () => {
    await writeFile(join(data, 'secret.tmp'), 'half', { mode: 0o600 });
    expect((await keptSecret(data)).isNew).toBe(true);
    expect(await readdir(data)).toEqual(['secret']);
  });
});
