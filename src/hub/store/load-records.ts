/** Reads the nodes back when the hub starts; nothing that lies in the directory can stop it. */
import { join } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import { RenderNodeRecord } from '../../shared/protocol/render-node.ts';
import { type Check, checkerFor } from '../../shared/protocol/validate.ts';
import { boundedParallel } from './bounded-parallel.ts';
import { isNodeFileName, isTemporaryName, nodeFileName } from './node-file-name.ts';
import { quarantine } from './quarantine.ts';
import type { StoreFiles } from './store-files.ts';

/** Unbounded reads fail at a limit of 256 open files. */
const PARALLEL_READS = 32;

export interface RecordPlaces {
  /** `data/nodes`, which exists. */
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
export async function loadRecords(places: RecordPlaces, deps: LoadDeps): Promise<readonly RenderNodeRecord[]> {
  const { directory } = places;
  const { files } = deps;
  const names = await files.list(directory);
  await boundedParallel(names.filter(isTemporaryName), PARALLEL_READS, (name) => files.remove(join(directory, name)));
  const check = checkerFor(RenderNodeRecord);
  const records = await boundedParallel(names.filter(isNodeFileName), PARALLEL_READS, async (name) => {
    const text = await files.read(join(directory, name)).catch((error: NodeJS.ErrnoException) => {
      // Not to be read is not broken: it stays where it is.
      deps.log.error('a node record cannot be read', { file: name, code: error.code ?? error.name });
      return null;
    });
    if (text === null) return null;
    const record = parseRecord(text, name, check);
    if (typeof record !== 'string') return record;
    await putAside(places, { name, problem: record }, deps);
    return null;
  });
  return records.filter((record) => record !== null);
}

/** The record, or what is wrong with it. */
function parseRecord(text: string, name: string, check: Check<RenderNodeRecord>): RenderNodeRecord | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'It is not JSON.';
  }
  const checked = check(value);
  if (!checked.ok) return checked.problem;
  // A copy under another name would come back as a second record of one node.
  return nodeFileName(checked.value.id) === name ? checked.value : 'Its name is not that of the node in it.';
}

async function putAside(
  places: RecordPlaces,
  { name, problem }: { readonly name: string; readonly problem: string },
  { files, clock, log }: LoadDeps,
): Promise<void> {
  try {
    const movedTo = await quarantine({ directory: places.directory, name, at: clock.now() }, places.quarantine, files);
    log.warn('a node record was put aside', { file: name, problem, movedTo });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    log.error('a broken node record cannot be put aside', { file: name, problem, code });
  }
}
