/** The store of history as the hub's own thread sees it: calls that are answered some time later. */
import { Worker } from 'node:worker_threads';
import { ConfigError } from '../../../shared/config.ts';
import type { Log } from '../../../shared/log.ts';
import type { Running } from '../../../shared/running.ts';
import { diskRemedy } from '../disk-problem.ts';
import {
  type HistoryAnswered,
  type HistoryAsked,
  type HistoryKind,
  type HistoryState,
  type HistoryStore,
  HistoryStoreError,
} from './history-store.ts';
import type { HistoryCall, HistoryPlace, HistoryWord } from './history-worker.ts';

/** Beside each bundled program. */
const SCRIPT = new URL('./sentry-history-store.js', import.meta.url);

/** What carries words to and fro: a Worker, or in tests a MessagePort of the same thread. */
export interface HistoryLine {
  postMessage(call: HistoryCall, transfer?: readonly ArrayBuffer[]): void;
  on(event: 'message', hear: (word: HistoryWord) => void): unknown;
  /** The thread is gone; never heard of a port. */
  on(event: 'exit' | 'error', hear: (cause: unknown) => void): unknown;
}

export type OpenHistoryLine = (place: HistoryPlace) => HistoryLine & { end(): Promise<unknown> };

export function startHistoryThread(place: HistoryPlace, script: URL = SCRIPT): ReturnType<OpenHistoryLine> {
  const worker = new Worker(script, { workerData: place, execArgv: [] });
  return Object.assign(worker, { end: () => worker.terminate() }) as ReturnType<OpenHistoryLine>;
}

export interface OpenedHistory extends HistoryStore, Running {
  /** Of whom the file knows. */
  readonly nodes: readonly string[];
}

/** Rejects with ConfigError where history cannot be kept here at all; the message says the remedy. */
export async function openHistoryStore(
  place: HistoryPlace,
  { log, openLine = startHistoryThread }: { readonly log: Log; readonly openLine?: OpenHistoryLine },
): Promise<OpenedHistory> {
  const line = openLine(place);
  const calls = createCalls(line);
  const word = await calls.opened({
    putAside: (movedTo) => log.warn('the history could not be read: it was put aside and begins anew', { movedTo }),
    removed: () => log.warn('the history had been removed: it begins anew', { file: place.path }),
  });
  if (word.kind === 'notOpened') {
    await line.end();
    throw new ConfigError(whyNot(word.cause, word.code, place.path));
  }
  let stopped: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    await calls.ask('close', {}).catch(() => {});
    calls.end('it was closed');
    await line.end();
  };
  return {
    nodes: word.nodes,
    get state() {
      return calls.state ?? word.state;
    },
    ask: (kind, asked) => calls.ask(kind, asked),
    stop: () => (stopped ??= stop()),
  };
}

interface Waiting {
  readonly answer: (value: never) => void;
  readonly fail: (error: HistoryStoreError) => void;
}

/** What became of a file that was kept. */
interface Losses {
  putAside(movedTo: string): void;
  removed(): void;
}

interface Calls extends Pick<HistoryStore, 'ask'> {
  /** As of the last answer; null before the first. */
  readonly state: HistoryState | null;
  opened(losses: Losses): Promise<OpeningWord>;
  /** All that waits fails, and whatever is asked later. */
  end(why: string): void;
}

type OpeningWord = Extract<HistoryWord, { kind: 'opened' | 'notOpened' }>;

function createCalls(line: HistoryLine): Calls {
  const waiting = new Map<number, Waiting>();
  let count = 0;
  let ended: string | null = null;
  let state: HistoryState | null = null;

  function settle(word: Extract<HistoryWord, { kind: 'answer' | 'failed' }>): void {
    const call = waiting.get(word.id);
    waiting.delete(word.id);
    if (word.kind === 'failed') call?.fail(new HistoryStoreError(word.code));
    else {
      state = word.state;
      call?.answer(word.value as never);
    }
  }

  function end(why: string): void {
    ended = why;
    for (const { fail } of waiting.values()) fail(new HistoryStoreError(why));
    waiting.clear();
  }

  return {
    get state() {
      return state;
    },
    opened: (losses) =>
      new Promise((tell) => {
        line.on('message', (word) => {
          switch (word.kind) {
            case 'opened':
            case 'notOpened':
              return tell(word);
            case 'putAside':
              return losses.putAside(word.movedTo);
            case 'removed':
              return losses.removed();
            case 'answer':
            case 'failed':
              return settle(word);
          }
        });
        const goAway = (cause: unknown): void => {
          const code = cause instanceof Error ? cause.message : 'its thread has ended';
          tell({ kind: 'notOpened', cause: 'disk', code });
          if (ended === null) end(code);
        };
        line.on('error', goAway);
        line.on('exit', goAway);
      }),
    ask<K extends HistoryKind>(kind: K, asked: HistoryAsked[K]): Promise<HistoryAnswered[K]> {
      if (ended !== null) return Promise.reject(new HistoryStoreError(ended));
      return new Promise((answer, fail) => {
        const id = count++;
        waiting.set(id, { answer, fail });
        line.postMessage({ id, kind, asked }, 'values' in asked ? [asked.values.buffer as ArrayBuffer] : []);
      });
    },
    end,
  };
}

function whyNot(cause: 'module' | 'newer' | 'disk', code: string, path: string): string {
  const without = 'or start without --history';
  switch (cause) {
    case 'module':
      return `History cannot be kept, since its store @photostructure/sqlite does not load here; install it with npm install @photostructure/sqlite, ${without}.`;
    case 'newer':
      return `${path} was written by a later version of the hub; start that one, move the file away, ${without}.`;
    case 'disk':
      return `${path} cannot be opened (${code}); ${openingRemedy(code)}, ${without}.`;
  }
}

/** SQLite calls a directory in the file's place, and one above it that is closed, by the same code. */
function openingRemedy(code: string): string {
  if (code === 'ENOENT')
    return "look whether a directory has its place, and give the hub's user the right to write there";
  return diskRemedy(Object.assign(new Error(code), { code }));
}
