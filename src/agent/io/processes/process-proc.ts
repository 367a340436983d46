/**
 * The processes of Linux, out of `/proc`: synchronous, as that is memory and cannot hang. After the first search only
 * new processes are looked at, and now and then the old ones, since a process may turn into another program.
 */
import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, readSync } from 'node:fs';
import type { Clock, Millis } from '../../../shared/clock.ts';
import type { ProcessList, SeenProcess, WantedProcess } from './process-list.ts';
import { createProcessStatReader, listPids, type ReadProcessStat, TICKS_A_SECOND } from './process-stat.ts';

/** A search looks at the new among 500 processes in half a millisecond: 0.03 % of a core. */
const PERIOD: Millis = 2_000;
/** A shell that sets things up before it becomes the renderer is done with that by then. */
const YOUNG: Millis = 15_000;
const LOOK_AT_ALL: Millis = 60_000;
/** Longer command lines are cut: what matters of them stands at the beginning. */
const MOST_COMMAND_BYTES = 64 * 1024;
const MOST_ANCESTORS = 4;

interface Looked {
  readonly firstAt: Millis;
  command: string;
}

/** `procPath` is another one in tests. */
export function createProcProcessList(clock: Clock, procPath = '/proc'): ProcessList {
  const buffer = Buffer.alloc(MOST_COMMAND_BYTES);
  const readStat = createProcessStatReader(procPath);
  let looked = new Map<string, Looked>();
  let allAt: Millis = Number.NEGATIVE_INFINITY;

  /** Its arguments with a NUL after each; '' for kernel threads and what has just ended. */
  function commandOf(pid: string): string {
    try {
      const file = openSync(`${procPath}/${pid}/cmdline`, 'r');
      try {
        return buffer.toString('utf8', 0, readSync(file, buffer, 0, buffer.length, 0));
      } finally {
        closeSync(file);
      }
    } catch {
      return '';
    }
  }

  function search(wanted: WantedProcess): SeenProcess[] {
    const now = clock.monotonic();
    const all = now - allAt >= LOOK_AT_ALL;
    if (all) allAt = now;
    const still = new Map<string, Looked>();
    const found: SeenProcess[] = [];
    for (const pid of listPids(procPath)) {
      const before = looked.get(pid);
      const entry = before ?? { firstAt: now, command: '' };
      still.set(pid, entry);
      if (before && !all && now - before.firstAt > YOUNG) continue;
      const command = commandOf(pid);
      if (command === entry.command) continue;
      entry.command = command;
      const argv = argumentsOf(command);
      const seen = wanted(argv) ? seenProcess({ procPath, readStat }, { pid, argv, now: clock.now() }) : null;
      if (seen) found.push(seen);
    }
    looked = still;
    return found;
  }

  return {
    period: PERIOD,
    search: async (wanted) => search(wanted),
    vitals(process) {
      const stat = readStat(String(process.pid));
      if (!stat || stat.isDead || String(stat.startTicks) !== process.identity) return null;
      return { cpuSeconds: stat.cpuTicks / TICKS_A_SECOND };
    },
    writtenFiles: (process) => writtenFiles(`${procPath}/${process.pid}`),
  };
}

/** Programs may write what they like over their arguments; trailing NULs are of those that did. */
function argumentsOf(command: string): readonly string[] {
  const argv = command.replace(/\0+$/, '').split('\0');
  return argv[0] === '' ? [] : argv;
}

interface Sighted {
  readonly pid: string;
  readonly argv: readonly string[];
  readonly now: Millis;
}

interface Proc {
  readonly procPath: string;
  readonly readStat: ReadProcessStat;
}

function seenProcess({ procPath, readStat }: Proc, { pid, argv, now }: Sighted): SeenProcess | null {
  const stat = readStat(pid);
  if (!stat || stat.isDead) return null;
  const ancestors: number[] = [];
  for (let parent = stat.parent; parent > 1 && ancestors.length < MOST_ANCESTORS; ) {
    ancestors.push(parent);
    parent = readStat(String(parent))?.parent ?? 0;
  }
  const uptime = Number(readText(`${procPath}/uptime`)?.split(' ')[0]);
  const ageSeconds = Math.max(0, uptime - stat.startTicks / TICKS_A_SECOND) || 0;
  return {
    pid: Number(pid),
    ancestors,
    identity: String(stat.startTicks),
    argv,
    workingDirectory: readLink(`${procPath}/${pid}/cwd`),
    startedAt: Math.round(now - ageSeconds * 1000),
  };
}

function writtenFiles(folder: string): readonly string[] {
  let descriptors: readonly string[];
  try {
    descriptors = readdirSync(`${folder}/fd`);
  } catch {
    return [];
  }
  return descriptors.flatMap((descriptor) => {
    const target = readLink(`${folder}/fd/${descriptor}`);
    // Sockets and pipes bear no path; files that were deleted say so.
    if (!target?.startsWith('/') || target.startsWith('/dev/') || target.endsWith(' (deleted)')) return [];
    const flags = /^flags:\s*([0-7]+)/m.exec(readText(`${folder}/fdinfo/${descriptor}`) ?? '')?.[1];
    return flags !== undefined && (Number.parseInt(flags, 8) & 3) !== 0 ? [target] : [];
  });
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return null;
  }
}

function readLink(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}
