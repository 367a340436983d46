/** The hub's thread that keeps history; no program of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { serveHistory } from '../src/hub/store/history/history-worker.ts';

if (parentPort) await serveHistory(parentPort, workerData);
