/**
 * Programs that are asked for figures: by their path, never a shell; at the lowest priority, since renders come first;
 * with a bound on what they may say; ended for good when their time is over.
 */
import type { Readable } from 'node:stream';
import type { RunProgram } from '../collectors/collector.ts';
import { isNotInstalled, ProgramFailure } from '../collectors/program-failure.ts';
import { type HeardProgram, startHeard } from './heard-program.ts';

const MOST_OUTPUT_BYTES = 4 * 1024 * 1024;
const MOST_COMPLAINT_BYTES = 4 * 1024;
/** Programs of the administrator lie where the PATH of others does not lead. */
const FURTHER_PLACES: readonly string[] = ['/usr/sbin', '/usr/local/sbin', '/sbin'];

/**
 * Rejects with a ProgramFailure unless the program exits 0. It settles only when the program has ended: while one
 * hangs in the kernel, nobody who waits for it starts a second one.
 */
export const runProgram: RunProgram = async (program, args, signal) => {
  const isName = process.platform !== 'win32' && !program.includes('/');
  for (const path of isName ? [program, ...FURTHER_PLACES.map((place) => `${place}/${program}`)] : [program]) {
    try {
      return await runOnce(path, args, signal);
    } catch (error) {
      if (!isNotInstalled(error)) throw error;
    }
  }
  throw new ProgramFailure(`${program} is not installed`, { code: 'ENOENT', output: '' });
};

function runOnce(path: string, args: readonly string[], signal: AbortSignal): Promise<string> {
  if (signal.aborted) {
    const told = { code: null, output: '' };
    return Promise.reject(new ProgramFailure(`${path} was not started: its time was over`, told));
  }
  return new Promise((resolve, reject) => {
    const program = startHeard(path, args, (error) => {
      const code = 'code' in error ? String(error.code) : error.message;
      reject(new ProgramFailure(`${path} could not be run: ${code}`, { code, output: '' }));
    });
    if (program !== null) hear(program, path, signal).then(resolve, reject);
  });
}

async function hear(program: HeardProgram, path: string, signal: AbortSignal): Promise<string> {
  const { child, stdout, stderr } = program;
  let why: string | null = null;
  function end(reason: string): void {
    why ??= reason;
    child.kill('SIGKILL');
    // One that has ended before has left a child of its own behind, which holds its output open.
    if (child.exitCode !== null) closeOutputs(program);
  }
  const endAtTimeOut = (): void => end('did not answer in time');
  signal.addEventListener('abort', endAtTimeOut, { once: true });
  const output = collectText(stdout, MOST_OUTPUT_BYTES, () => end('said more than 4 MiB'));
  const complaint = collectText(stderr, MOST_COMPLAINT_BYTES, () => {});
  const status = await exitOf(program);
  signal.removeEventListener('abort', endAtTimeOut);
  if (status === 0 && why === null) return output();
  const code = why === null ? status : null;
  throw new ProgramFailure(`${path} ${why ?? complaintOf(complaint(), status)}`, { code, output: output() });
}

function complaintOf(complaint: string, status: number | null): string {
  const line = complaint.split('\n').find((text) => text.trim() !== '');
  if (line) return `says: ${line.trim().slice(0, 300)}`;
  return status === null ? 'was killed' : `exited with ${status}`;
}

/**
 * The exit status, null of what was killed. The end of what it says is waited for as well, unless it was killed: a child
 * of its own may hold the pipe open for ever.
 */
function exitOf(program: HeardProgram): Promise<number | null> {
  return new Promise((resolve) => {
    program.child.once('close', resolve);
    program.child.once('exit', (status) => {
      if (status === null) closeOutputs(program);
    });
  });
}

function closeOutputs({ stdout, stderr }: HeardProgram): void {
  stdout.destroy();
  stderr.destroy();
}

/** Keeps the first `most` bytes of what comes and tells `atMore` when there is more. */
function collectText(stream: Readable, most: number, atMore: () => void): () => string {
  const chunks: Buffer[] = [];
  let room = most;
  stream.on('data', (chunk: Buffer) => {
    if (chunk.length > room) atMore();
    if (room > 0) chunks.push(chunk.subarray(0, room));
    room = Math.max(0, room - chunk.length);
  });
  return () => Buffer.concat(chunks).toString('utf8');
}
