import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

/** Long enough to be one; every test's hub and agents share it. */
export const SECRET = 'e2e-correct-horse-battery';

/** A built program as a process of its own, with all that it said. */
export interface Program {
  readonly process: ChildProcess;
  readonly output: () => string;
  /** Ends it (SIGTERM unless told) and gives its exit status, or the signal's name. */
  readonly end: (signal?: NodeJS.Signals) => Promise<number | string>;
  readonly exited: Promise<number | string>;
}

export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Absolute path of a built program, `sentry-hub` and the like. */
export function programPath(name: string): string {
  return join(dist, `${name}.js`);
}

export function startProgram(command: string, args: readonly string[], options: ProgramOptions = {}): Program {
  const child = spawn(command, args, {
    cwd: options.cwd ?? tmpdir(),
    env: { PATH: process.env.PATH, HOME: tmpdir(), SENTRY_SECRET: SECRET, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
    });
  const exited = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  return {
    process: child,
    output: () => said,
    exited,
    end: (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      return exited;
    },
  };
}

/** One of the project's own programs. */
export function startSentry(name: string, args: readonly string[], options: ProgramOptions = {}): Program {
  return startProgram(process.execPath, [programPath(name), ...args], options);
}

/** Waits until `condition` gives something; fails with `what` and the last error after `seconds`. */
export async function until<T>(
  what: string,
  condition: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  seconds = 30,
): Promise<T> {
  const limit = performance.now() + seconds * 1000;
  let last: unknown = null;
  while (performance.now() < limit) {
    try {
      const value = await condition();
      if (value) return value;
      last = null;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`never happened within ${seconds} s: ${what}${last ? ` (last: ${String(last)})` : ''}`);
}

/** A port that nobody has now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

/** A directory that is gone after `use`, whatever happens. */
export async function temporaryDirectory(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'sentry-e2e-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** A hub as a process, ready to answer. */
export interface TestHub extends Program {
  readonly url: string;
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Response>;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
  readonly json: (path: string) => Promise<any>;
}

export async function startHub(data: string, port: number, args: readonly string[] = []): Promise<TestHub> {
  const program = startSentry('sentry-hub', ['--host', '127.0.0.1', '--port', String(port), '--data', data, ...args]);
  const url = `http://127.0.0.1:${port}`;
  const get = (
    path: string,
    headers: Record<string, string> = { authorization: `Bearer ${SECRET}` },
  ): Promise<Response> => fetch(url + path, { headers });
  await until(`the hub answers on ${url}; it said: ${program.output()}`, async () => {
    if (program.process.exitCode !== null) throw new Error(program.output());
    return (await get('/ping')).ok;
  });
  return { ...program, url, get, json: async (path) => (await get(path)).json() };
}
