import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cellWidth } from '../../src/shared/text-cells.ts';
import {
  freePort,
  type Program,
  programPath,
  SECRET,
  startHub,
  startSentry,
  type TestHub,
  temporaryDirectory,
  until,
} from './programs.ts';
import { GREY_PIXEL_PNG } from './renders.ts';
import { startInTerminal } from './terminal.ts';

const EVIL = '\x1b]52;c;aGFja2Vk\x07\x1b[31mred\r\x07\u202egnp';
const WIDE = '寬'.repeat(300);
/** Anything that a terminal would obey, in what was meant for a reader. */
const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

let data: { path: string; remove: () => Promise<void> };
let output: { path: string; remove: () => Promise<void> };
let hub: TestHub;
let agent: Program;

beforeAll(async () => {
  [data, output] = [await temporaryDirectory(), await temporaryDirectory()];
  hub = await startHub(data.path, await freePort());
  const directory = join(output.path, EVIL.replaceAll('/', '_'));
  await mkdir(directory);
  for (let frame = 1; frame <= 3; frame++)
    await writeFile(join(directory, `${'寬'.repeat(60)}${EVIL}.000${frame}.png`), GREY_PIXEL_PNG);
  const args = [
    output.path,
    '--hub',
    hub.url,
    '--interval',
    '1',
    '--frames',
    '1-4',
    '--title',
    `${EVIL}${'寬'.repeat(100)}`,
  ];
  agent = startSentry('sentry-agent', [...args, '--node-id', `rn-${EVIL}`]);
  for (const hostname of [`host-${EVIL}`, `${'寬'.repeat(250)}`, 'plain-node']) await report({ hostname });
  await until('all nodes and the job are known', async () => {
    const { nodes } = await hub.json('/api/nodes');
    return nodes.length === 4 && (await hub.json('/api/jobs')).jobs[0]?.done === 3;
  });
});

afterAll(async () => {
  await agent.end();
  await hub.end();
  await data.remove();
  await output.remove();
});

async function report(body: object): Promise<Response> {
  const headers = { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json' };
  return fetch(`${hub.url}/api/report`, { method: 'POST', headers, body: JSON.stringify(body) });
}

function curl(path: string): string {
  return execFileSync('curl', ['-s', '-H', `authorization: Bearer ${SECRET}`, hub.url + path], { encoding: 'utf8' });
}

test.each(['/', '/api/nodes', '/api/jobs', '/api/summary'])('curl %s prints nothing that a terminal obeys', (path) => {
  const text = curl(path);
  expect(text.length).toBeGreaterThan(20);
  expect(text).not.toMatch(OBEYED);
});

test('the text table stays aligned when names are wide or hostile', () => {
  const lines = curl('/').split('\n');
  const head = lines.findIndex((line) => line.includes('NODE'));
  const column = cellWidth((lines[head] ?? '').split('STATE')[0] ?? '');
  const rows = lines.slice(head + 1, head + 5);
  expect(rows).toHaveLength(4);
  for (const row of rows) {
    const state = /(rendering|render|idle|stalled|stale|hot|quiet)/.exec(row);
    expect(cellWidth(row.slice(0, state?.index ?? 0)), row).toBe(column);
  }
});

test('logs and one-shot tables hold nothing that a terminal obeys', async () => {
  for (const options of [['--once'], ['--once', '--csv'], ['--once', '--json']]) {
    const once = startSentry('sentry-tui', ['--hub', hub.url, ...options]);
    expect(await once.exited).toBe(0);
    expect(once.output()).toContain('plain-node');
    expect(once.output()).not.toMatch(OBEYED);
  }
  await report({ hostname: `${WIDE}${EVIL}` });
  await report({ hostname: `bad-${EVIL}`, roots: EVIL });
  expect(hub.output()).not.toMatch(OBEYED);
  expect(agent.output()).not.toMatch(OBEYED);
});

test('the dashboard shows escapes, obeys none and stays aligned', async () => {
  const columns = 100;
  const dashboard = startInTerminal(process.execPath, [programPath('sentry-tui'), '--hub', hub.url], {
    columns,
    rows: 24,
  });
  try {
    await until(
      'all rows are there',
      () => dashboard.text().includes('plain-node') && dashboard.text().includes('host-'),
    );
    expect(dashboard.text()).toContain('\\x1b]52');
    expect(dashboard.raw()).not.toContain('\x1b]52');
    expect(dashboard.raw()).not.toContain('\x07\x1b[31mred');
    expect(dashboard.raw()).not.toContain('\u202e');
    // The frame around the table is the ruler: each border stands where it belongs.
    const framed = dashboard.screen().filter((line) => line.startsWith('│'));
    expect(framed.length).toBeGreaterThan(5);
    for (const line of framed) expect(cellWidth(line), line).toBe(columns);
    for (const line of framed) expect(line.endsWith('│'), line).toBe(true);
  } finally {
    dashboard.kill('SIGKILL');
  }
});
