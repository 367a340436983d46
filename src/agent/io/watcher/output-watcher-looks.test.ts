import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ManualClock } from '../../../shared/manual-clock.ts';
import { createLookQueue, type LookQueue } from './output-watcher-looks.ts';

let clock: ManualClock;
let looks: string[];
let finish: (() => void)[];
let queue: LookQueue;

beforeEach(() => {
  clock = new ManualClock();
  looks = [];
  finish = [];
  queue = createLookQueue(clock, (name) => {
    looks.push(name);
    return new Promise((resolve) => finish.push(resolve));
  });
});
afterEach(() => queue.clear());

describe('createLookQueue', () => {
  it('looks at each name when it falls due', () => {
    queue.schedule('late', 500);
    queue.schedule('early', 100);
    clock.advance(99);
    expect(looks).toEqual([]);
    clock.advance(1);
    expect(looks).toEqual(['early']);
    clock.advance(400);
    expect(looks).toEqual(['early', 'late']);
  });

  it('looks once, at the earlier time, when a name is asked for twice', () => {
    queue.schedule('a', 300);
    queue.schedule('a', 100);
    queue.schedule('a', 200);
    clock.advance(100);
    expect(looks).toEqual(['a']);
    clock.advance(1000);
    expect(looks).toEqual(['a']);
  });

  it('looks again when a name is asked for after its look', () => {
    queue.schedule('a', 100);
    clock.advance(100);
    queue.schedule('a', 200);
    clock.advance(100);
    expect(looks).toEqual(['a', 'a']);
  });

  it('keeps to four looks at once and takes the latest name first when many fall due', async () => {
    for (let i = 1; i <= 9; i++) queue.schedule(`f${i}`, 100);
    clock.advance(100);
    expect(looks).toEqual(['f9', 'f8', 'f7', 'f6']);
    finish[0]?.();
    await vi.waitFor(() => expect(looks).toEqual(['f9', 'f8', 'f7', 'f6', 'f5']));
    for (let i = 1; i < 9; i++) {
      await vi.waitFor(() => expect(finish.length).toBeGreaterThan(i));
      finish[i]?.();
    }
    await vi.waitFor(() => expect(looks).toHaveLength(9));
  });

  it('looks at nothing more when it is cleared', async () => {
    for (let i = 1; i <= 6; i++) queue.schedule(`f${i}`, 100);
    clock.advance(100);
    queue.schedule('later', 200);
    queue.clear();
    for (const end of finish) end();
    await setImmediate();
    clock.advance(1000);
    expect(looks).toEqual(['f6', 'f5', 'f4', 'f3']);
  });
});
