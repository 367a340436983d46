/** The real terminal: process.stdin and process.stdout, their signals, and synchronous writes for the way out. */
import { writeSync } from 'node:fs';
import type { ReadStream, WriteStream } from 'node:tty';
import { catchStrayOutput } from './stray-output.ts';
import type { EndSignal, TerminalPort, TerminalPortEvents } from './terminal.ts';

const STANDARD_OUTPUT = 1;
const STANDARD_ERROR = 2;
const END_SIGNALS: readonly EndSignal[] = ['SIGINT', 'SIGTERM'];
const DEFAULT_SIZE = { columns: 80, rows: 24 };
const SYNC_TRIES = 200;
const SYNC_PAUSE = 5;

/** The process's own terminal. Both streams must be terminals. */
export function processTerminalPort(stdin: ReadStream, stdout: WriteStream): TerminalPort {
  // Node makes terminals blocking: one ctrl-s or a stuck line would stop the whole program within write().
  (stdout as { _handle?: { setBlocking?: (on: boolean) => void } })._handle?.setBlocking?.(false);
  const write = stdout.write.bind(stdout);
  return {
    size: () => ({ columns: stdout.columns || DEFAULT_SIZE.columns, rows: stdout.rows || DEFAULT_SIZE.rows }),
    write(text, done) {
      write(text, done);
      return stdout.writableLength === 0;
    },
    writeSync: (text) => writeWholly(STANDARD_OUTPUT, text),
    setRawMode(on) {
      try {
        stdin.setRawMode(on);
      } catch {
        // The terminal is gone already.
      }
    },
    catchStray: () => catchStrayOutput([stdout, process.stderr]),
    stopGroup() {
      process.removeAllListeners('SIGTSTP');
      process.kill(0, 'SIGTSTP');
    },
    printAfterwards: (text) => writeWholly(STANDARD_ERROR, text),
    listen: (events) => listenTo(stdin, stdout, events),
  };
}

/** Streams and signals as the terminal's events; the returned function ends it. */
function listenTo(stdin: ReadStream, stdout: WriteStream, events: TerminalPortEvents): () => void {
  const onGone = dyingBy('SIGHUP', events.onGone);
  const signals = signalListeners(events);
  for (const [name, listener] of Object.entries(signals)) process.on(name, listener);
  stdin.on('data', events.onBytes).on('end', onGone).on('error', onGone);
  stdout.on('resize', events.onResize).on('error', onGone);
  stdin.resume();
  return () => {
    // The signals stay ours: Ink's signal-exit would end the process by the signal if nobody else listened.
    stdin.off('data', events.onBytes).off('end', onGone);
    stdout.off('resize', events.onResize);
    // The listeners of errors stay: a terminal that goes away after all must not end in a stack trace.
    stdin.pause();
  };
}

function signalListeners(events: TerminalPortEvents): Readonly<Record<string, () => void>> {
  return {
    ...Object.fromEntries(END_SIGNALS.map((signal) => [signal, () => events.onSignal(signal)])),
    SIGCONT() {
      // Taken away before the stop, which the listener would prevent.
      process.off('SIGTSTP', events.onStopRequest).on('SIGTSTP', events.onStopRequest);
      events.onContinue();
    },
    SIGHUP: dyingBy('SIGHUP', () => events.onSignal('SIGHUP')),
    SIGQUIT: dyingBy('SIGQUIT', () => events.onSignal('SIGQUIT')),
    SIGTSTP: events.onStopRequest,
    exit: events.onExit,
  };
}

/**
 * Tells, and makes the process end by the signal: one that is hung up must, as Node's own exit sets the terminal's modes
 * once more, and aborts with a stack trace when the terminal is gone; one that is told to quit is expected to.
 */
function dyingBy(signal: 'SIGHUP' | 'SIGQUIT', tell: () => void): () => void {
  const die = (): void => {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  };
  return () => {
    process.off('exit', die).on('exit', die);
    tell();
  };
}

/** Writes all of it now. A full line is waited for a while; a terminal that is gone is no error. */
function writeWholly(descriptor: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  let at = 0;
  for (let tries = 0; at < bytes.length && tries < SYNC_TRIES; ) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) return;
      tries++;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, SYNC_PAUSE);
    }
  }
}
