/** A program that runs on and is heard line by line. */
import type { Readable } from 'node:stream';
import type { Millis } from '../../shared/clock.ts';
import { startHeard } from './heard-program.ts';

/** How it ended: `error` where it could not be started. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: string | null;
  readonly error: string | null;
}

export interface ProgramEars {
  /** A line of either output, without its end. */
  readonly line: (text: string) => void;
  /** Told once, when the process is truly gone. */
  readonly ended: (end: ProgramEnd) => void;
}

/** Starts a program, never through a shell; the returned function ends it, by force if it does not heed. */
export type StartProgram = (program: string, args: readonly string[], ears: ProgramEars) => () => void;

const PATIENCE: Millis = 2_000;
const LONGEST_LINE = 64 * 1024;

/** It is heard by pipes: when this process is killed, the next line that it writes ends it. */
export const startProgram: StartProgram = (program, args, { line, ended }) => {
  let isOver = false;
  const over = (end: ProgramEnd): void => {
    if (isOver) return;
    isOver = true;
    ended(end);
  };
  const heard = startHeard(program, args, ({ message }) => over({ code: null, signal: null, error: message }));
  if (heard === null) return () => {};
  const { child, stdout, stderr } = heard;
  hearLines(stdout, line);
  hearLines(stderr, line);
  child.on('close', (code, signal) => over({ code, signal, error: null }));
  return () => {
    if (isOver) return;
    child.kill();
    setTimeout(() => isOver || child.kill('SIGKILL'), PATIENCE).unref();
    // One that hangs in its driver cannot be ended: this process need not wait for it.
    child.unref();
    stdout.destroy();
    stderr.destroy();
  };
};

function hearLines(stream: Readable, line: (text: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('error', () => {});
  stream.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
    for (const each of lines) line(each.replace(/\r$/, ''));
  });
  stream.on('end', () => {
    if (rest !== '') line(rest);
  });
}
