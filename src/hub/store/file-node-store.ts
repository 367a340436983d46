/** The node store as one JSON file a node: `data/nodes/<id>.json`, readable by jq and safe to delete. */
import { join } from 'node:path';
import type { Clock, Millis } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import type { RenderNodeRecord } from '../../shared/protocol/render-node.ts';
import type { Running } from '../../shared/running.ts';
import { lockDataDirectory } from './data-lock.ts';
import { codeOf } from './disk-problem.ts';
import { loadRecords } from './load-records.ts';
import type { NodeStore } from './node-store.ts';
import { createRecordWriter } from './record-writer.ts';
import { type StoreFiles, systemStoreFiles } from './store-files.ts';

export interface FileNodeStoreConfig {
  /** The data directory; made where it is not. */
  readonly directory: string;
  /** Puts within this are one write. */
  readonly coalesceMillis: Millis;
  /** Known nodes written again in each such time, at most; 25 where not given. */
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
  const places = await takePlaces(config.directory, directory, { ...deps, files });
  const { coalesceMillis, mostRewrites = 25 } = config;
  const { prepare } = places;
  const writer = createRecordWriter({ directory, coalesceMillis, mostRewrites }, { ...deps, files, prepare });
  /** As they were read, of nodes not heard of since: nobody else would give them to be written again. */
  const loaded = new Map<string, RenderNodeRecord>();
  let stopped: Promise<void> | null = null;
  return {
    async load() {
      const records = await loadRecords(
        { directory, quarantine: join(config.directory, 'quarantine') },
        { ...deps, files },
      );
      for (const record of records) {
        loaded.set(record.id, record);
        writer.know(record.id, () => loaded.get(record.id) ?? null);
      }
      return records;
    },
    put(nodeId, record, pressing) {
      loaded.delete(nodeId);
      writer.put(nodeId, record, pressing);
    },
    remove(nodeId) {
      loaded.delete(nodeId);
      return writer.remove(nodeId);
    },
    get problems() {
      return writer.problems;
    },
    stop() {
      stopped ??= writer.drain().finally(() => places.stop());
      return stopped;
    },
  };
}

interface Places extends Running {
  /** Takes back and makes anew what was removed; true when anything was. */
  prepare(): Promise<boolean>;
}

async function takePlaces(
  data: string,
  nodes: string,
  deps: FileNodeStoreDeps & { readonly files: StoreFiles },
): Promise<Places> {
  const { files } = deps;
  await files.makeDirectory(nodes).catch((error: unknown) => {
    throw new Error(`The data directory ${nodes} cannot be made (${codeOf(error)}); choose another with --data.`);
  });
  let lock = await lockDataDirectory(data, deps);
  return {
    async prepare() {
      // Whoever removes the data directory removes its lock, and another hub may have made both anew since.
      const isLost = !(await lock.isHeld());
      if (isLost) {
        await lock.stop();
        await files.makeDirectory(data);
        lock = await lockDataDirectory(data, deps);
      }
      return (await files.makeDirectory(nodes)) || isLost;
    },
    stop: () => lock.stop(),
  };
}
