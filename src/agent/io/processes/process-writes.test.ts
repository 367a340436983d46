import { spawn } from 'node:child_process';
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createProcWrites } from './process-writes.ts';

describe.runIf(process.platform === 'linux')('createProcWrites', () => {
  it("tells another process's open files and written bytes while it writes", async () => {
    const directory = await realpath(await mkdtemp(join(tmpdir(), 'sentry-writes-')));
    const path = join(directory, 'a.0001.exr');
    const program = `
      const fs = require('node:fs');
      const file = fs.openSync(${JSON.stringify(path)}, 'w');
      fs.openSync(${JSON.stringify(directory)}, 'r');
      fs.writeSync(file, Buffer.alloc(70_000));
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['-e', program], { stdio: 'ignore' });
    onTestFinished(async () => {
      child.kill('SIGKILL');
      await rm(directory, { recursive: true });
    });
    const writes = createProcWrites();
    const pid = child.pid ?? 0;
    await vi.waitFor(async () => expect((await readFile(path)).length).toBe(70_000), { timeout: 8000 });
    expect(writes.openForWriting(pid)).toContain(path);
    expect(writes.openForWriting(pid)).not.toContain(directory);
    expect(writes.writtenBytes(pid)).toBeGreaterThanOrEqual(70_000);
  });

  it('knows nothing of a process that is gone', () => {
    const writes = createProcWrites();
    expect(writes.openForWriting(2 ** 30)).toEqual([]);
    expect(writes.writtenBytes(2 ** 30)).toBeNull();
  });
});
