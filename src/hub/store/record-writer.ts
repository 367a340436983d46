/** Writes records behind the reports: coalesced, bounded, patient with a disk that refuses. */
import { join } from 'node:path';
import { boundedParallel } from '../../shared/bounded-parallel.ts';
import type { Clock, Millis } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import { diskProblem } from './disk-problem.ts';
import { recordFileName, temporaryName } from './record-file-name.ts';
import type { StoredRecord } from './record-store.ts';
import type { StoreFiles } from './store-files.ts';

/** Writes of one round that are under way at once. */
const PARALLEL_WRITES = 8;
const LONGEST_RETRY_MILLIS = 60_000;

export interface RecordWriterConfig {
  /** `data/nodes`, `data/jobs`. */
  readonly directory: string;
  /** What it keeps, as people call it: `node`, `job`. */
  readonly noun: string;
  /** Puts within this are one write. */
  readonly coalesceMillis: Millis;
  /**
   * Records written again in a round, at most. A durable write costs 0.4 ms of CPU and more: at 25 a second the
   * store takes 1 to 2 % of a core however many nodes report how often. With more records each is written less often,
   * those first whose change is pressing, then the rest in turn. The first record of an id never waits for its turn.
   */
  readonly mostRewrites: number;
}

export interface RecordWriterDeps {
  readonly files: StoreFiles;
  /**
   * Sees to it, before anything is written, that the directory is there and nobody else's; true when it had been
   * removed, and the records with it.
   */
  readonly prepare: () => Promise<boolean>;
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1). */
  readonly random: () => number;
}

type RecordSource = () => StoredRecord | null;

interface WaitingRecord {
  readonly source: RecordSource;
  readonly pressing: boolean;
}

export interface RecordWriter {
  put(id: string, record: RecordSource, pressing?: boolean): void;
  remove(id: string): Promise<void>;
  /** Counts the id as one whose record is on disk, and is this one. */
  know(id: string, record: RecordSource): void;
  readonly problems: readonly string[];
  /** Writes what is waiting, once, and takes no more. */
  drain(): Promise<void>;
}

interface WriterState {
  readonly config: RecordWriterConfig;
  readonly deps: RecordWriterDeps;
  /** What is to be written, the one that waits longest first. */
  readonly waiting: Map<string, WaitingRecord>;
  /** What was written last, to be written again where somebody deletes it. */
  readonly onDisk: Map<string, RecordSource>;
  /** Rounds and removals, one after the other: so are an id's writes. */
  turn: Promise<unknown>;
  cancelRound: (() => void) | null;
  failedRounds: number;
  problem: string | null;
  closed: boolean;
}

export function createRecordWriter(config: RecordWriterConfig, deps: RecordWriterDeps): RecordWriter {
  const state: WriterState = {
    config,
    deps,
    waiting: new Map(),
    onDisk: new Map(),
    turn: Promise.resolve(),
    cancelRound: null,
    failedRounds: 0,
    problem: null,
    closed: false,
  };
  return {
    put(id, source, pressing = false) {
      if (state.closed) return;
      state.waiting.set(id, { source, pressing: pressing || state.waiting.get(id)?.pressing === true });
      scheduleRound(state, config.coalesceMillis);
    },
    remove(id) {
      state.waiting.delete(id);
      return inTurn(state, () => removeRecord(state, id));
    },
    know: (id, record) => void state.onDisk.set(id, record),
    get problems() {
      return state.problem === null ? [] : [state.problem];
    },
    async drain() {
      state.closed = true;
      state.cancelRound?.();
      await inTurn(state, () => writeRound(state, () => [...state.waiting.keys()]));
    },
  };
}

function inTurn<T>(state: WriterState, task: () => Promise<T>): Promise<T> {
  const result = state.turn.then(task);
  state.turn = result.catch(() => {});
  return result;
}

/** One round is planned at a time; it writes what is waiting when it begins. */
function scheduleRound(state: WriterState, delay: Millis): void {
  if (state.cancelRound || state.closed) return;
  state.cancelRound = state.deps.clock.after(delay, () => {
    void inTurn(state, () => writeRound(state, () => nextRound(state))).then(() => {
      state.cancelRound = null;
      if (state.waiting.size > 0) scheduleRound(state, delayBefore(state));
    });
  });
}

/** Full jitter after failures: hubs whose shared disk fills up must not come back in step. */
function delayBefore({ failedRounds, config, deps }: WriterState): Millis {
  if (failedRounds === 0) return config.coalesceMillis;
  return Math.max(1, deps.random() * Math.min(LONGEST_RETRY_MILLIS, 1000 * 2 ** failedRounds));
}

function nextRound(state: WriterState): readonly string[] {
  const first: string[] = [];
  const pressing: string[] = [];
  const others: string[] = [];
  for (const [id, waiting] of state.waiting) {
    if (!state.onDisk.has(id)) first.push(id);
    else if (waiting.pressing) pressing.push(id);
    else others.push(id);
  }
  return [...first, ...[...pressing, ...others].slice(0, state.config.mostRewrites)];
}

/** Writes those chosen once it is known what is on disk. */
async function writeRound(state: WriterState, choose: () => readonly string[]): Promise<void> {
  if (state.waiting.size === 0) return;
  try {
    await prepare(state);
  } catch (error) {
    noteOutcome(state, error, 0);
    return;
  }
  await writeRecords(state, choose());
}

async function prepare(state: WriterState): Promise<void> {
  if (!(await state.deps.prepare())) return;
  state.deps.log.warn(`the ${state.config.noun} records had been removed; all are written again`);
  for (const [id, source] of state.onDisk) waitAgain(state, id, { source, pressing: false });
  state.onDisk.clear();
}

/** Writes these records; one sync of the directory then makes all their names durable. What failed waits on. */
async function writeRecords(state: WriterState, ids: readonly string[]): Promise<void> {
  const written = new Map<string, WaitingRecord>();
  let failure: unknown = null;
  await boundedParallel(ids, PARALLEL_WRITES, async (id) => {
    const record = state.waiting.get(id);
    if (!record) return;
    state.waiting.delete(id);
    try {
      await writeRecord(state, id, record.source);
      written.set(id, record);
    } catch (error) {
      failure = error;
      waitAgain(state, id, record);
    }
  });
  try {
    if (written.size > 0) await state.deps.files.syncDirectory(state.config.directory);
  } catch (error) {
    failure = error;
    for (const [id, record] of written) waitAgain(state, id, record);
    written.clear();
  }
  noteOutcome(state, failure, written.size);
}

/** A newer put of the meantime stands. */
function waitAgain(state: WriterState, id: string, record: WaitingRecord): void {
  if (!state.waiting.has(id)) state.waiting.set(id, record);
}

async function writeRecord(state: WriterState, id: string, source: RecordSource): Promise<void> {
  const record = source();
  if (!record) return;
  const { files } = state.deps;
  const name = recordFileName(id);
  const temporary = join(state.config.directory, temporaryName(name));
  try {
    await files.writeNew(temporary, `${JSON.stringify(record)}\n`);
    await files.rename(temporary, join(state.config.directory, name));
  } catch (error) {
    // On a full disk half a temporary file would take the room, and the next try needs its name.
    await files.remove(temporary).catch(() => {});
    throw error;
  }
  state.onDisk.set(id, source);
}

async function removeRecord(state: WriterState, id: string): Promise<void> {
  const { files } = state.deps;
  state.onDisk.delete(id);
  await prepare(state);
  if (state.waiting.size > 0) scheduleRound(state, state.config.coalesceMillis);
  await files.remove(join(state.config.directory, recordFileName(id)));
  await files.syncDirectory(state.config.directory);
}

function noteOutcome(state: WriterState, failure: unknown, written: number): void {
  const { log } = state.deps;
  const { directory, noun } = state.config;
  if (failure === null) {
    if (state.problem !== null) log.info(`${noun} records are written again`);
    state.problem = null;
    state.failedRounds = 0;
    return;
  }
  // What could be written shows that the disk takes some: no reason to wait longer each time.
  state.failedRounds = written > 0 ? 1 : state.failedRounds + 1;
  const problem = diskProblem({ directory, noun }, failure);
  if (problem !== state.problem) log.error(problem);
  state.problem = problem;
}
