/** The store of history as the hub's own thread sees it: calls that are answered some time later. */
import { Worker } from 'node:worker_threads';
import { ConfigError } from '../../../shared/config.ts';
import type { Log } from '../../../shared/log.ts';
import type { Running } from '../../../shared/running.ts';
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

interface Waiting {
  readonly answer: (value: never) => void;
  readonly fail: (error: HistoryStoreError) => void;
}

/** Rejects with ConfigError where history cannot be kept here at all; the message says the remedy. */
export async function openHistoryStore(
  place: HistoryPlace,
  { log, openLine = startHistoryThread }: { readonly log: Log; readonly openLine?: OpenHistoryLine },
): Promise<OpenedHistory> {
  const line = openLine(place);
  const waiting = new Map<number, Waiting>();
  let calls = 0;
  let isGone = false;
  let state: HistoryState | null = null;
  const opened = new Promise<Extract<HistoryWord, { kind: 'opened' | 'notOpened' }>>((tell) => {
    line.on('message', (word) => {
      switch (word.kind) {
        case 'opened':
        case 'notOpened':
          tell(word);
          break;
        case 'putAside':
          log.warn('the history could not be read: it was put aside and begins anew', { movedTo: word.movedTo });
          break;
        case 'answer':
          state = word.state;
          waiting.get(word.id)?.answer(word.value as never);
          waiting.delete(word.id);
          break;
        case 'failed':
          waiting.get(word.id)?.fail(new HistoryStoreError(word.code));
          waiting.delete(word.id);
          break;
        default:
          word satisfies never;
      }
    });
    const goAway = (cause: unknown): void => {
      isGone = true;
      const code = cause instanceof Error ? cause.message : 'its thread has ended';
      tell({ kind: 'notOpened', cause: 'disk', code });
      for (const { fail } of waiting.values()) fail(new HistoryStoreError(code));
      waiting.clear();
    };
    line.on('error', goAway);
    line.on('exit', goAway);
  });

  function ask<K extends HistoryKind>(kind: K, asked: HistoryAsked[K]): Promise<HistoryAnswered[K]> {
    if (isGone) return Promise.reject(new HistoryStoreError('its thread has ended'));
    return new Promise((answer, fail) => {
      const id = calls++;
      waiting.set(id, { answer, fail });
      line.postMessage({ id, kind, asked }, 'values' in asked ? [asked.values.buffer as ArrayBuffer] : []);
    });
  }

  const word = await opened;
  if (word.kind === 'notOpened') {
    await line.end();
    throw new ConfigError(whyNot(word.cause, word.code, place.path));
  }
  state = word.state;
  let stopped: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    await ask('close', {}).catch(() => {});
    isGone = true;
    await line.end();
  };
  return {
    nodes: word.nodes,
    get state() {
      return state ?? word.state;
    },
    ask,
    stop: () => (stopped ??= stop()),
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
      return `${path} cannot be opened (${code}); give the hub's user the right to write there, ${without}.`;
  }
}
