/** The agent's thread for reading files; no program of its own. */
import { parentPort } from 'node:worker_threads';
import { serveFileChecks } from '../src/agent/io/checks/file-check-worker.ts';

if (parentPort) serveFileChecks(parentPort);
