import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../shared/manual-clock.ts';
import { type FileVerdict, WHOLE } from '../../formats/verdict.ts';
import type { FileCheckThread } from './file-check-thread.ts';
import type { FileChecker } from './file-checker.ts';
import { createFileChecker } from './file-checker-threads.ts';

const NOT_ANSWERING: FileVerdict = { kind: 'unreadable', why: 'not answering' };

interface Asked {
  readonly path: string;
  readonly answer: (verdict: FileVerdict) => void;
  readonly die: () => void;
}

/** A checker over threads that answer when the test says so. */
function setUp() {
  const clock = new ManualClock();
  const asked: Asked[] = [];
  const threads = { started: 0, ended: 0 };
  const startThread = (): FileCheckThread => {
    threads.started++;
    return {
      check: (path) => new Promise((answer, die) => asked.push({ path, answer, die: () => die(new Error('dead')) })),
      end: async () => {
        threads.ended++;
      },
    };
  };
  const checker = createFileChecker({ clock, startThread });
  const paths = (): readonly string[] => asked.map(({ path }) => path);
  const of = (path: string): Asked => {
    const found = asked.find((one) => one.path === path);
    if (!found) throw new Error(`${path} was never asked for; only ${paths().join(', ')}`);
    return found;
  };
  return { clock, checker, threads, paths, of };
}

/** Lets everything that is already settled take effect. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What a check has answered so far. */
function seen(checker: FileChecker, path: string, share: string | null): { verdict: FileVerdict | null } {
  const result: { verdict: FileVerdict | null } = { verdict: null };
  void checker.check(path, share).then((verdict) => {
    result.verdict = verdict;
  });
  return result;
}

describe('createFileChecker', () => {
  it('starts no thread before the first check, and ends it when nothing follows', async () => {
    const { clock, checker, threads, of } = setUp();
    expect(threads.started).toBe(0);
    const first = seen(checker, 'a', null);
    of('a').answer(WHOLE);
    await settled();
    expect(first.verdict).toEqual(WHOLE);
    clock.advance(4_999);
    expect(threads).toEqual({ started: 1, ended: 0 });
    clock.advance(1);
    expect(threads).toEqual({ started: 1, ended: 1 });
  });

  it('uses a thread again that has nothing to do', async () => {
    const { clock, checker, threads, of } = setUp();
    for (const path of ['a', 'b', 'c']) {
      seen(checker, path, null);
      of(path).answer(WHOLE);
      await settled();
      clock.advance(4_000);
    }
    expect(threads).toEqual({ started: 1, ended: 0 });
  });

  it('checks a file at a time on own disks, one on a share, three in all', async () => {
    const { checker, paths, of } = setUp();
    for (const path of ['l1', 'l2']) seen(checker, path, null);
    for (const path of ['s1', 's2']) seen(checker, path, 's');
    seen(checker, 't1', 't');
    seen(checker, 'u1', 'u');
    expect(paths()).toEqual(['l1', 's1', 't1']);
    of('s1').answer(WHOLE);
    await settled();
    expect(paths()).toEqual(['l1', 's1', 't1', 's2']);
    of('l1').answer(WHOLE);
    await settled();
    expect(paths()).toEqual(['l1', 's1', 't1', 's2', 'l2']);
    of('t1').answer(WHOLE);
    await settled();
    expect(paths()).toEqual(['l1', 's1', 't1', 's2', 'l2', 'u1']);
  });

  it('lets no share wait for all the files of another', async () => {
    const { checker, paths, of } = setUp();
    for (const path of ['s1', 's2', 's3', 's4']) seen(checker, path, 's');
    for (const path of ['l1', 't1', 'u1']) seen(checker, path, path);
    for (const path of ['s1', 's2']) {
      of(path).answer(WHOLE);
      await settled();
    }
    expect(paths()).toEqual(['s1', 'l1', 't1', 's2', 'u1']);
  });

  it('answers for a share that hangs, within a bounded time, and leaves the others alone', async () => {
    const { clock, checker, threads, of } = setUp();
    const hanging = ['a', 'b', 'c'].map((path) => seen(checker, path, 'dead'));
    clock.advance(10_000);
    await settled();
    expect(hanging.map(({ verdict }) => verdict)).toEqual([NOT_ANSWERING, null, null]);
    clock.advance(10_000);
    await settled();
    expect(hanging.map(({ verdict }) => verdict)).toEqual([NOT_ANSWERING, NOT_ANSWERING, NOT_ANSWERING]);
    const later = seen(checker, 'd', 'dead');
    await settled();
    expect(later.verdict).toEqual(NOT_ANSWERING);
    expect(threads.started).toBe(2);
    const other = seen(checker, 'x', 'alive');
    of('x').answer(WHOLE);
    await settled();
    expect(other.verdict).toEqual(WHOLE);
  });

  it('asks a share again as soon as a hanging read has come back', async () => {
    const { clock, checker, threads, of } = setUp();
    seen(checker, 'a', 's');
    seen(checker, 'b', 's');
    clock.advance(20_000);
    of('a').answer(WHOLE);
    await settled();
    const again = seen(checker, 'c', 's');
    of('c').answer(WHOLE);
    await settled();
    expect(again.verdict).toEqual(WHOLE);
    // Those that hung were told to end, and are not used again.
    expect(threads).toEqual({ started: 3, ended: 2 });
  });

  it('loses no more than one thread to a share when eight hang already', async () => {
    const { clock, checker, threads } = setUp();
    for (let share = 0; share < 20; share++) for (const file of ['a', 'b']) seen(checker, file, `share ${share}`);
    // Three hang at a time.
    clock.advance(20 * 10_000);
    expect(threads.started).toBeLessThanOrEqual(20 + 8);
    const local = seen(checker, 'mine', null);
    expect(local.verdict).toBeNull();
  });

  it('starts another thread when one dies of a file', async () => {
    const { checker, threads, of } = setUp();
    const first = seen(checker, 'a', null);
    of('a').die();
    await settled();
    expect(first.verdict).toEqual({ kind: 'unreadable', why: 'its check failed' });
    const second = seen(checker, 'b', null);
    of('b').answer(WHOLE);
    await settled();
    expect(second.verdict).toEqual(WHOLE);
    expect(threads).toEqual({ started: 2, ended: 1 });
  });

  it('answers everything that waits when it is stopped, whatever hangs', async () => {
    const { checker, threads } = setUp();
    const results = ['a', 'b'].map((path) => seen(checker, path, 's'));
    await checker.stop();
    await settled();
    expect(results.map(({ verdict }) => verdict?.kind)).toEqual(['unreadable', 'unreadable']);
    expect(threads).toEqual({ started: 1, ended: 1 });
    expect((await checker.check('c', null)).kind).toBe('unreadable');
  });
});
