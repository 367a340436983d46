/** Reads records back when the hub starts; nothing that lies in the directory can stop it. */
import { join } from 'node:path';
import { boundedParallel } from '../../shared/bounded-parallel.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import type { Check } from '../../shared/protocol/validate.ts';
import { quarantine } from './quarantine.ts';
import { isRecordFileName, isTemporaryName, recordFileName } from './record-file-name.ts';
import type { StoredRecord } from './record-store.ts';
import type { StoreFiles } from './store-files.ts';

/** Unbounded reads fail at a limit of 256 open files. */
const PARALLEL_READS = 32;

/** What is kept, and what its records must fit. */
export interface RecordKind<T extends StoredRecord> {
  /** As people call it: `node`, `job`. */
  readonly noun: string;
  readonly check: Check<T>;
}

export interface RecordPlaces {
  /** `data/nodes` and the like, which exists. */
  readonly directory: string;
  /** `data/quarantine`, made when it is needed. */
  readonly quarantine: string;
}

export interface LoadDeps {
  readonly files: StoreFiles;
  readonly clock: Clock;
  readonly log: Log;
}

/** All records that can be read; left-over temporary files are deleted, broken records put aside. */
export async function loadRecords<T extends StoredRecord>(
  kind: RecordKind<T>,
  places: RecordPlaces,
  deps: LoadDeps,
): Promise<readonly T[]> {
  const { directory } = places;
  const { files } = deps;
  const names = await files.list(directory);
  await boundedParallel(names.filter(isTemporaryName), PARALLEL_READS, (name) => files.remove(join(directory, name)));
  const records = await boundedParallel(names.filter(isRecordFileName), PARALLEL_READS, async (name) => {
    const text = await files.read(join(directory, name)).catch((error: NodeJS.ErrnoException) => {
      // Not to be read is not broken: it stays where it is.
      deps.log.error(`a ${kind.noun} record cannot be read`, { file: name, code: error.code ?? error.name });
      return null;
    });
    if (text === null) return null;
    const record = parseRecord(text, name, kind);
    if (typeof record !== 'string') return record;
    await putAside(places, { noun: kind.noun, name, problem: record }, deps);
    return null;
  });
  return records.filter((record) => record !== null);
}

/** The record, or what is wrong with it. */
function parseRecord<T extends StoredRecord>(text: string, name: string, kind: RecordKind<T>): T | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'It is not JSON.';
  }
  const checked = kind.check(value);
  if (!checked.ok) return checked.problem;
  // A copy under another name would come back as a second record of one id.
  return recordFileName(checked.value.id) === name ? checked.value : `Its name is not that of the ${kind.noun} in it.`;
}

async function putAside(
  places: RecordPlaces,
  { noun, name, problem }: { readonly noun: string; readonly name: string; readonly problem: string },
  { files, clock, log }: LoadDeps,
): Promise<void> {
  try {
    const movedTo = await quarantine({ directory: places.directory, name, at: clock.now() }, places.quarantine, files);
    log.warn(`a ${noun} record was put aside`, { file: name, problem, movedTo });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    log.error(`a broken ${noun} record cannot be put aside`, { file: name, problem, code });
  }
}
