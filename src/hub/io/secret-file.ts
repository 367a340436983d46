/** `data/secret`: the shared secret of a hub that was given none. It goes nowhere else. */
import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ConfigError, checkSecret } from '../../shared/config.ts';

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
 * Reads the secret of a data directory, or makes it. Throws ConfigError when others could have read it.
 * The caller owns the directory alone.
 */
export async function keptSecret(dataDirectory: string): Promise<KeptSecret> {
  const path = resolve(dataDirectory, 'secret');
  const before = await readSecret(path);
  if (before !== null) return { secret: before, path, isNew: false };
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  await writeSecret(path, secret);
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
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Whole and durable before it has its name. */
async function writeSecret(path: string, secret: string): Promise<void> {
  const temporary = `${path}.tmp`;
  await rm(temporary, { force: true });
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(`${secret}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}
