/** What is known of one thing, by its id. */
export interface StoredRecord {
  readonly id: string;
}

/**
 * Where the hub keeps its nodes, how its jobs went, or its alerts, over a restart. What any form of it guarantees:
 *
 * - Ownership: one process at a time has the store; opening it a second time is refused.
 * - Atomic: after a crash at any point a record is the old one or the new one, whole, or there is none yet.
 * - Latest wins: records of one id are written one after the other, and what is written last is what
 *   `record()` gave last; puts that come before a write is begun are one write.
 * - Order: none between different ids.
 * - Trouble: a write that fails is tried again for as long as it takes; nothing is thrown, `problems` tells of it.
 * - Deletion from outside: a record is back with its next put, all are with anybody's next one where the
 *   whole directory is gone; nothing is written before this process has the directory for itself again.
 * - Shutdown: what is waiting is written, once, then the store is given up.
 */
export interface RecordStore<T extends StoredRecord> {
  /** All records that can be read. What cannot is put aside and logged, and never stops the rest. */
  load(): Promise<readonly T[]>;
  /**
   * Notes that it changed. `record` is asked at the time of writing; null writes nothing.
   * Where not all can be written at once, new ones and what is pressing go first.
   */
  put(id: string, record: () => T | null, pressing?: boolean): void;
  /** Fulfilled when the record is gone; rejects when it cannot be removed. */
  remove(id: string): Promise<void>;
  /** Why records cannot be written at present, in sentences with the remedy; empty while all is well. */
  readonly problems: readonly string[];
}
