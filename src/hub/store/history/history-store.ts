/** What the hub asks of the store that keeps history over a restart, whichever thread it works in. */

import type { StepValues } from '../../core/history/block-codec.ts';
import type { Span } from '../../core/history/buckets.ts';
import type { SeriesPick } from '../../core/history/history-request.ts';
import type { SeriesName } from '../../core/history/node-ring.ts';

/** What is asked of the database, by its kind; plain data, for it goes from thread to thread. */
export interface HistoryAsked {
  readonly slab: Slab;
  readonly blocks: NodeBlocks;
  /** All blocks of the window are written: its slabs are not needed any more. */
  readonly endWindow: { readonly window: number };
  readonly read: ReadAsked;
  /** Some of what is kept of the last hour, from `cursor` on; null begins. */
  readonly restore: { readonly cursor: RestoreCursor | null; readonly sinceStep: number };
  readonly forget: { readonly node: string };
  readonly purge: { readonly beforeSeconds: number; readonly node: string | null };
  readonly close: Readonly<Record<string, never>>;
}

export interface HistoryAnswered {
  readonly slab: null;
  readonly blocks: null;
  readonly endWindow: null;
  /** Null where they were more than allowed. */
  readonly read: readonly ReadSeries[] | null;
  /** `next` is null where that was all. */
  readonly restore: { readonly parts: readonly RestoredPart[]; readonly next: RestoreCursor | null };
  readonly forget: null;
  readonly purge: { readonly blocks: number; readonly bytes: number };
  readonly close: null;
}

export type HistoryKind = keyof HistoryAsked;

/** Sets of series by their text, which many nodes share. */
export interface OfNodes {
  readonly nodes: readonly string[];
  /** By node, a place in `layouts`. */
  readonly layoutOf: readonly number[];
  readonly layouts: readonly string[];
}

/** One step of all nodes that told something in it. */
export interface Slab extends OfNodes {
  readonly step: number;
  /** Node by node all averages, then all maxima. */
  readonly values: Float32Array;
}

/** Some nodes' steps of one window of the finest tier. */
export interface NodeBlocks extends OfNodes {
  readonly window: number;
  /** Node by node all averages, then all maxima, series by series. */
  readonly values: Float32Array;
}

export interface ReadAsked extends Span {
  readonly nodes: readonly string[];
  readonly picks: readonly SeriesPick[] | null;
  readonly tier: number;
  /** From there on memory knows better. */
  readonly untilSeconds: number;
  readonly mostSeries: number;
}

export interface ReadSeries extends SeriesName {
  readonly node: string;
  readonly sums: Float64Array;
  readonly weights: Float64Array;
  readonly maxima: Float64Array;
}

export interface RestoreCursor {
  readonly from: 'blocks' | 'slabs';
  /** A node's number, or a step. */
  readonly after: number;
}

export interface RestoredPart {
  readonly node: string;
  readonly names: readonly SeriesName[];
  /** The first of its steps. */
  readonly first: number;
  readonly values: StepValues;
}

/** How the database is, told with each answer. */
export interface HistoryState {
  /** From where on each tier has something, Unix seconds; infinite where it has nothing. */
  readonly oldestSeconds: readonly number[];
  /** Up to there the finest tier has its blocks. */
  readonly untilSeconds: number;
}

/**
 * Each call rejects with HistoryStoreError where the disk refuses: nothing of it is kept then, and it may be asked again.
 * Calls are done one after the other.
 */
export interface HistoryStore {
  readonly state: HistoryState;
  ask<K extends HistoryKind>(kind: K, asked: HistoryAsked[K]): Promise<HistoryAnswered[K]>;
}

export class HistoryStoreError extends Error {
  override readonly name = 'HistoryStoreError';
  /** `ENOSPC` and its like. */
  readonly code: string;

  constructor(code: string) {
    super(`history cannot be written or read (${code})`);
    this.code = code;
  }
}
