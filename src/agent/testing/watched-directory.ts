/** A directory of its own for each test, and watchers on it that end with the test. */
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';
import { systemClock } from '../../shared/clock.ts';
import { silentLog } from '../../shared/log.ts';
import type { SequenceReport } from '../../shared/protocol/sequence.ts';
import type { OpenFiles } from '../io/processes/open-files.ts';
import type { OutputWatcher } from '../io/watcher/output-watcher.ts';
import { type WatchConfig, type WatchDeps, watchOutput } from '../io/watcher/watch-output.ts';

export let directory: string;
const watchers: OutputWatcher[] = [];
const nobodyWrites: OpenFiles = { evidence: async () => 'closed' };

beforeEach(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), 'sentry-watch-')));
});
afterEach(async () => {
  for (const watcher of watchers.splice(0)) await watcher.stop();
  await rm(directory, { recursive: true, force: true });
});

export function watch(config: Partial<WatchConfig> = {}, deps: Partial<WatchDeps> = {}): OutputWatcher {
  const watcher = watchOutput(
    {
      roots: [directory],
      nodeId: 'n1',
      share: null,
      expected: null,
      title: null,
      poll: false,
      pollMillis: 50,
      settleMillis: 300,
      ...config,
    },
    { clock: systemClock, log: silentLog, openFiles: nobodyWrites, ...deps },
  );
  watchers.push(watcher);
  return watcher;
}

export const write = (name: string, text = 'pixels'): Promise<void> => writeFile(join(directory, name), text);
export const sequence = (watcher: OutputWatcher): SequenceReport | undefined => watcher.snapshot().sequences[0];
export const eventually = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 8000, interval: 20 });
