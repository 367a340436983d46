/**
 * What is known of each finished frame of a job: when, how large, and by whom. What a node says twice changes
 * nothing, and the order in which nodes speak does not matter.
 */
import type { Millis } from '../../../shared/clock.ts';
import type { Evidence } from '../../../shared/protocol/sequence.ts';
import {
  cellOf,
  createMarkTable,
  enterMarks,
  type FrameMark,
  freeMarks,
  type MarkTable,
  markOfRow,
  marksFrom,
  NODE,
  NONE,
  nextRow,
  SIZE_BYTES,
} from './mark-table.ts';

/** Frames kept of a job, those finished last. */
export const MOST_FRAMES_KEPT = 20_000;
/** Beyond the limit by so many the oldest are dropped, all at once. */
const SPARE_FRAMES = 1_000;
/** Nodes kept of a frame that several have rendered. */
const MOST_OWNERS = 4;
/** Starts of renderers kept of a node. */
const MOST_STARTS = 16;
const SAME_START_MILLIS = 2_000;

interface LedgerEntry {
  /** Each node's own last one, the latest first. */
  readonly owned: readonly FrameMark[];
  /** Of nobody known, while it is later than what is owned. */
  readonly seen: FrameMark | null;
}

export interface FrameLedger {
  readonly marks: MarkTable;
  /** The row of each frame's first mark; its others follow on that. */
  readonly rows: Map<number, number>;
  /** When renderers were started on a node, ascending. */
  readonly starts: Map<string, readonly Millis[]>;
  /** Grows with each change. */
  revision: number;
}

export function createFrameLedger(): FrameLedger {
  return { marks: createMarkTable(), rows: new Map(), starts: new Map(), revision: 0 };
}

/** So many frames are known. */
export function framesKnown(ledger: FrameLedger): number {
  return ledger.rows.size;
}

/** True where something new was told. */
export function noteFinished(ledger: FrameLedger, mark: FrameMark): boolean {
  const { marks, rows } = ledger;
  const row = rows.get(mark.frame) ?? NONE;
  const entry = row === NONE ? null : entryOf(marksFrom(marks, row));
  const noted = mark.node === null ? withSeen(entry, mark) : withOwned(entry, mark);
  if (noted === entry) return false;
  freeMarks(marks, row);
  rows.set(mark.frame, enterMarks(marks, noted.seen ? [...noted.owned, noted.seen] : noted.owned));
  ledger.revision++;
  if (rows.size > MOST_FRAMES_KEPT + SPARE_FRAMES) dropOldest(ledger);
  return true;
}

function entryOf(marks: readonly FrameMark[]): LedgerEntry {
  const last = marks.at(-1);
  return last?.node === null ? { owned: marks.slice(0, -1), seen: last } : { owned: marks, seen: null };
}

/** True where the start was not known. A process's start is known to the second. */
export function noteStart(ledger: FrameLedger, node: string, at: Millis): boolean {
  const known = ledger.starts.get(node) ?? [];
  if (known.some((start) => Math.abs(start - at) <= SAME_START_MILLIS)) return false;
  const starts = [...known, at].sort((a, b) => a - b).slice(-MOST_STARTS);
  if (!starts.includes(at)) return false;
  ledger.starts.set(node, starts);
  ledger.revision++;
  return true;
}

/** All that is known, as it may be noted again. */
export function marksOf({ marks, rows }: FrameLedger): readonly FrameMark[] {
  return [...rows.values()].flatMap((row) => marksFrom(marks, row));
}

/** The last rendering of each frame. */
export function currentMarks(ledger: FrameLedger): readonly FrameMark[] {
  return currentRows(ledger).map((row) => markOfRow(ledger.marks, row));
}

/** The rows of the last rendering of each frame. */
export function currentRows({ marks, rows }: FrameLedger): number[] {
  const current: number[] = [];
  for (const row of rows.values()) current.push(currentRow(marks, row));
  return current;
}

/** The rows of everybody's own renderings, those that were rendered over included. */
export function ownedRows({ marks, rows }: FrameLedger): number[] {
  const owned: number[] = [];
  for (const first of rows.values())
    for (let row = first; row !== NONE; row = nextRow(marks, row))
      if (cellOf(marks, row, NODE) !== NONE) owned.push(row);
  return owned;
}

/**
 * What nobody owns counts where it is later than what somebody does: the frame was rendered again. But the same file
 * seen late, by a node whose share did not answer, is no other rendering.
 */
function currentRow(marks: MarkTable, first: number): number {
  let last = first;
  for (let row = nextRow(marks, first); row !== NONE; row = nextRow(marks, row)) last = row;
  const isOwned = cellOf(marks, last, NODE) !== NONE;
  return isOwned || cellOf(marks, last, SIZE_BYTES) === cellOf(marks, first, SIZE_BYTES) ? first : last;
}

function withOwned(entry: LedgerEntry | null, mark: FrameMark): LedgerEntry {
  const before = entry?.owned ?? [];
  const known = before.find((owned) => owned.node === mark.node);
  if (entry && known && compareMarks(mark, known) <= 0) return entry;
  const owned = [mark, ...before.filter((other) => other !== known)].sort((a, b) => compareMarks(b, a));
  const kept = owned.slice(0, MOST_OWNERS);
  if (entry && !kept.includes(mark)) return entry;
  return { owned: kept, seen: entry && unlessOwned(entry.seen, kept) };
}

function withSeen(entry: LedgerEntry | null, mark: FrameMark): LedgerEntry {
  const owned = entry?.owned ?? [];
  if (entry?.seen && !isBetterView(mark, entry.seen)) return entry;
  const seen = unlessOwned(mark, owned);
  return entry && !seen ? entry : { owned, seen };
}

/** What is not later than somebody's own frame by more than views of one completion lie apart is that frame. */
function unlessOwned(seen: FrameMark | null, owned: readonly FrameMark[]): FrameMark | null {
  const [last] = owned;
  return seen && last && minuteOf(seen.at) <= minuteOf(last.at) + 1 ? null : seen;
}

/**
 * Of views of one completion the earliest is the truest, of two completions the later counts. They are told apart by
 * the minute that they fall into, so that whichever order they come in, one and the same is left.
 */
function isBetterView(a: FrameMark, b: FrameMark): boolean {
  const minutes = minuteOf(a.at) - minuteOf(b.at);
  return minutes === 0 ? compareMarks(a, b) < 0 : minutes > 0;
}

/** Views of one completion by nodes that poll lie apart by as much. */
function minuteOf(at: Millis): number {
  return Math.floor(at / 60_000);
}

const SURENESS: Readonly<Record<Evidence, number>> = { order: 1, bytes: 2, descriptor: 3, log: 4 };

/** By time; of the same time the one that tells more is the later. */
function compareMarks(a: FrameMark, b: FrameMark): number {
  return (
    a.at - b.at ||
    surenessOf(a) - surenessOf(b) ||
    (a.seconds ?? -1) - (b.seconds ?? -1) ||
    (a.startedAt ?? -1) - (b.startedAt ?? -1) ||
    a.sizeBytes - b.sizeBytes ||
    (a.node === b.node ? 0 : (a.node ?? '') < (b.node ?? '') ? -1 : 1)
  );
}

function surenessOf({ evidence }: FrameMark): number {
  return evidence === null ? 0 : SURENESS[evidence];
}

function dropOldest(ledger: FrameLedger): void {
  const oldest = currentMarks(ledger).toSorted((a, b) => a.at - b.at || a.frame - b.frame);
  for (const { frame } of oldest.slice(0, oldest.length - MOST_FRAMES_KEPT)) {
    freeMarks(ledger.marks, ledger.rows.get(frame) ?? NONE);
    ledger.rows.delete(frame);
  }
}
