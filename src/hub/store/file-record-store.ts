/** A record store as one JSON file each: `data/nodes/<id>.json`, readable by jq and safe to delete. */
import type { Clock, Millis } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import { loadRecords, type RecordKind } from './load-records.ts';
import type { RecordStore, StoredRecord } from './record-store.ts';
import { createRecordWriter } from './record-writer.ts';
import type { StoreFiles } from './store-files.ts';

export interface FileRecordStoreConfig<T extends StoredRecord> extends RecordKind<T> {
  /** Where its files lie. */
  readonly directory: string;
  readonly quarantine: string;
  /** Puts within this are one write. */
  readonly coalesceMillis: Millis;
  /** Known records written again in each such time, at most. */
  readonly mostRewrites: number;
}

export interface FileRecordStoreDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1). */
  readonly random: () => number;
  readonly files: StoreFiles;
  /** Called before anything is written; true when all records may be gone. */
  readonly prepare: () => Promise<boolean>;
}

export interface FileRecordStore<T extends StoredRecord> extends RecordStore<T> {
  /** Writes what is waiting, once, and takes no more. */
  drain(): Promise<void>;
}

export function createFileRecordStore<T extends StoredRecord>(
  config: FileRecordStoreConfig<T>,
  deps: FileRecordStoreDeps,
): FileRecordStore<T> {
  const { directory, quarantine } = config;
  const writer = createRecordWriter(config, deps);
  /** As they were read, of those not heard of since: nobody else would give them to be written again. */
  const loaded = new Map<string, T>();
  return {
    async load() {
      const records = await loadRecords(config, { directory, quarantine }, deps);
      for (const record of records) {
        loaded.set(record.id, record);
        writer.know(record.id, () => loaded.get(record.id) ?? null);
      }
      return records;
    },
    put(id, record, pressing) {
      loaded.delete(id);
      writer.put(id, record, pressing);
    },
    remove(id) {
      loaded.delete(id);
      return writer.remove(id);
    },
    get problems() {
      return writer.problems;
    },
    drain: () => writer.drain(),
  };
}
