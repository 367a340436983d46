import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../shared/clock.ts';
import { directory, eventually, sequence, watch, write } from '../../testing/watched-directory.ts';
import { createProcOpenFiles, type OpenFiles } from '../processes/open-files.ts';

describe.runIf(process.platform === 'linux')('watchOutput beside a real writer', () => {
  const writer = `const fs = require('node:fs'); const fd = fs.openSync(process.argv[1], 'w'); fs.writeSync(fd, 'half');
    process.stdin.once('data', () => { fs.writeSync(fd, ' whole'); fs.closeSync(fd); process.stdin.destroy(); });
    process.stdout.write('open');`;
  let child: ChildProcess;

  afterEach(() => child.kill('SIGKILL'));

  it('does not complete a frame that rests while its renderer holds it open', async () => {
    let asked = 0;
    const proc = createProcOpenFiles(systemClock);
    const openFiles: OpenFiles = { evidence: (file) => proc.evidence(file).finally(() => asked++) };
    const watcher = watch({}, { openFiles });
    await watcher.ready;
    child = spawn(process.execPath, ['-e', writer, join(directory, 'a.0001.png')]);
    if (child.stdout) await once(child.stdout, 'data');
    await eventually(() => expect(asked).toBeGreaterThan(3));
    expect(sequence(watcher)).toMatchObject({ writing: '1', done: '', recent: [] });
    child.stdin?.write('go on');
    await eventually(() => expect(sequence(watcher)).toMatchObject({ writing: '', done: '1', doneBytes: 10 }));
    expect(sequence(watcher)?.recent).toHaveLength(1);
  });
});

describe('watchOutput beside a writer', () => {
  it('does not take a frame for renamed when another name went just before it came', async () => {
    await write('.frame.lock');
    let asked = 0;
    const openFiles: OpenFiles = {
      evidence: async () => {
        asked++;
        return 'open';
      },
    };
    const watcher = watch({}, { openFiles });
    await watcher.ready;
    await rm(join(directory, '.frame.lock'));
    const handle = await open(join(directory, 'a.0001.png'), 'w');
    await handle.write('half');
    await eventually(() => expect(asked).toBeGreaterThan(0));
    expect(sequence(watcher)).toMatchObject({ writing: '1', done: '', recent: [] });
    await handle.close();
  });
});
