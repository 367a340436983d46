/** Tells a receiver by a command of the operator's: JSON on its standard input, no shell, nothing of this hub's environment. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Clock, Millis } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import { DELIVERY_LIMIT, type Deliver, type DeliveryDeps, type Outcome } from './delivery.ts';
import { messageBody } from './message-body.ts';
import type { Receiver } from './receiver-config.ts';

export interface ExecDeps extends DeliveryDeps {
  readonly log: Log;
}

const ENVIRONMENT = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8' };
const GRACE: Millis = 2_000;
const OUTPUT_CHARACTERS = 1_000;
/** `EX_TEMPFAIL` of sysexits.h: what the command itself calls worth another try. */
const TEMPORARY_FAILURE = 75;

/** Of a receiver with a `command`. Only status 75 is tried again: any other failure may have told somebody already. */
export function createExec(receiver: Receiver, { clock, log }: ExecDeps): Deliver {
  const [program = '', ...args] = receiver.command ?? [];
  return async (message, signal) => {
    const body = `${messageBody(receiver.kind, message, '')}\n`;
    const child = start(program, args);
    if (typeof child === 'string') return notStarted(child);
    const output = readOutput(child);
    const end = endOf(child);
    const stopLimits = limit(child, { clock, signal });
    // It may end without having read.
    child.stdin?.on('error', () => {}).end(body);
    const ended = await end;
    const wasEnded = stopLimits();
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.destroy();
    const outcome: Outcome = wasEnded ? { kind: 'refused', why: wasEnded, mayHaveTold: true } : outcomeOf(ended);
    const said = output();
    if (outcome.kind !== 'told' && said !== '') log.warn('a command said', { receiver: receiver.name, output: said });
    return outcome;
  };
}

/** Of what is without the means for a process some failures come as an event, others are thrown: the code of these. */
function start(program: string, args: readonly string[]): ChildProcess | string {
  try {
    return spawn(program, args, {
      // A group of its own, so that what it starts can be ended with it.
      detached: true,
      shell: false,
      cwd: '/',
      env: ENVIRONMENT,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  } catch (error) {
    return codeOf(error);
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'failed';
}

interface End {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  /** It could not be started. */
  readonly error: string | null;
}

function endOf(child: ChildProcess): Promise<End> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ status: null, signal: null, error: codeOf(error) }));
    // Not `close`: what it leaves in the background may keep its output open.
    child.once('exit', (status, signal) => resolve({ status, signal, error: null }));
  });
}

function outcomeOf({ status, signal, error }: End): Outcome {
  if (error !== null) return notStarted(error);
  if (status === 0) return { kind: 'told' };
  const why = signal === null ? `its command ended with status ${status}` : `its command was ended by ${signal}`;
  return status === TEMPORARY_FAILURE
    ? { kind: 'later', why, wait: null }
    : { kind: 'refused', why, mayHaveTold: true };
}

/** The hub's own want of files, processes or memory: that is no fault of the command's. */
const SHORTAGES = new Set(['EAGAIN', 'EMFILE', 'ENFILE', 'ENOMEM']);

function notStarted(code: string): Outcome {
  const why = `its command cannot be started (${code})`;
  return SHORTAGES.has(code) ? { kind: 'later', why, wait: null } : { kind: 'refused', why };
}

/** Ends the command's group when its time is up, or when asked; the returned function says why it did, if it did. */
function limit(
  child: ChildProcess,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): () => string | null {
  let why: string | null = null;
  let cancelKill = (): void => {};
  const end = (reason: string): void => {
    why ??= reason;
    killGroup(child, 'SIGTERM');
    cancelKill = clock.after(GRACE, () => killGroup(child, 'SIGKILL'));
  };
  const onAbort = (): void => end('the hub was stopped');
  const cancelLimit = clock.after(DELIVERY_LIMIT, () => end(`its command ran for ${DELIVERY_LIMIT / 1000} s`));
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  return () => {
    cancelLimit();
    cancelKill();
    signal.removeEventListener('abort', onAbort);
    // Its leader is gone; what of the group has outlived the term goes, too.
    if (why !== null) killGroup(child, 'SIGKILL');
    return why;
  };
}

function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It is gone already.
  }
}

/** The begin of what it says; the rest is read and dropped, so that it does not wait for a reader. */
function readOutput({
  stdout,
  stderr,
}: {
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
}): () => string {
  let said = '';
  for (const stream of [stdout, stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      if (said.length < OUTPUT_CHARACTERS) said += chunk.slice(0, OUTPUT_CHARACTERS - said.length);
    });
  return () => said.trim();
}
