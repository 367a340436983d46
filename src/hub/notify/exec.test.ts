import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../shared/clock.ts';
import { createLog, silentLog } from '../../shared/log.ts';
import { ManualClock } from '../../shared/manual-clock.ts';
import { createExec } from './exec.ts';
import type { Message } from './notice.ts';
import { madeUpAlert } from './testing/made-up-alert.ts';

const MESSAGE: Message = {
  farm: '$(touch /tmp/never) `id`',
  at: Date.UTC(2026, 0, 1),
  notices: [{ change: 'raised', alert: madeUpAlert({ node: "rn'; rm -rf x #" }) }],
  isTest: false,
};
const NEVER = new AbortController().signal;

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sentry-exec-'));
});
afterAll(() => rm(directory, { recursive: true }));

function execOf(command: readonly string[], deps: Partial<Parameters<typeof createExec>[1]> = {}) {
  const receiver = { name: 'pager', kind: 'exec', command: [...command] } as const;
  return createExec({ ...receiver, command: [...command] }, { clock: systemClock, log: silentLog, ...deps });
}

function shell(script: string, ...args: string[]): readonly string[] {
  return ['/bin/sh', '-c', script, 'sh', ...args];
}

describe('a command', () => {
  it('is given the message as JSON on its standard input, and its arguments as they are', async () => {
    const out = join(directory, 'message');
    const command = shell('cat > "$1"; printf "%s" "$2" > "$1.argument"', out, '$HOME; `id`');
    expect(await execOf(command)(MESSAGE, NEVER)).toEqual({ kind: 'told' });
    expect(JSON.parse(await readFile(out, 'utf8'))).toMatchObject({
      farm: MESSAGE.farm,
      notices: [{ alert: { node: "rn'; rm -rf x #" } }],
    });
    expect(await readFile(`${out}.argument`, 'utf8')).toBe('$HOME; `id`');
  });

  it("knows nothing of the hub's environment", async () => {
    const out = join(directory, 'environment');
    process.env.SENTRY_SECRET_OF_TEST = 'do-not-tell-anybody';
    try {
      await execOf(shell('/usr/bin/env > "$1"', out))(MESSAGE, NEVER);
    } finally {
      delete process.env.SENTRY_SECRET_OF_TEST;
    }
    const text = await readFile(out, 'utf8');
    expect(text).toContain('PATH=');
    expect(text).not.toMatch(/do-not-tell-anybody|HOME=/);
  });

  it.each<[string, readonly string[], unknown]>([
    ['ends well without reading', ['/bin/true'], { kind: 'told' }],
    [
      'fails',
      ['/bin/sh', '-c', 'exit 3'],
      { kind: 'refused', why: 'its command ended with status 3', mayHaveTold: true },
    ],
    [
      'asks to be called again',
      ['/bin/sh', '-c', 'exit 75'],
      { kind: 'later', why: 'its command ended with status 75', wait: null },
    ],
    [
      'is killed',
      ['/bin/sh', '-c', 'kill -9 $$'],
      { kind: 'refused', why: 'its command was ended by SIGKILL', mayHaveTold: true },
    ],
    [
      'is longer than a system takes',
      ['/bin/true', 'x'.repeat(4_000_000)],
      { kind: 'refused', why: 'its command cannot be started (E2BIG)' },
    ],
    ['is not there', ['/no/such/program'], { kind: 'refused', why: 'its command cannot be started (ENOENT)' }],
    ['is no program', ['/etc/passwd'], { kind: 'refused', why: 'its command cannot be started (EACCES)' }],
    [
      'leaves something in the background that holds its output',
      ['/bin/sh', '-c', 'sleep 2 & exit 0'],
      { kind: 'told' },
    ],
  ])('that %s is judged by that', async (_, command, outcome) => {
    expect(await execOf(command)(MESSAGE, NEVER)).toEqual(outcome);
  });

  it('has the begin of what it says in the log, harmless for a terminal, when it fails', async () => {
    const lines: string[] = [];
    const log = createLog('hub', (line) => lines.push(line), Date.now);
    const script = 'printf "\\033]0;owned\\007"; yes | head -c 1000000; exit 1';
    await execOf(shell(script), { log })(MESSAGE, NEVER);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('\\u001b]0;owned\\u0007');
    expect(lines[0]?.slice(0, -1)).toMatch(/^[\x20-\x7e]*$/);
    expect(lines[0]?.length).toBeLessThan(5_000);
  });

  it.each([
    ['ends when asked', 'sleep 300 & echo $! > "$1"; wait'],
    ['does not end when asked', 'trap "" TERM; sh -c \'trap "" TERM; sleep 300\' & echo $! > "$1"; wait'],
  ])('is ended with all that it started when its time is up, where it %s', async (name, script) => {
    const out = join(directory, name.replaceAll(' ', '-'));
    const clock = new ManualClock();
    const outcome = execOf(shell(script, out), { clock })(MESSAGE, NEVER);
    const child = await vi.waitFor(async () => {
      const pid = Number(await readFile(out, 'utf8'));
      expect(pid).toBeGreaterThan(0);
      return pid;
    });
    clock.advance(10_000);
    clock.advance(2_000);
    expect(await outcome).toEqual({ kind: 'refused', why: 'its command ran for 10 s', mayHaveTold: true });
    await vi.waitFor(async () => expect(await isRunning(child)).toBe(false));
  });

  it('is ended when the hub is stopped', async () => {
    const ending = new AbortController();
    const out = join(directory, 'stopped');
    const outcome = execOf(shell('echo $$ > "$1"; exec sleep 300', out))(MESSAGE, ending.signal);
    await vi.waitFor(() => expect(existsSync(out)).toBe(true));
    ending.abort();
    expect(await outcome).toEqual({ kind: 'refused', why: 'the hub was stopped', mayHaveTold: true });
  });
});

/** One that waits for its parent's look is over, too. */
async function isRunning(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat !== '' && !/\) [ZX] /.test(stat);
}
