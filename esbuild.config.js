/**
 * Builds every program into one file of its own under dist/: `node esbuild.config.js`, and with `--if-needed` only when
 * a source is newer than what was built. Needs no development dependency.
 */
import { chmod, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { inkFastPath } from './src/tui/ink-fast-path/plugin.js';

const root = dirname(fileURLToPath(import.meta.url));
const dist = join(root, 'dist');
const programs = [
  { out: 'sentry-hub.js', entry: 'bin/sentry-hub.ts' },
  { out: 'sentry-agent.js', entry: 'bin/sentry-agent.ts' },
  { out: 'sentry-tui.js', entry: 'bin/sentry-tui.ts' },
  { out: 'sentry.js', entry: 'bin/sentry.ts' },
  // The thread in which the agent reads files; found beside the program.
  { out: 'sentry-file-check.js', entry: 'bin/sentry-file-check.ts' },
  // The thread in which the hub keeps history.
  { out: 'sentry-history-store.js', entry: 'bin/sentry-history-store.ts' },
];
/** Only built when asked for by `--bench`; nobody who runs or installs the programs needs them. */
const benches = [
  { out: 'bench.js', entry: 'bench/index.ts' },
  { out: 'bench-dashboard-loop.js', entry: 'bench/dashboard-loop.tsx' },
];
const sources = ['src', 'bin', 'package.json', 'package-lock.json', 'esbuild.config.js'];

/** CommonJS packages in an ES module want their `require`. */
const banner = `#!/usr/bin/env node
import { createRequire as createRequireOf } from 'node:module';
const require = createRequireOf(import.meta.url);`;

const programOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  banner: { js: banner },
  // React's development build keeps an entry for each update, without end.
  define: { 'process.env.NODE_ENV': '"production"' },
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  // What has compiled parts, and what only benchmarks and tests load, stays outside.
  external: ['@photostructure/sqlite', '@lydell/node-pty', '@xterm/headless', 'esbuild'],
  plugins: [inkFastPath],
  logLevel: 'warning',
};

async function timeOf(path) {
  const stats = await stat(path).catch(() => null);
  return stats?.mtimeMs ?? null;
}

async function newestIn(path) {
  const stats = await stat(path).catch(() => null);
  if (!stats?.isDirectory()) return stats?.mtimeMs ?? 0;
  const names = await readdir(path);
  return Math.max(stats.mtimeMs, ...(await Promise.all(names.map((name) => newestIn(join(path, name))))));
}

async function isFresh(wanted) {
  const built = await Promise.all(wanted.map(({ out }) => timeOf(join(dist, out))));
  if (built.some((time) => time === null)) return false;
  const changed = await Promise.all(sources.map((source) => newestIn(join(root, source))));
  return Math.max(...changed) < Math.min(...built);
}

/** Two builds at once end with the files of one of them, never with half a file. */
async function buildProgram({ out, entry }) {
  const { outputFiles } = await build({ ...programOptions, entryPoints: [entry], write: false, outdir: dist });
  const [bundle] = outputFiles;
  const whole = join(dist, out);
  const temporary = `${whole}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, bundle.contents);
    await chmod(temporary, 0o755);
    await rename(temporary, whole);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function main(args) {
  const wanted = args.includes('--bench') ? [...programs, ...benches] : programs;
  if (args.includes('--if-needed') && (await isFresh(wanted))) return;
  await mkdir(dist, { recursive: true });
  // Programs do not depend on each other: one that cannot be built keeps no other from being built.
  const built = await Promise.allSettled(wanted.map(buildProgram));
  for (const [index, { reason }] of built.entries()) {
    if (reason === undefined) continue;
    process.exitCode = 1;
    // esbuild has told its own errors already.
    if (!reason.errors) console.error(`${wanted[index].entry}: ${reason.message}`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
