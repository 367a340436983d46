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
  /** `data/nodes`, which exists. */
  readonly directory: string;
  /** Puts within this are one write. */
  readonly coalesceMillis: Millis;
  /**
   * Records written again in a round, at most. A durable write costs some 0.4 ms of CPU: at 50 a second the
   * store takes 2 % of a core however many nodes report how often; with more nodes each is written less often,
   * all in turn. A node's first record never waits for its turn.
   */
  readonly mostRewrites: number;
}

export interface RecordWriterDeps {
  readonly files: StoreFiles;
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1). */
  readonly random: () => number;
}

type RecordSource = () => RenderNodeRecord | null;

export interface RecordWriter {
  put(nodeId: string, record: RecordSource): void;
  remove(nodeId: string): Promise<void>;
  /** Counts the node as one whose record is on disk. */
  know(nodeId: string): void;
  readonly problems: readonly string[];
  /** Writes what is waiting, once, and takes no more. */
  drain(): Promise<void>;
}

interface WriterState {
  readonly config: RecordWriterConfig;
  readonly deps: RecordWriterDeps;
  /** Nodes to be written, the one that waits longest first. */
  readonly waiting: Map<string, RecordSource>;
  readonly onDisk: Set<string>;
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
    onDisk: new Set(),
    turn: Promise.resolve(),
    cancelRound: null,
    failedRounds: 0,
    problem: null,
    closed: false,
  };
  return {
    put(nodeId, record) {
      if (state.closed) return;
      state.waiting.set(nodeId, record);
      scheduleRound(state, config.coalesceMillis);
    },
    remove(nodeId) {
      state.waiting.delete(nodeId);
      return inTurn(state, () => removeRecord(state, nodeId));
    },
    know: (nodeId) => void state.onDisk.add(nodeId),
    get problems() {
      return state.problem === null ? [] : [state.problem];
    },
    async drain() {
      state.closed = true;
      state.cancelRound?.();
      await inTurn(state, () => writeRound(state, [...state.waiting.keys()]));
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
    void inTurn(state, () => writeRound(state, nextRound(state))).then(() => {
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
  const chosen: string[] = [];
  let rewrites = 0;
  for (const nodeId of state.waiting.keys()) {
    if (!state.onDisk.has(nodeId)) chosen.push(nodeId);
    else if (rewrites++ < state.config.mostRewrites) chosen.push(nodeId);
  }
  return chosen;
}

/** Writes these nodes; one sync of the directory then makes all their names durable. What failed waits on. */
async function writeRound(state: WriterState, nodeIds: readonly string[]): Promise<void> {
  if (nodeIds.length === 0) return;
  const written = new Map<string, RecordSource>();
  let failure: unknown = null;
  await boundedParallel(nodeIds, PARALLEL_WRITES, async (nodeId) => {
    const source = state.waiting.get(nodeId);
    if (!source) return;
    state.waiting.delete(nodeId);
    try {
      await writeRecord(state, nodeId, source());
      written.set(nodeId, source);
    } catch (error) {
      failure = error;
      waitAgain(state, nodeId, source);
    }
  });
  try {
    if (written.size > 0) await state.deps.files.syncDirectory(state.config.directory);
  } catch (error) {
    failure = error;
    for (const [nodeId, source] of written) waitAgain(state, nodeId, source);
    written.clear();
  }
  noteOutcome(state, failure, written.size);
}

/** A newer put of the meantime stands. */
function waitAgain(state: WriterState, nodeId: string, source: RecordSource): void {
  if (!state.waiting.has(nodeId)) state.waiting.set(nodeId, source);
}

async function writeRecord(state: WriterState, nodeId: string, record: RenderNodeRecord | null): Promise<void> {
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
  state.onDisk.add(nodeId);
}

async function removeRecord(state: WriterState, nodeId: string): Promise<void> {
  const { files } = state.deps;
  await files.remove(join(state.config.directory, nodeFileName(nodeId)));
  await files.syncDirectory(state.config.directory);
  state.onDisk.delete(nodeId);
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
