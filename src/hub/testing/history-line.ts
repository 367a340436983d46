/** For tests: the thread of history in the test's own thread, so that no program must be built for it. */
import { MessageChannel } from 'node:worker_threads';
import type { OpenHistoryLine } from '../store/history/history-thread.ts';
import { serveHistory } from '../store/history/history-worker.ts';

export const openHistoryHere: OpenHistoryLine = (place) => {
  const { port1, port2 } = new MessageChannel();
  void serveHistory(port2, place);
  return Object.assign(port1, { end: async () => port1.close() }) as ReturnType<OpenHistoryLine>;
};
