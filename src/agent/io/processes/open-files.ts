/**
 * Who holds a file open for writing. Only Linux tells, in `/proc/PID/fd`; elsewhere, and for processes of others,
 * the answer is `unknown` and the watcher waits for the file to rest.
 */
import { readdirSync, readlinkSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../shared/clock.ts';
import type { OpenEvidence } from '../../core/sequences/frame-settling.ts';
import { createSearchPace } from './search-pace.ts';

/** A file of which to ask; its owner is who writes it most likely. */
export interface AskedFile {
  /** Without links. */
  readonly path: string;
  readonly device: number;
  readonly inode: number;
  readonly uid: number;
}

/** Tells of several files at the price of one; asks are gathered, so that they cost a bounded share of a core. */
export interface OpenFiles {
  evidence(file: AskedFile): Promise<OpenEvidence>;
}

/** The portable form: nobody can tell. */
export const noOpenFiles: OpenFiles = { evidence: async () => 'unknown' };

/** After about so many descriptors, a millisecond's work, others get their turn. */
const DESCRIPTORS_A_BREATH = 100;

/** As many files may be known to be open: more than are written at once. */
const MOST_HOLDERS = 256;

/** The kernel's PF_KTHREAD. */
const KERNEL_THREAD = 0x200000;

interface Ask {
  readonly file: AskedFile;
  readonly answer: (evidence: OpenEvidence) => void;
}

/** Searches a `/proc`; `procPath` is another one in tests. */
export function createProcOpenFiles(clock: Clock, procPath = '/proc'): OpenFiles {
  /** Who was found writing a file: asked first the next time, which costs two system calls instead of thousands. */
  const holders = new Map<string, string>();
  let waiting: Ask[] = [];
  let searching = false;
  const pace = createSearchPace(clock);

  /** The oldest goes: nobody tells of a file that was deleted while it was open. */
  function remember(path: string, holder: string): void {
    holders.set(path, holder);
    const [oldest] = holders.keys();
    if (holders.size > MOST_HOLDERS && oldest !== undefined) holders.delete(oldest);
  }

  async function searchLoop(): Promise<void> {
    searching = true;
    // Asks of the same turn share a search.
    await setImmediate();
    while (waiting.length > 0) {
      const pause = pace.readyAt() - clock.monotonic();
      if (pause > 0) await new Promise<void>((resume) => clock.after(pause, resume));
      const asks = waiting;
      waiting = [];
      const start = clock.monotonic();
      const found = await search(procPath, asks).catch(() => null);
      pace.note(start);
      for (const ask of asks) ask.answer(conclude(ask.file, found));
    }
    searching = false;
  }

  function conclude(file: AskedFile, found: SearchResult | null): OpenEvidence {
    const holder = found?.holders.get(file.path);
    if (holder) remember(file.path, holder);
    if (holder) return 'open';
    return !found || found.hiddenUids.has(file.uid) ? 'unknown' : 'closed';
  }

  return {
    async evidence(file) {
      const holder = holders.get(file.path);
      if (holder && (await isHeldBy(holder, file))) return 'open';
      holders.delete(file.path);
      return await new Promise<OpenEvidence>((answer) => {
        waiting.push({ file, answer });
        if (!searching) void searchLoop();
      });
    },
  };
}

interface SearchResult {
  /** `/proc/PID/fd/N` by the path of the file that it writes. */
  readonly holders: ReadonlyMap<string, string>;
  /** Owners of processes whose descriptors may not be read: a file of theirs may be open unseen. */
  readonly hiddenUids: ReadonlySet<number>;
}

/**
 * Synchronous in `/proc`, which is memory and cannot hang: a sixth of the time of promises, with a breath between
 * processes. What follows a descriptor to its file is asynchronous, as that may lie on a dead share.
 */
async function search(procPath: string, asks: readonly Ask[]): Promise<SearchResult> {
  const byName = groupByName(asks);
  const holders = new Map<string, string>();
  const hiddenUids = new Set<number>();
  let read = 0;
  for (const pid of await readdir(procPath)) {
    if (!/^\d+$/.test(pid)) continue;
    const folder = join(procPath, pid, 'fd');
    const descriptors = readDescriptors(folder);
    if (descriptors === 'hidden') {
      const uid = await hiddenOwner(procPath, pid);
      if (uid !== null) hiddenUids.add(uid);
    } else {
      for (const [link, target] of descriptors) {
        for (const file of byName.get(basename(target)) ?? []) {
          if (await isHeldBy(link, file, target)) holders.set(file.path, link);
        }
      }
      read += descriptors.length;
    }
    if (read > DESCRIPTORS_A_BREATH) {
      read = 0;
      await setImmediate();
    }
  }
  return { holders, hiddenUids };
}

function groupByName(asks: readonly Ask[]): ReadonlyMap<string, readonly AskedFile[]> {
  const byName = new Map<string, AskedFile[]>();
  for (const { file } of asks) {
    const name = basename(file.path);
    const same = byName.get(name);
    if (same) same.push(file);
    else byName.set(name, [file]);
  }
  return byName;
}

/** Each descriptor's link and where it leads; a process that has just ended hides nothing. */
function readDescriptors(folder: string): readonly (readonly [link: string, target: string])[] | 'hidden' {
  try {
    return readdirSync(folder).flatMap((descriptor) => {
      const link = `${folder}/${descriptor}`;
      const target = readLink(link);
      return target === null ? [] : [[link, target] as const];
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EACCES' || code === 'EPERM' ? 'hidden' : [];
  }
}

function readLink(link: string): string | null {
  try {
    return readlinkSync(link);
  } catch {
    return null;
  }
}

/**
 * Whose files a process that may not be looked into could hold open; null for kernel threads and processes that
 * have ended but were not waited for: they hold none.
 */
async function hiddenOwner(procPath: string, pid: string): Promise<number | null> {
  try {
    const status = await readFile(join(procPath, pid, 'stat'), 'utf8');
    // The name in parentheses may hold anything; behind it: state, five numbers, flags.
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X' || Number(fields[6]) & KERNEL_THREAD) return null;
    return (await stat(join(procPath, pid))).uid;
  } catch {
    return null;
  }
}

/** Whether the descriptor still is this file, open for writing. In a container its path reads otherwise: then the inode tells. */
async function isHeldBy(link: string, file: AskedFile, knownTarget?: string): Promise<boolean> {
  const target = knownTarget ?? readLink(link);
  if (target === null) return false;
  if (target !== file.path) {
    if (basename(target) !== basename(file.path)) return false;
    const stats = await stat(link).catch(() => null);
    if (stats?.ino !== file.inode || stats.dev !== file.device) return false;
  }
  const info = await readFile(link.replace(/\/fd\/(\d+)$/, '/fdinfo/$1'), 'utf8').catch(() => '');
  const flags = /^flags:\s*([0-7]+)/m.exec(info)?.[1];
  return flags !== undefined && (Number.parseInt(flags, 8) & 3) !== 0;
}
