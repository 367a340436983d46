/** Writes node records behind the reports: coalesced, bounded, patient with a disk that refuses. */
import { join } from 'node:path';
import type { Clock, Millis } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import type { RenderNodeRecord } from '../../shared/protocol/render-node.ts';
import { boundedParallel } from './bounded-parallel.ts';
import { diskProblem } from './disk-problem.ts';
import { nodeFileName, temporaryName } from './node-file-name.ts';
import type { StoreFiles } from './store-files.ts';

/** Writes of one round that are under way at once. */
const PARALLEL_WRITES = 8;
const LONGEST_RETRY_MILLIS = 60_000;

export interface RecordWriterConfig {
  /** `data/nodes`. */
  readonly directory: string;
  /** Puts within this are one write. */
  readonly coalesceMillis: Millis;
  /**
   * Records written again in a round, at most. A durable write costs 0.4 ms of CPU and more: at 25 a second the
   * store takes 1 to 2 % of a core however many nodes report how often. With more nodes each is written less often,
   * those first whose change is pressing, then the rest in turn. A node's first record never waits for its turn.
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

type RecordSource = () => RenderNodeRecord | null;

interface WaitingRecord {
  readonly source: RecordSource;
  readonly pressing: boolean;
}

export interface RecordWriter {
  put(nodeId: string, record: RecordSource, pressing?: boolean): void;
  remove(nodeId: string): Promise<void>;
  /** Counts the node as one whose record is on disk, and is this one. */
  know(nodeId: string, record: RecordSource): void;
  readonly problems: readonly string[];
  /** Writes what is waiting, once, and takes no more. */
  drain(): Promise<void>;
}

interface WriterState {
  readonly config: RecordWriterConfig;
  readonly deps: RecordWriterDeps;
  /** Nodes to be written, the one that waits longest first. */
  readonly waiting: Map<string, WaitingRecord>;
  /** What was written last, to be written again where somebody deletes it. */
  readonly onDisk: Map<string, RecordSource>;
  /** Rounds and removals, one after the other: so are a node's writes. */
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
    put(nodeId, source, pressing = false) {
      if (state.closed) return;
      state.waiting.set(nodeId, { source, pressing: pressing || state.waiting.get(nodeId)?.pressing === true });
      scheduleRound(state, config.coalesceMillis);
    },
    remove(nodeId) {
      state.waiting.delete(nodeId);
      return inTurn(state, () => removeRecord(state, nodeId));
    },
    know: (nodeId, record) => void state.onDisk.set(nodeId, record),
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
  for (const [nodeId, waiting] of state.waiting) {
    if (!state.onDisk.has(nodeId)) first.push(nodeId);
    else if (waiting.pressing) pressing.push(nodeId);
    else others.push(nodeId);
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
  state.deps.log.warn('the node records had been removed; all are written again');
  for (const [nodeId, source] of state.onDisk) waitAgain(state, nodeId, { source, pressing: false });
  state.onDisk.clear();
}

/** Writes these nodes; one sync of the directory then makes all their names durable. What failed waits on. */
async function writeRecords(state: WriterState, nodeIds: readonly string[]): Promise<void> {
  const written = new Map<string, WaitingRecord>();
  let failure: unknown = null;
  await boundedParallel(nodeIds, PARALLEL_WRITES, async (nodeId) => {
    const record = state.waiting.get(nodeId);
    if (!record) return;
    state.waiting.delete(nodeId);
    try {
      await writeRecord(state, nodeId, record.source);
      written.set(nodeId, record);
    } catch (error) {
      failure = error;
      waitAgain(state, nodeId, record);
    }
  });
  try {
    if (written.size > 0) await state.deps.files.syncDirectory(state.config.directory);
  } catch (error) {
    failure = error;
    for (const [nodeId, record] of written) waitAgain(state, nodeId, record);
    written.clear();
  }
  noteOutcome(state, failure, written.size);
}

/** A newer put of the meantime stands. */
function waitAgain(state: WriterState, nodeId: string, record: WaitingRecord): void {
  if (!state.waiting.has(nodeId)) state.waiting.set(nodeId, record);
}

async function writeRecord(state: WriterState, nodeId: string, source: RecordSource): Promise<void> {
  const record = source();
  if (!record) return;
  const { files } = state.deps;
  const name = nodeFileName(nodeId);
  const temporary = join(state.config.directory, temporaryName(name));
  try {
    await files.writeNew(temporary, `${JSON.stringify(record)}\n`);
    await files.rename(temporary, join(state.config.directory, name));
  } catch (error) {
    // On a full disk half a temporary file would take the room, and the next try needs its name.
    await files.remove(temporary).catch(() => {});
    throw error;
  }
  state.onDisk.set(nodeId, source);
}

async function removeRecord(state: WriterState, nodeId: string): Promise<void> {
  const { files } = state.deps;
  state.onDisk.delete(nodeId);
  await prepare(state);
  if (state.waiting.size > 0) scheduleRound(state, state.config.coalesceMillis);
  await files.remove(join(state.config.directory, nodeFileName(nodeId)));
  await files.syncDirectory(state.config.directory);
}

function noteOutcome(state: WriterState, failure: unknown, written: number): void {
  const { log } = state.deps;
  if (failure === null) {
    if (state.problem !== null) log.info('node records are written again');
    state.problem = null;
    state.failedRounds = 0;
    return;
  }
  // What could be written shows that the disk takes some: no reason to wait longer each time.
  state.failedRounds = written > 0 ? 1 : state.failedRounds + 1;
  const problem = diskProblem(state.config.directory, failure);
  if (problem !== state.problem) log.error(problem);
  state.problem = problem;
}
