import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { expect, test } from 'vitest';
import { programPath } from './programs.ts';

/** Where every write fails as on a full disk; Linux has it. */
const FULL = '/dev/full';

test.runIf(existsSync(FULL)).each(['sentry', 'sentry-tui'])(
  '%s fails with one sentence when its output cannot be written',
  (name) => {
    const full = openSync(FULL, 'w');
    try {
      const stdio = ['ignore', full, 'pipe'] as const;
      const { status, stderr } = spawnSync(process.execPath, [programPath(name), '--help'], { stdio: [...stdio] });
      expect(stderr.toString()).toBe(
        `${name}: The output cannot be written (ENOSPC); free the disk, or send the output elsewhere.\n`,
      );
      expect(status).toBe(1);
    } finally {
      closeSync(full);
    }
  },
);
