import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

const FORBIDDEN = [
  ['src/shared/a.ts', '../agent/main.ts', 'shared knows nobody'],
  ['src/shared/protocol/b.ts', '../../tui/core/state.ts', 'shared knows nobody'],
  ['src/agent/io/c.ts', '../../hub/core/fleet.ts', 'The agent knows only src/shared'],
  ['src/hub/http/d.ts', '../../agent/main.ts', 'The hub knows only src/shared'],
  ['src/tui/components/e.ts', '../../hub/core/fleet.ts', 'The dashboard knows only src/shared'],
  ['src/agent/core/f.ts', '../../hub/core/fleet.ts', 'The agent knows only src/shared'],
  ['src/agent/core/g.ts', '../io/output-watcher.ts', 'core/ is pure'],
  ['src/hub/core/h.ts', 'node:fs', 'core/ is pure'],
  ['src/hub/core/i.ts', '../store/node-store.ts', 'core/ is pure'],
  ['src/hub/core/j.ts', '../../shared/hub-api.ts', 'core/ is pure'],
  ['src/tui/core/k.ts', 'ink', 'core/ is pure'],
  ['bin/sentry-hub.ts', '../src/agent/main.ts', 'This program is made of src/hub'],
  ['bin/sentry-agent.ts', '../src/hub/main.ts', 'This program is made of src/agent'],
  ['bin/sentry-tui.ts', '../src/hub/main.ts', 'This program is made of src/tui'],
] as const;

const ALLOWED = [
  ['src/agent/core/l.ts', '../../shared/clock.ts'],
  ['src/hub/http/m.ts', '../core/fleet.ts'],
  ['src/hub/core/n.ts', 'node:crypto'],
  ['src/tui/components/o.ts', '../core/state.ts'],
  ['bin/sentry-program.ts', '../src/hub/main.ts'],
] as const;

interface Diagnostic {
  readonly message: string;
  readonly category: string;
  readonly location: { readonly path: string };
  readonly advices: unknown;
}

let farm: string;
let diagnostics: readonly Diagnostic[];

/** What the project's own rules say of `path`, all sentences in one text. */
function saidOf(path: string): string {
  return JSON.stringify(diagnostics.filter((diagnostic) => diagnostic.location.path.endsWith(path)));
}

beforeAll(async () => {
  farm = await mkdtemp(join(tmpdir(), 'sentry-boundaries-'));
  await copyFile(join(root, 'biome.json'), join(farm, 'biome.json'));
  const plant = async (path: string, source: string): Promise<void> => {
    await mkdir(dirname(join(farm, path)), { recursive: true });
    await writeFile(join(farm, path), source);
  };
  for (const [path, specifier] of [...FORBIDDEN, ...ALLOWED])
    await plant(path, `import { x } from '${specifier}';\n\nexport const y = x;\n`);
  await plant('src/hub/io/y.ts', 'export const x = process.env.HOME;\n');
  await plant('src/agent/core/z.ts', 'export const x = [setTimeout, process];\n');
  const biome = join(root, 'node_modules/.bin/biome');
  const options = ['lint', '--vcs-enabled=false', '--reporter=json', '--max-diagnostics=none', '.'];
  const output = await new Promise<string>((resolve) =>
    execFile(biome, options, { cwd: farm }, (_, out) => resolve(out)),
  );
  diagnostics = JSON.parse(output).diagnostics;
});

afterAll(() => rm(farm, { recursive: true }));

test.each(FORBIDDEN)('the linter refuses a planted import when %s imports %s', (path, _, reason) => {
  expect(saidOf(path)).toContain(reason);
});

test('the linter refuses a timer and the environment when core uses them', () => {
  expect(saidOf('src/agent/core/z.ts')).toContain('setTimeout');
  expect(saidOf('src/agent/core/z.ts')).toContain('process');
});

test('the linter refuses the environment outside of the programs', () => {
  expect(saidOf('src/hub/io/y.ts')).toContain('noProcessEnv');
});

test.each(ALLOWED)('the linter is content when %s imports %s', (path) => {
  expect(saidOf(path)).toBe('[]');
});
