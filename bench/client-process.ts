/**
 * A process beside the bench that makes requests, so that the bench's own CPU time is the server's alone.
 * The functions below are sent to it as text: they know nothing outside of themselves.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs `work` with `options` in a process of its own and gives what it returns. */
export async function inOtherProcess<O, R>(work: (options: O) => Promise<R>, options: O): Promise<R> {
  const code = `
    let text = '';
    process.stdin.setEncoding('utf8').on('data', (chunk) => { text += chunk; }).on('end', async () => {
      process.stdout.write(JSON.stringify(await (${work})(JSON.parse(text))), () => process.exit(0));
    });`;
  const child: ChildProcess = spawn(process.execPath, ['-e', code], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin?.end(JSON.stringify(options));
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`the process that makes requests ended with ${status}`);
  return JSON.parse(text) as R;
}

export interface PostOptions {
  readonly port: number;
  readonly secret: string;
  readonly bodies: readonly string[];
  readonly connections: number;
  readonly millis: number;
  /** Requests a second in all; null as fast as answers come. */
  readonly rate: number | null;
}

/** Posts reports over kept-alive connections, one at a time on each; gives how many were answered with 2xx. */
export async function postReports(options: PostOptions): Promise<{ answered: number }> {
  const { connect } = await import('node:net');
  const { port, secret, bodies, connections, millis, rate } = options;
  const requests = bodies.map((body) => {
    const length = Buffer.byteLength(body);
    const fields = `Host: 127.0.0.1\r\nAuthorization: Bearer ${secret}\r\nContent-Type: application/json\r\nContent-Length: ${length}`;
    return Buffer.from(`POST /api/report HTTP/1.1\r\n${fields}\r\n\r\n${body}`);
  });
  const start = performance.now();
  const end = start + millis;
  let next = 0;
  let answered = 0;
  async function keepPosting(): Promise<void> {
    const socket = connect(port, '127.0.0.1').setNoDelay(true);
    while (performance.now() < end) {
      const wait = rate === null ? 0 : start + (next * 1000) / rate - performance.now();
      const request = requests[next++ % requests.length];
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      socket.write(request ?? '');
      // Answers are short: each comes in one piece.
      const answer: Buffer = await new Promise((resolve) => socket.once('data', resolve));
      if (answer[9] === 0x32) answered++;
    }
    socket.destroy();
  }
  await Promise.all(Array.from({ length: connections }, keepPosting));
  return { answered };
}

export interface ReadOptions {
  readonly port: number;
  readonly secret: string;
  readonly streams: number;
  readonly millis: number;
}

/** Holds event streams open; gives the bytes that each got after its snapshot, on average. */
export async function readStreams(options: ReadOptions): Promise<{ bytesEach: number }> {
  const { get } = await import('node:http');
  const { port, secret, streams, millis } = options;
  let bytes = 0;
  for (let i = 0; i < streams; i++) {
    const headers = { authorization: `Bearer ${secret}` };
    get({ port, host: '127.0.0.1', path: '/api/events', headers, agent: false }, (message) => {
      let begun = false;
      message.on('data', (chunk: Buffer) => {
        // The snapshot may come in several pieces; the first change ends it.
        begun ||= chunk.includes('event: change');
        if (begun) bytes += chunk.length;
      });
    });
  }
  await new Promise((resolve) => setTimeout(resolve, millis));
  return { bytesEach: bytes / streams };
}
