/** A program that passes for `nvidia-smi`: a process of its own, which says and does in each run what a test wrote down. */
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What it does in one run of the loop; the last one is repeated. */
export interface FakeRun {
  /** Said once, the first for the heads. */
  readonly says: readonly string[];
  /** Said again and again, some fifty times a second. */
  readonly repeats?: readonly string[];
  /** Ends with this status; else it goes on for ever. */
  readonly exit?: number;
  /** Does not heed SIGTERM. */
  readonly isDeaf?: boolean;
}

export interface FakeNvidiaSmi {
  /** Directory that a PATH may lead to. */
  readonly directory: string;
  readonly program: string;
  /** Process numbers of the runs of the loop so far, and whether one began while another was alive. */
  readonly runs: () => Promise<{ readonly pids: readonly number[]; readonly overlapped: boolean }>;
  readonly remove: () => Promise<void>;
}

const SCRIPT = `#!${process.execPath}
const fs = require('node:fs');
const { runs, xml } = JSON.parse(fs.readFileSync(__dirname + '/behaviour.json', 'utf8'));
const say = (lines) => fs.writeSync(1, lines.map((line) => line + '\\n').join(''));
const args = process.argv.slice(2);
if (args.includes('--help')) process.exit(0);
if (args.includes('-x')) {
  say([xml]);
  process.exit(0);
}
const log = __dirname + '/runs.log';
const before = fs.existsSync(log) ? fs.readFileSync(log, 'utf8').trim().split('\\n') : [];
const isAlive = (line) => {
  try {
    process.kill(Number(line.split(' ')[0]), 0);
    return true;
  } catch {
    return false;
  }
};
fs.appendFileSync(log, process.pid + ' ' + before.some(isAlive) + '\\n');
const run = runs[Math.min(before.length, runs.length - 1)];
if (run.isDeaf) process.on('SIGTERM', () => {});
say(run.says);
if (run.exit !== undefined) process.exit(run.exit);
setInterval(() => {
  if (!run.repeats) return;
  try {
    say(run.repeats);
  } catch (error) {
    // Nobody hears it any more: another program would be ended by SIGPIPE.
    if (error.code === 'EPIPE') process.exit(141);
  }
}, 20);
`;

export async function fakeNvidiaSmi(runs: readonly FakeRun[], xml = ''): Promise<FakeNvidiaSmi> {
  const directory = await mkdtemp(join(tmpdir(), 'fake-nvidia-smi-'));
  const program = join(directory, 'nvidia-smi');
  await writeFile(join(directory, 'behaviour.json'), JSON.stringify({ runs, xml }));
  await writeFile(program, SCRIPT);
  await chmod(program, 0o755);
  return {
    directory,
    program,
    runs: async () => {
      const log = await readFile(join(directory, 'runs.log'), 'utf8').catch(() => '');
      const lines = log.split('\n').filter((line) => line !== '');
      return {
        pids: lines.map((line) => Number(line.split(' ')[0])),
        overlapped: lines.some((line) => line.endsWith('true')),
      };
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
