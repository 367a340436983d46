/**
 * One hub a data directory, without native code and free at once however the holder ended: a socket is
 * closed by the kernel when its process is gone, while a lock file would have to be removed by somebody.
 *
 * Each contender first listens on a socket of its own name in the directory, then looks for others. Who
 * finds another that answers withdraws; what does not answer belonged to a dead process and is deleted.
 * Names are never used twice, so that nobody deletes the socket of somebody alive. Of two that come at
 * the same moment at least one sees the other: never do both go on.
 */
import { createHash } from 'node:crypto';
import { lstat, readdir, realpath, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { join, relative, resolve } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import type { Running } from '../../shared/running.ts';

export interface DataLockDeps {
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
}

/** Another process has the directory; the message says the remedy. */
export class DataTakenError extends Error {
  override readonly name = 'DataTakenError';
}

export interface DataLock extends Running {
  /** False once it was removed together with its directory: then somebody else may have the directory by now. */
  isHeld(): Promise<boolean>;
}

const SOCKET = /^\.lock-[0-9a-z-]+\.sock$/;
/** Longer names of sockets are cut by the operating system without a word (macOS 104, Linux 108). */
const LONGEST_SOCKET_PATH = 103;
/** Those that met in the same moment withdraw and come again, each after its own while. */
const TRIES = 4;
const RETRY_MILLIS = 150;

/** Takes the directory, which exists, or rejects with a sentence that says the remedy. `stop()` gives it free. */
export async function lockDataDirectory(directory: string, deps: DataLockDeps): Promise<DataLock> {
  for (let attempt = 1; ; attempt++) {
    const lock = process.platform === 'win32' ? await listenOnPipe(directory) : await contend(directory, deps);
    if (lock) return lock;
    if (attempt === TRIES)
      throw new DataTakenError(
        `Another hub has the data directory ${directory}; stop that one or choose another with --data.`,
      );
    await new Promise<void>((done) => deps.clock.after(RETRY_MILLIS * (0.5 + deps.random()), done));
  }
}

async function contend(directory: string, { random }: DataLockDeps): Promise<DataLock | null> {
  const own = `.lock-${process.pid}-${Math.floor(random() * 2 ** 48).toString(36)}.sock`;
  const server = await listen(socketPath(directory, own), directory);
  const lock = holding(server, () => isThere(join(resolve(directory), own)));
  const isFirst = await removeDeadOthers(directory, own).catch(async (error) => {
    await lock.stop();
    throw error;
  });
  if (isFirst) return lock;
  await lock.stop();
  return null;
}

/** False when one of the others is alive. */
async function removeDeadOthers(directory: string, own: string): Promise<boolean> {
  for (const name of await readdir(directory)) {
    if (name === own || !SOCKET.test(name)) continue;
    const path = socketPath(directory, name);
    if (await isAnswered(path)) return false;
    await rm(path, { force: true });
  }
  return true;
}

/** A named pipe of Windows has no file: it is there as long as its process, and only once. */
async function listenOnPipe(directory: string): Promise<DataLock | null> {
  const name = createHash('sha256')
    .update((await realpath(directory)).toLowerCase())
    .digest('hex')
    .slice(0, 32);
  const hold = (server: Server): DataLock => holding(server, async () => true);
  return listen(`\\\\.\\pipe\\mata-sentry-${name}`, directory).then(hold, (error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') return null;
    throw error;
  });
}

/** The shorter of the absolute path and that from the working directory. */
function socketPath(directory: string, name: string): string {
  const absolute = join(resolve(directory), name);
  const fromHere = relative('', absolute);
  const path = fromHere.length < absolute.length ? fromHere : absolute;
  if (Buffer.byteLength(path) <= LONGEST_SOCKET_PATH) return path;
  throw new Error(
    `The path of the data directory ${directory} is too long for a lock; choose a shorter one with --data.`,
  );
}

function listen(path: string, directory: string): Promise<Server> {
  return new Promise((done, fail) => {
    const server = createServer((caller) => caller.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') fail(error);
      else
        fail(
          new Error(
            `The data directory ${directory} cannot be locked (${error.code}); choose one on a local disk that this user may write, with --data.`,
            { cause: error },
          ),
        );
    });
    server.listen(path, () => {
      // The lock alone is no reason for the process to live on.
      server.unref();
      done(server);
    });
  });
}

/** Closing a server also deletes its socket. */
function holding(server: Server, isPresent: () => Promise<boolean>): DataLock {
  let stopped: Promise<void> | null = null;
  return {
    isHeld: async () => stopped === null && (await isPresent()),
    stop() {
      stopped ??= new Promise((done) => server.close(() => done()));
      return stopped;
    },
  };
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw error;
  }
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    // Refused: its process is gone. Any other failure (a full queue, no permission) may be somebody alive.
    socket.once('error', (error: NodeJS.ErrnoException) =>
      done(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT'),
    );
  });
}
