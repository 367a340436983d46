import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../shared/clock.ts';
import { nameOf, SequenceIndex } from '../../core/sequences/sequence-index.ts';
import { ShareClock } from '../../core/sequences/share-clock.ts';
import { type FileFacts, systemFiles, type WatchFiles } from './output-watcher-files.ts';
import { measureFrames } from './output-watcher-measuring.ts';

interface Asked {
  readonly atOnce: string[];
  readonly later: string[];
}

function factsOf(path: string): FileFacts | null {
  const frame = Number(/(\d+)\.png$/.exec(path)?.[1]);
  if (frame === 4) return null;
  const kind = frame === 5 ? 'directory' : 'file';
  return { kind, sizeBytes: frame === 3 ? 0 : 10, mtimeMs: frame, device: 1, inode: frame, uid: 1 };
}

/** Frame 3 is empty, 4 is gone, 5 a directory, 6 a link, 7 cannot be asked. */
function someFiles(asked: Asked, lookMillis = 0): WatchFiles {
  return {
    ...systemFiles,
    look: async (path) => {
      asked.later.push(path);
      if (path.endsWith('7.png')) throw new Error('EIO');
      return factsOf(path);
    },
    lookAtOnce: (path) => {
      asked.atOnce.push(path);
      for (const end = performance.now() + lookMillis; performance.now() < end; );
      if (path.endsWith('6.png')) return 'link';
      return path.endsWith('7.png') ? undefined : factsOf(path);
    },
  };
}

async function measured(frames: readonly number[], isOwnDisk: boolean, lookMillis = 0) {
  const asked: Asked = { atOnce: [], later: [] };
  const index = new SequenceIndex([]);
  const directories: string[] = [];
  index.beginReading();
  for (const frame of frames) index.see(`a.${frame}.png`, true);
  const newest = await measureFrames('/frames', index, {
    clock: systemClock,
    files: someFiles(asked, lookMillis),
    isOwnDisk,
    shareClock: new ShareClock(),
    onProgress: () => {},
    onDirectory: (name) => directories.push(name),
    isActive: () => false,
    isStopped: () => false,
  });
  const counts = (['done', 'placeholder', 'unmeasured'] as const).map((state) =>
    index.columns().reduce((sum, column) => sum + column.frames.count(state), 0),
  );
  return { asked, counts, directories, newest: newest.map(nameOf) };
}

describe.each([true, false])('measureFrames, on a disk: %j', (isOwnDisk) => {
  it('tells finished files, placeholders, what is gone and what cannot be told', async () => {
    const { counts, directories, newest } = await measured([1, 2, 3, 4, 5, 6, 7], isOwnDisk);
    expect(counts).toEqual([3, 1, 1]);
    expect(directories).toEqual(['a.5.png']);
    expect(newest).toEqual(['a.6.png', 'a.2.png', 'a.1.png']);
  });
});

describe('measureFrames', () => {
  it('makes no call that blocks when the files are on no disk of this machine', async () => {
    const { asked } = await measured([1, 2, 8, 9], false);
    expect(asked.atOnce).toEqual([]);
    expect(asked.later).toEqual([9, 8, 2, 1].map((frame) => `/frames/a.${frame}.png`));
  });

  it('follows links by calls that do not block, since they may lead anywhere', async () => {
    const { asked } = await measured([1, 6], true);
    expect(asked.later).toEqual(['/frames/a.6.png']);
  });

  it('makes no more calls that block when the disk is slow to answer them', async () => {
    const frames = Array.from({ length: 100 }, (_, i) => 100 + i);
    const { asked, counts } = await measured(frames, true, 1);
    expect(asked.atOnce).toHaveLength(16);
    expect(asked.later).toHaveLength(84 + asked.atOnce.filter((path) => path.endsWith('6.png')).length);
    expect(counts[0]).toBeGreaterThan(80);
  });
});
