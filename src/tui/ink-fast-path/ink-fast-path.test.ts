import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build, type Plugin } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEmulatedTerminal } from '../testing/emulated-terminal.ts';

const run = promisify(execFile);
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

let directory = '';
let fast: readonly string[] = [];
let stock: readonly string[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ink-fast-path-'));
  const outfile = join(directory, 'frames.mjs');
  const pluginModule: { inkFastPath: Plugin } = await import(here('./plugin.js'));
  await build({
    entryPoints: [here('./sample-frames.tsx')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    define: { 'process.env.NODE_ENV': '"production"' },
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    plugins: [pluginModule.inkFastPath],
  });
  // CI alone makes stock Ink silent: neither of both may be.
  const environment = { ...process.env, FORCE_COLOR: '3', CI: 'true' };
  const frames = async (choice: Record<string, string>): Promise<readonly string[]> => {
    const { stdout } = await run(process.execPath, [outfile], { env: { ...environment, ...choice } });
    return JSON.parse(stdout);
  };
  [fast, stock] = await Promise.all([frames({}), frames({ SENTRY_STOCK_INK: '1' })]);
}, 30_000);

afterAll(() => rm(directory, { recursive: true, force: true }));

async function cellsOf(frame: string): Promise<string[]> {
  const terminal = createEmulatedTerminal(60, 24);
  await terminal.write(`\x1b[?7l${frame.replaceAll('\n', '\x1b[m\r\n')}`);
  return terminal.cells();
}

describe('inkFastPath', () => {
  it('shows cell by cell what stock Ink shows when trees of all kinds are rendered', async () => {
    expect(fast.length).toBe(stock.length);
    expect(fast.length).toBeGreaterThan(15);
    for (const [index, frame] of fast.entries())
      expect(await cellsOf(frame), `tree ${index}`).toEqual(await cellsOf(stock[index] ?? ''));
  });

  it('is in use unless it is switched off: whole lines keep their bytes, which stock Ink writes anew', () => {
    expect(fast[0]).toContain('\x1b[1;48;5;237mjob 1\x1b[0m');
    expect(stock[0]).not.toContain('\x1b[1;48;5;237mjob 1\x1b[0m');
  });
});
