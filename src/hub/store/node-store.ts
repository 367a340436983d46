import type { RenderNodeRecord } from '../../shared/protocol/render-node.ts';
import type { Running } from '../../shared/running.ts';

/**
 * Where the hub keeps its nodes over a restart. What any form of it guarantees:
 *
 * - Ownership: one process at a time has the store; opening it a second time is refused.
 * - Atomic: after a crash at any point a node's record is the old one or the new one, whole, or there is none yet.
 * - Latest wins: records of one node are written one after the other, and what is written last is what
 *   `record()` gave last; puts that come before a write is begun are one write.
 * - Order: none between different nodes.
 * - Trouble: a write that fails is tried again for as long as it takes; nothing is thrown, `problems` tells of it.
 * - Deletion from outside: a record is back with its node's next put, all are with anybody's next one where the
 *   whole directory is gone; nothing is written before this process has the directory for itself again.
 * - Shutdown: `stop()` writes what is waiting, once, then gives the store up.
 */
export interface NodeStore extends Running {
  /** All records that can be read. What cannot is put aside and logged, and never stops the rest. */
  load(): Promise<readonly RenderNodeRecord[]>;
  /**
   * Notes that the node changed. `record` is asked at the time of writing; null writes nothing.
   * Where not all can be written at once, new nodes and what is pressing go first.
   */
  put(nodeId: string, record: () => RenderNodeRecord | null, pressing?: boolean): void;
  /** Fulfilled when the node's record is gone; rejects when it cannot be removed. */
  remove(nodeId: string): Promise<void>;
  /** Why records cannot be written at present, in sentences with the remedy; empty while all is well. */
  readonly problems: readonly string[];
}
