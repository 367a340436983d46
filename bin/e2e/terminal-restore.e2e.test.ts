import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort, programPath, startHub, type TestHub, temporaryDirectory, until } from './programs.ts';
import { startInTerminal, type TerminalProgram } from './terminal.ts';

let data: { path: string; remove: () => Promise<void> };
let hub: TestHub;

beforeAll(async () => {
  data = await temporaryDirectory();
  hub = await startHub(data.path, await freePort());
});

afterAll(async () => {
  await hub.end();
  await data.remove();
});

const ENTER = '\x1b[?1049h';
const LEAVE = '\x1b[?1049l';

/** A shell runs the dashboard and prints its terminal's modes after it, as a person would see them. */
function dashboardInShell(): TerminalProgram {
  const command = `${process.execPath} ${programPath('sentry-tui')} --hub ${hub.url}; echo "status $?"; stty -a`;
  return startInTerminal('bash', ['-c', command], { columns: 80, rows: 24 });
}

async function pidOf(terminal: TerminalProgram): Promise<number> {
  const children = await readFile(`/proc/${terminal.pid}/task/${terminal.pid}/children`, 'utf8');
  return Number(children.trim().split(' ')[0]);
}

async function whenUp(terminal: TerminalProgram): Promise<number> {
  await until(`the dashboard is up: ${terminal.text()}`, () => terminal.text().includes('No node has reported'));
  expect(terminal.raw()).toContain(ENTER);
  return pidOf(terminal);
}

function expectRestored(terminal: TerminalProgram): void {
  const after = terminal.raw().slice(terminal.raw().lastIndexOf(LEAVE));
  expect(terminal.raw().lastIndexOf(LEAVE)).toBeGreaterThan(terminal.raw().lastIndexOf(ENTER));
  expect(terminal.raw().lastIndexOf('\x1b[?25h')).toBeGreaterThan(terminal.raw().lastIndexOf('\x1b[?25l'));
  expect(terminal.raw().lastIndexOf('\x1b[?2004l')).toBeGreaterThan(terminal.raw().lastIndexOf('\x1b[?2004h'));
  expect(after).toMatch(/status \d+/);
  // The terminal is cooked again: lines, and an echo of what is typed.
  expect(after).toMatch(/[\s;]icanon/);
  expect(after).toMatch(/[\s;]echo[\s;]/);
}

type Ending = readonly [name: string, end: (terminal: TerminalProgram, pid: number) => void, status: string];
const ENDINGS: readonly Ending[] = [
  ['q', (terminal) => terminal.type('q'), 'status 0'],
  ['ctrl-c', (terminal) => terminal.type('\x03'), 'status 0'],
  ['SIGTERM', (_, pid) => void process.kill(pid, 'SIGTERM'), 'status 0'],
  ['SIGHUP', (_, pid) => void process.kill(pid, 'SIGHUP'), 'status 129'],
  ['SIGINT', (_, pid) => void process.kill(pid, 'SIGINT'), 'status 0'],
  ['SIGQUIT', (_, pid) => void process.kill(pid, 'SIGQUIT'), 'status 131'],
];

test.each(ENDINGS)('the terminal is restored when the dashboard ends by %s', async (_, end, status) => {
  const terminal = dashboardInShell();
  end(terminal, await whenUp(terminal));
  await terminal.exited;
  expectRestored(terminal);
  expect(terminal.raw()).toContain(status);
});

test('ctrl-z gives the terminal back and fg takes it again', async () => {
  const terminal = startInTerminal('bash', ['--norc', '-i'], { env: { PS1: 'prompt> ' } });
  try {
    await until('the shell is ready', () => terminal.text().includes('prompt>'));
    terminal.type(`${process.execPath} ${programPath('sentry-tui')} --hub ${hub.url}\r`);
    await until('the dashboard is up', () => terminal.text().includes('No node has reported'));
    terminal.type('\x1a');
    await until('the shell is back', () => terminal.text().includes('Stopped') && !terminal.text().includes('No node'));
    terminal.type('echo alive $((20+3))\r');
    await until('the shell answers', () => terminal.text().includes('alive 23'));
    terminal.type('fg\r');
    await until('the dashboard is back', () => terminal.text().includes('No node has reported'));
    terminal.type('q');
    await until(
      'the shell is back again',
      () => terminal.text().includes('alive 23') && !terminal.text().includes('No node'),
    );
  } finally {
    terminal.kill('SIGKILL');
  }
});
