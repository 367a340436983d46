/** The node store as one JSON file a node: `data/nodes/<id>.json`, readable by jq and safe to delete. */
import { join } from 'node:path';
import type { Clock, Millis } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import { lockDataDirectory } from './data-lock.ts';
import { loadRecords } from './load-records.ts';
import type { NodeStore } from './node-store.ts';
import { createRecordWriter } from './record-writer.ts';
import { type StoreFiles, systemStoreFiles } from './store-files.ts';

export interface FileNodeStoreConfig {
  /** The data directory; made where it is not. */
  readonly directory: string;
  /** Puts within this are one write. */
  readonly coalesceMillis: Millis;
  /** Known nodes written again in each such time, at most; 50 where not given. */
  readonly mostRewrites?: number;
}

export interface FileNodeStoreDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1). */
  readonly random: () => number;
  readonly files?: StoreFiles;
}

/** Takes the data directory for this process; rejects with a sentence that says the remedy where another hub has it. */
export async function openFileNodeStore(config: FileNodeStoreConfig, deps: FileNodeStoreDeps): Promise<NodeStore> {
  const files = deps.files ?? systemStoreFiles;
  const directory = join(config.directory, 'nodes');
  await files.makeDirectory(directory).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`The data directory ${directory} cannot be made (${error.code}); choose another with --data.`);
  });
  const lock = await lockDataDirectory(config.directory, deps);
  const { coalesceMillis, mostRewrites = 50 } = config;
  const writer = createRecordWriter({ directory, coalesceMillis, mostRewrites }, { ...deps, files });
  let stopped: Promise<void> | null = null;
  return {
    async load() {
      const records = await loadRecords(
        { directory, quarantine: join(config.directory, 'quarantine') },
        { ...deps, files },
      );
      for (const record of records) writer.know(record.id);
      return records;
    },
    put: writer.put,
    remove: writer.remove,
    get problems() {
      return writer.problems;
    },
    stop() {
      stopped ??= writer.drain().finally(() => lock.stop());
      return stopped;
    },
  };
}
