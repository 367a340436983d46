import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../../shared/manual-clock.ts';
import { SequenceIndex } from '../../core/sequences/sequence-index.ts';
import type { FrameState } from '../../core/sequences/sequence-index-frames.ts';
import { ShareClock } from '../../core/sequences/share-clock.ts';
import { FileContents } from './output-watcher-content.ts';
import { type FileFacts, systemFiles } from './output-watcher-files.ts';
import { FrameTracker } from './output-watcher-frames.ts';
import { noOwnWork } from './output-watcher-own.ts';

const LIMITS = { quietMillis: 100, withoutEvidenceMillis: 2000 };
const NAME = 'a.0001.png';

let clock: ManualClock;
let index: SequenceIndex;
let tracker: FrameTracker;
let sizeBytes: number;

beforeEach(() => {
  clock = new ManualClock();
  index = new SequenceIndex([]);
  sizeBytes = 10;
  const look = async (): Promise<FileFacts> => ({
    kind: 'file',
    sizeBytes,
    mtimeMs: sizeBytes,
    device: 1,
    inode: 1,
    uid: 1,
  });
  tracker = new FrameTracker('/frames', index, {
    clock,
    files: { ...systemFiles, look },
    openFiles: { evidence: async () => 'closed' },
    limits: LIMITS,
    contents: new FileContents('/frames', {
      clock,
      checker: null,
      share: null,
      mayPeek: () => false,
      onProblem: () => {},
    }),
    ownWork: noOwnWork,
    shareClock: new ShareClock(),
    isOwnDisk: true,
    onChange: () => {},
    onDirectory: () => {},
  });
});

/** Moves time on in small steps, letting what the looks bring be taken in after each. */
async function pass(millis: number): Promise<void> {
  for (let passed = 0; passed < millis; passed += 10) {
    clock.advance(10);
    await setImmediate();
  }
}

function state(): FrameState | undefined {
  const place = index.place(NAME);
  return place ? index.get(place)?.state : undefined;
}

function grow(): void {
  sizeBytes += 10;
  tracker.tell(NAME, false);
}

async function restUntilDone(): Promise<number> {
  for (let rested = 0; rested < 3000; rested += 10) {
    if (state() === 'done') return rested;
    await pass(10);
  }
  return Number.POSITIVE_INFINITY;
}

describe('FrameTracker', () => {
  it('finishes a frame when it has rested as long as the limits say', async () => {
    grow();
    await pass(50);
    expect(state()).toBe('writing');
    expect(await restUntilDone()).toBeLessThanOrEqual(LIMITS.quietMillis);
  });

  it('waits longer for each later frame of a sequence when one grew again after it was called finished', async () => {
    grow();
    await pass(200);
    expect(state()).toBe('done');
    grow();
    await pass(150);
    expect(state()).toBe('writing');
    const rest = 150 + (await restUntilDone());
    expect(rest).toBeGreaterThanOrEqual(2 * LIMITS.quietMillis);
    expect(rest).toBeLessThan(4 * LIMITS.quietMillis);
  });

  it('waits no longer than eight times the first rest when frames keep growing again', async () => {
    let rest = 0;
    for (let time = 0; time < 6; time++) {
      grow();
      await pass(50);
      rest = 50 + (await restUntilDone());
    }
    expect(rest).toBeGreaterThanOrEqual(8 * LIMITS.quietMillis);
    expect(rest).toBeLessThan(9 * LIMITS.quietMillis);
  });

  it('waits no longer than before when a frame is rendered again much later', async () => {
    grow();
    await pass(200);
    clock.advance(60_000);
    grow();
    await pass(50);
    expect(await restUntilDone()).toBeLessThanOrEqual(LIMITS.quietMillis);
  });
});
