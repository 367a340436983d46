/** All that the hub keeps over a restart, in one data directory that it has for itself. */
import { join } from 'node:path';
import type { Clock, Millis } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import { AlertRecord } from '../../shared/protocol/alert.ts';
import { JobRecord } from '../../shared/protocol/job-record.ts';
import { RenderNodeRecord } from '../../shared/protocol/render-node.ts';
import { checkerFor } from '../../shared/protocol/validate.ts';
import type { Running } from '../../shared/running.ts';
import { takeDataPlaces } from './data-places.ts';
import { createFileRecordStore } from './file-record-store.ts';
import type { RecordStore } from './record-store.ts';
import { type StoreFiles, systemStoreFiles } from './store-files.ts';

export interface HubStoreConfig {
  /** The data directory; made where it is not. */
  readonly directory: string;
  /** Puts of a node within this are one write. */
  readonly coalesceMillis: Millis;
  /** Known nodes written again in each such time, at most; 25 where not given. */
  readonly mostRewrites?: number;
}

export interface HubStoreDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1). */
  readonly random: () => number;
  readonly files?: StoreFiles;
}

/** `stop()` writes what is waiting, once, and gives the data directory free. */
export interface HubStore extends Running {
  readonly nodes: RecordStore<RenderNodeRecord>;
  /** How jobs went; what is lost of it by a crash the nodes' next reports mostly tell again. */
  readonly jobs: RecordStore<JobRecord>;
  /** Open alerts, and those that were cleared of late. */
  readonly alerts: RecordStore<AlertRecord>;
  /** Of all. */
  readonly problems: readonly string[];
}

/** A job's record grows with its frames: it is written less often than a node's. */
const JOB_COALESCE_FACTOR = 10;
const MOST_REWRITES = 25;

/** Takes the data directory for this process; rejects with a sentence that says the remedy where another hub has it. */
export async function openHubStore(config: HubStoreConfig, given: HubStoreDeps): Promise<HubStore> {
  const deps = { ...given, files: given.files ?? systemStoreFiles };
  const data = config.directory;
  const places = await takeDataPlaces(data, deps);
  const { coalesceMillis, mostRewrites = MOST_REWRITES } = config;
  const common = { quarantine: join(data, 'quarantine'), mostRewrites };
  const open = async (name: string) => {
    const directory = join(data, name);
    return { directory, prepare: await places.open(directory) };
  };
  try {
    const [nodePlace, jobPlace, alertPlace] = [await open('nodes'), await open('jobs'), await open('alerts')];
    const nodes = createFileRecordStore(
      { ...common, noun: 'node', check: checkerFor(RenderNodeRecord), directory: nodePlace.directory, coalesceMillis },
      { ...deps, prepare: nodePlace.prepare },
    );
    const jobs = createFileRecordStore(
      {
        ...common,
        noun: 'job',
        check: checkerFor(JobRecord),
        directory: jobPlace.directory,
        coalesceMillis: JOB_COALESCE_FACTOR * coalesceMillis,
      },
      { ...deps, prepare: jobPlace.prepare },
    );
    const alerts = createFileRecordStore(
      { ...common, noun: 'alert', check: checkerFor(AlertRecord), directory: alertPlace.directory, coalesceMillis },
      { ...deps, prepare: alertPlace.prepare },
    );
    let stopped: Promise<void> | null = null;
    const stop = async (): Promise<void> => {
      await Promise.allSettled([nodes.drain(), jobs.drain(), alerts.drain()]);
      await places.stop();
    };
    return {
      nodes,
      jobs,
      alerts,
      get problems() {
        return [...nodes.problems, ...jobs.problems, ...alerts.problems];
      },
      stop: () => (stopped ??= stop()),
    };
  } catch (error) {
    await places.stop();
    throw error;
  }
}
