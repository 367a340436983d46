/** Takes the terminal and shows a first line at once. Whatever is imported here delays the first picture. */
import { systemClock } from '../src/shared/clock.ts';
import { openTerminal, type Terminal } from '../src/tui/io/terminal.ts';
import { processTerminalPort } from '../src/tui/io/terminal-port.ts';

const WITHOUT_SCREEN = new Set(['--help', '--version', '--once', '--json', '--csv']);

/** Null where there is no terminal, or an argument asks for something else than the screen. */
export function takeTerminal(): Terminal | null {
  if (!process.stdin.isTTY || !process.stdout.isTTY || process.env.TERM === 'dumb') return null;
  if (process.argv.slice(2).some((argument) => WITHOUT_SCREEN.has(argument))) return null;
  const terminal = openTerminal(processTerminalPort(process.stdin, process.stdout), systemClock);
  terminal.sink.write('\x1b[1m sentry\x1b[22m  \x1b[2mconnecting\x1b[22m');
  return terminal;
}
