import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { SECRET } from './programs.ts';

/** A program in a real pseudo-terminal, its screen kept by a terminal emulator. */
export interface TerminalProgram {
  /** The lines of the screen as a person sees them, without trailing blanks. */
  readonly screen: () => string[];
  readonly text: () => string;
  readonly type: (keys: string) => void;
  readonly resize: (columns: number, rows: number) => void;
  readonly raw: () => string;
  readonly kill: (signal?: string) => void;
  readonly exited: Promise<number>;
  readonly pid: number;
}

export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

export function startInTerminal(command: string, args: string[], options: TerminalOptions = {}): TerminalProgram {
  const { columns = 80, rows = 24 } = options;
  const emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0 });
  const pty = spawn(command, args, {
    cols: columns,
    rows,
    name: 'xterm-256color',
    cwd: options.cwd ?? process.cwd(),
    env: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '/',
      LANG: 'C.UTF-8',
      TERM: 'xterm-256color',
      SENTRY_SECRET: SECRET,
      ...options.env,
    },
  });
  let raw = '';
  pty.onData((data) => {
    raw += data;
    emulator.write(data);
  });
  const exited = new Promise<number>((resolve) => pty.onExit(({ exitCode }) => resolve(exitCode)));
  const screen = (): string[] =>
    Array.from(
      { length: emulator.rows },
      (_, row) => emulator.buffer.active.getLine(row)?.translateToString(true) ?? '',
    );
  return {
    screen,
    text: () => screen().join('\n'),
    type: (keys) => pty.write(keys),
    resize: (width, height) => {
      emulator.resize(width, height);
      pty.resize(width, height);
    },
    raw: () => raw,
    kill: (signal) => pty.kill(signal),
    exited,
    pid: pty.pid,
  };
}
