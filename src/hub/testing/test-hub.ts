/** For tests: the real hub on a free port of this machine, with a directory that is gone afterwards. */
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../shared/clock.ts';
import { silentLog } from '../../shared/log.ts';
import { DEFAULT_LIMITS, type HubLimits } from '../http/limits.ts';
import { defaultHubConfig, type HubConfig } from '../hub-config.ts';
import { type HubDeps, type RunningHub, startHub } from '../main.ts';

export const SECRET = 'correct-horse-battery';
export const BEARER = { authorization: `Bearer ${SECRET}` };

export interface TestHub extends RunningHub {
  readonly data: string;
  /** As somebody who knows the secret, unless other headers are given. */
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Response>;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
  readonly json: (path: string) => Promise<any>;
  readonly report: (body: unknown, headers?: Record<string, string>) => Promise<Response>;
}

export interface TestHubOptions {
  readonly config?: Partial<HubConfig>;
  readonly limits?: Partial<HubLimits>;
  readonly deps?: Partial<HubDeps>;
}

export async function startTestHub({ config = {}, limits = {}, deps = {} }: TestHubOptions = {}): Promise<TestHub> {
  const data = config.data ?? (await mkdtemp(join(tmpdir(), 'sentry-hub-')));
  const hub = await startHub(
    { ...defaultHubConfig('testfarm'), host: '127.0.0.1', port: 0, secret: SECRET, ...config, data },
    {
      clock: systemClock,
      log: silentLog,
      random: Math.random,
      hostNames: ['hub-machine.studio.lan'],
      limits: { ...DEFAULT_LIMITS, ...limits },
      ...deps,
    },
  );
  const json = { 'content-type': 'application/json' };
  const get = (path: string, headers: Record<string, string> = BEARER) => fetch(hub.url + path, { headers });
  return {
    ...hub,
    data,
    get,
    json: async (path) => (await get(path)).json(),
    report: (body, headers = BEARER) =>
      fetch(`${hub.url}/api/report`, {
        method: 'POST',
        headers: { ...json, ...headers },
        body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
      }),
    stop: async () => {
      await hub.stop();
      if (config.data === undefined) await rm(data, { recursive: true, force: true });
    },
  };
}

export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Sends bytes as they are and reads until the hub closes the connection or its answer is whole. */
export function sendRaw(port: number, request: string | Buffer): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    let text = '';
    const finish = (): void => {
      const [head = '', body = ''] = text.split('\r\n\r\n');
      resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 0), head, body });
      socket.destroy();
    };
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
      const [head = '', body] = text.split('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN);
      if (body !== undefined && body.length >= length) finish();
    });
    socket.on('close', finish);
    socket.on('error', (error: NodeJS.ErrnoException) => (text === '' ? reject(error) : finish()));
  });
}
