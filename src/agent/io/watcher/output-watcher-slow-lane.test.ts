import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../shared/manual-clock.ts';
import { createSlowLane } from '../slow-lane.ts';
import { systemFiles, type WatchFiles } from './output-watcher-files.ts';
import { createSlowFiles } from './output-watcher-slow-lane.ts';

/** Paths under `/dead` never answer; `asked` are the calls that hold a thread or held one. */
function someFiles(): { readonly files: WatchFiles; readonly asked: string[] } {
  const asked: string[] = [];
  const realPath = (path: string): Promise<string> => {
    asked.push(path);
    return path.startsWith('/dead') ? new Promise(() => {}) : Promise.resolve(`real ${path}`);
  };
  return { files: { ...systemFiles, realPath }, asked };
}

describe('createSlowFiles', () => {
  it('holds one thread for a share that hangs, whatever is asked of it', async () => {
    const { files, asked } = someFiles();
    const lanes = createSlowFiles(files, createSlowLane({ clock: new ManualClock() }));
    for (let i = 0; i < 20; i++) void lanes('nas:/dead').realPath(`/dead/${i}`);
    await expect(lanes('nas:/alive').realPath('/alive')).resolves.toBe('real /alive');
    expect(asked).toEqual(['/dead/0', '/alive']);
  });

  it('leaves threads to the disks when many shares hang', async () => {
    const { files, asked } = someFiles();
    const lanes = createSlowFiles(files, createSlowLane({ clock: new ManualClock() }));
    for (let i = 0; i < 20; i++) void lanes(`nas${i}:/`).realPath(`/dead/${i}`);
    await expect(files.realPath('/disk')).resolves.toBe('real /disk');
    expect(asked).toEqual(['/dead/0', '/dead/1', '/disk']);
  });

  it('answers in turn, and goes on after a call that fails', async () => {
    const look = async (path: string): Promise<null> => {
      if (path === '/bad') throw new Error('stale file handle');
      return null;
    };
    const lane = createSlowFiles({ ...systemFiles, look }, createSlowLane({ clock: new ManualClock() }))('nas:/');
    const answers = await Promise.allSettled(['/a', '/bad', '/b'].map((path) => lane.look(path)));
    expect(answers.map((answer) => answer.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});
