/** What `/proc/PID/stat` tells of a process (proc(5)), read through one buffer: there may be thousands to read. */
import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { readColumns } from '../../collectors/read-columns.ts';

export interface ProcessStat {
  /** The kernel's name for it, at most 15 bytes, without arguments. */
  readonly name: string;
  readonly parent: number;
  readonly isDead: boolean;
  /** A thread of the kernel's own. */
  readonly isKernel: boolean;
  /** Since boot; with the pid it names this process and no other. */
  readonly startTicks: number;
  /** Processor time that it has used. */
  readonly cpuTicks: number;
  readonly residentPages: number;
}

/** Null when there is no such process. */
export type ReadProcessStat = (pid: string) => ProcessStat | null;

/** Times of `/proc` are in hundredths of a second on every machine that Node runs on. */
export const TICKS_A_SECOND = 100;

const MOST_BYTES = 4096;
const OPENING_PARENTHESIS = 40;
const CLOSING_PARENTHESIS = 41;
/** `PF_KTHREAD` of the kernel's include/linux/sched.h. */
const KERNEL_THREAD = 0x0020_0000;

/** `procPath` is another one in tests. */
export function createProcessStatReader(procPath = '/proc'): ReadProcessStat {
  const buffer = Buffer.alloc(MOST_BYTES);
  const columns = new Float64Array(21);
  return (pid) => {
    const length = readInto(buffer, `${procPath}/${pid}/stat`);
    // The name in parentheses may hold anything, parentheses too.
    const nameEnd = buffer.subarray(0, length).lastIndexOf(CLOSING_PARENTHESIS);
    if (nameEnd < 0) return null;
    const state = buffer.toString('latin1', nameEnd + 2, nameEnd + 3);
    columns.fill(0);
    // From the parent's pid, the fourth of all, to the resident pages, the 24th.
    readColumns(buffer.toString('latin1', nameEnd + 3, length), 0, columns);
    const column = (field: number): number => columns[field - 4] ?? 0;
    return {
      name: buffer.toString('utf8', buffer.indexOf(OPENING_PARENTHESIS) + 1, nameEnd),
      parent: column(4),
      isDead: state === 'Z' || state === 'X',
      isKernel: (column(9) & KERNEL_THREAD) !== 0,
      startTicks: column(22),
      cpuTicks: column(14) + column(15),
      residentPages: column(24),
    };
  };
}

/** How many bytes there were; 0 for what has ended. */
function readInto(buffer: Buffer, path: string): number {
  try {
    const file = openSync(path, 'r');
    try {
      return readSync(file, buffer, 0, buffer.length, 0);
    } finally {
      closeSync(file);
    }
  } catch {
    return 0;
  }
}

/** The names of the directories of processes. */
export function listPids(procPath = '/proc'): readonly string[] {
  return readdirSync(procPath).filter((name) => {
    const first = name.charCodeAt(0);
    return first >= 49 && first <= 57;
  });
}

const AUXILIARY_PAGE_SIZE = 6n;
const USUAL_PAGE_BYTES = 4096;

/** Bytes of a page of memory, by what the kernel told this program at its start (getauxval(3)); ARM has several sizes. */
export function pageBytesOf(procPath = '/proc'): number {
  try {
    const told = readFileSync(`${procPath}/self/auxv`);
    for (let at = 0; at + 16 <= told.length; at += 16)
      if (told.readBigUInt64LE(at) === AUXILIARY_PAGE_SIZE) return Number(told.readBigUInt64LE(at + 8));
  } catch {}
  return USUAL_PAGE_BYTES;
}
