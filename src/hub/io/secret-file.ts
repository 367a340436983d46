/** `data/secret`: the shared secret of a hub that was given none. It goes nowhere else. */
import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ConfigError, checkSecret } from '../../shared/config.ts';
import { codeOf, diskRemedy } from '../store/disk-problem.ts';
import { type StoreFiles, systemStoreFiles } from '../store/store-files.ts';

const SECRET_BYTES = 32;
/** Anything that others than the owner may do. */
const OTHERS = 0o077;

export interface KeptSecret {
  readonly secret: string;
  readonly path: string;
  /** True when it was made just now. */
  readonly isNew: boolean;
}

/**
 * Reads the secret of a data directory, or makes it. Throws ConfigError when others could have read it,
 * and a sentence with the remedy when it cannot be read or kept. The caller owns the directory alone.
 */
export async function keptSecret(dataDirectory: string, files: StoreFiles = systemStoreFiles): Promise<KeptSecret> {
  const path = resolve(dataDirectory, 'secret');
  const before = await readSecret(path);
  if (before !== null) return { secret: before, path, isNew: false };
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  await writeSecret(path, secret, files);
  return { secret, path, isNew: true };
}

async function readSecret(path: string): Promise<string | null> {
  try {
    const { mode } = await stat(path);
    // Windows has no such bits: a file there belongs to those whom its directory's rights name.
    if (process.platform !== 'win32' && (mode & OTHERS) !== 0)
      throw new ConfigError(`Others than its owner may read ${path}; run chmod 600 on it, or delete it for a new one.`);
    return checkSecret((await readFile(path, 'utf8')).trim());
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    if (codeOf(error) === 'ENOENT') return null;
    throw unusable(`The hub's secret cannot be read from ${path}`, error);
  }
}

function unusable(what: string, error: unknown): Error {
  return new Error(`${what} (${codeOf(error)}); ${diskRemedy(error)}, or give the hub a secret with SENTRY_SECRET.`);
}

/** Whole and durable before it has its name. */
async function writeSecret(path: string, secret: string, files: StoreFiles): Promise<void> {
  const temporary = `${path}.tmp`;
  try {
    await files.remove(temporary);
    await files.writeNew(temporary, `${secret}\n`);
    await files.rename(temporary, path);
  } catch (error) {
    await files.remove(temporary).catch(() => {});
    throw unusable(`The hub's secret cannot be kept in ${path}`, error);
  }
}
