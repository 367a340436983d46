import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../../shared/manual-clock.ts';
import type { OpenEvidence } from '../../core/sequences/frame-settling.ts';
import { SequenceIndex } from '../../core/sequences/sequence-index.ts';
import { createSequenceReporter } from '../../core/sequences/sequence-index-reports.ts';
import { ShareClock } from '../../core/sequences/share-clock.ts';
import type { FileVerdict } from '../../formats/verdict.ts';
import { Backlog, createPaces } from './output-watcher-backlog.ts';
import { FileContents } from './output-watcher-content.ts';
import { type FileFacts, systemFiles } from './output-watcher-files.ts';
import { FrameTracker } from './output-watcher-frames.ts';
import { noOwnWork } from './output-watcher-own.ts';

const LIMITS = { quietMillis: 100, withoutEvidenceMillis: 2000 };
const HALF: FileVerdict = { kind: 'unfinished', why: 'ends at byte 10 of 20', fraction: 0.5 };
const FRAME = { share: 's', directory: '', localPath: '/frames', title: null, expected: null };

let clock: ManualClock;
let index: SequenceIndex;
let tracker: FrameTracker;
let contents: FileContents;
let sizeBytes: number;
let verdict: FileVerdict;
let checks: string[];
let problems: (string | null)[];

function begin(evidence: OpenEvidence, isOwnDisk = true): void {
  clock = new ManualClock();
  index = new SequenceIndex([]);
  const checker = {
    check: async (path: string) => {
      checks.push(path);
      return verdict;
    },
    stop: async () => {},
  };
  const look = async (): Promise<FileFacts> => ({ kind: 'file', sizeBytes, mtimeMs: 1, device: 1, inode: 1, uid: 1 });
  const onProblem = (_: string, message: string | null): void => void problems.push(message);
  contents = new FileContents('/frames', { clock, checker, share: null, mayPeek: () => true, onProblem });
  tracker = new FrameTracker('/frames', index, {
    clock,
    files: { ...systemFiles, look },
    openFiles: { evidence: async () => evidence },
    contents,
    ownWork: noOwnWork,
    shareClock: new ShareClock(),
    limits: LIMITS,
    isOwnDisk,
    onChange: () => {},
    onDirectory: () => {},
  });
}

beforeEach(() => {
  sizeBytes = 10;
  verdict = { kind: 'whole' };
  checks = [];
  problems = [];
});

/** Moves time on in small steps, letting what the looks bring be taken in after each. */
async function pass(millis: number, step = 10): Promise<void> {
  for (let passed = 0; passed < millis; passed += step) {
    clock.advance(step);
    await setImmediate();
  }
}

const report = () => createSequenceReporter(FRAME)(index.groups())[0];

async function writeFrame(name: string, rest: number): Promise<void> {
  tracker.tell(name, false);
  await pass(rest, rest > 1000 ? 100 : 10);
}

describe('FrameTracker, with somebody who looks into files', () => {
  it('calls a whole file done', async () => {
    begin('closed');
    await writeFrame('a.0001.png', 300);
    expect(report()).toMatchObject({ done: '1', broken: '', defects: [] });
    expect(checks).toEqual(['/frames/a.0001.png']);
  });

  it('calls a file cut at once when it is not whole and nobody has it open', async () => {
    begin('closed');
    verdict = HALF;
    await writeFrame('a.0001.png', 300);
    expect(report()).toMatchObject({ done: '', writing: '', broken: '1' });
    expect(report()?.defects).toMatchObject([{ frame: 1, kind: 'cut', why: HALF.why, sizeBytes: 10 }]);
  });

  it.each(['unknown' as const, 'closed' as const])(
    'keeps a file that is not whole in writing for half a minute where others may write it (%s)',
    async (evidence) => {
      begin(evidence, false);
      verdict = HALF;
      await writeFrame('a.0001.exr', 29_000);
      expect(report()).toMatchObject({ writing: '1', broken: '', claims: [{ frame: 1, fraction: 0.5 }] });
      await pass(2000, 100);
      expect(report()).toMatchObject({ writing: '', broken: '1', claims: [] });
      // Once as it seemed finished, once before it was given up.
      expect(checks).toHaveLength(evidence === 'unknown' ? 3 : 2);
    },
  );

  it('takes a cut file for one in writing again when it grows, and for done when it is whole', async () => {
    begin('closed');
    verdict = HALF;
    await writeFrame('a.0001.png', 300);
    sizeBytes = 20;
    verdict = { kind: 'whole' };
    await writeFrame('a.0001.png', 50);
    expect(report()).toMatchObject({ writing: '1', broken: '', defects: [] });
    await pass(500);
    expect(report()).toMatchObject({ done: '1', broken: '' });
  });

  it('calls a file broken whatever else may come when it is wrong in itself', async () => {
    begin('unknown', false);
    verdict = { kind: 'broken', why: 'no PNG signature at byte 0' };
    await writeFrame('a.0001.png', 2500);
    expect(report()?.defects).toMatchObject([{ frame: 1, kind: 'broken', why: 'no PNG signature at byte 0' }]);
  });

  it('loses no frame when a file cannot be read, and says so until one can', async () => {
    begin('closed');
    verdict = { kind: 'unreadable', why: 'EACCES' };
    await writeFrame('a.0001.png', 300);
    expect(report()).toMatchObject({ done: '1', broken: '' });
    verdict = { kind: 'whole' };
    await writeFrame('a.0002.png', 300);
    expect(report()).toMatchObject({ done: '1-2' });
    expect(problems).toEqual([
      expect.stringContaining('a.0001.png in /frames could not be looked into (EACCES)'),
      null,
    ]);
  });
});

describe('Backlog', () => {
  function there(count: number): void {
    for (let frame = 1; frame <= count; frame++) {
      const place = index.place(`a.${String(frame).padStart(4, '0')}.png`);
      if (place) index.set(place, { state: 'done', sizeBytes, mtimeMs: 1 }, null);
    }
  }

  function backlog(share: string | null): Backlog {
    const pace = createPaces(clock)(share);
    return new Backlog({ index, contents, tracker, pace });
  }

  it.each([
    ['on a disk', null, 20],
    ['on a share', 'nas:/r', 5],
  ])('looks into what was there before, the newest first and so many a second, %s', async (_, share, perSecond) => {
    begin('closed');
    there(100);
    void backlog(share).run();
    await pass(2000);
    expect(checks[0]).toBe('/frames/a.0100.png');
    expect(checks.length).toBeGreaterThanOrEqual(2 * perSecond - 2);
    expect(checks.length).toBeLessThanOrEqual(2 * perSecond + 2);
    await pass(20_000, 50);
    expect(new Set(checks).size).toBe(100);
    expect(checks).toHaveLength(100);
  });

  it('finds a file that was cut before the watch began, as no completion', async () => {
    begin('closed');
    there(3);
    verdict = HALF;
    void backlog(null).run();
    await pass(1000);
    expect(report()).toMatchObject({ done: '', broken: '1-3', recent: [] });
  });

  it('ends when there is nothing left, and goes on behind a file that cannot be read', async () => {
    begin('closed');
    there(2);
    const checking = backlog(null);
    verdict = { kind: 'unreadable', why: 'EIO' };
    const first = checking.run();
    await pass(500);
    await first;
    verdict = { kind: 'whole' };
    const second = checking.run();
    await pass(500);
    await second;
    expect(checks).toEqual(['/frames/a.0002.png', '/frames/a.0001.png']);
  });
});
