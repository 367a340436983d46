import { describe, expect, it } from 'vitest';
import { SequenceIndex } from '../core/sequences/sequence-index.ts';
import { orphanAgeOf, orphansOf } from './orphans.ts';

const MINUTE = 60_000;

/** Frames finished at these minutes, placeholders made at those. */
function orphansAmong(finished: readonly number[], placeholders: readonly number[], newestMinute: number): unknown {
  const index = new SequenceIndex([]);
  const put = (frame: number, minute: number, sizeBytes: number): void => {
    const place = index.place(`a.${String(frame).padStart(4, '0')}.exr`);
    const state = sizeBytes === 0 ? 'placeholder' : 'done';
    if (place) index.set(place, { state, sizeBytes, mtimeMs: minute * MINUTE }, null);
  };
  for (const [at, minute] of finished.entries()) put(at + 1, minute, 10);
  for (const [at, minute] of placeholders.entries()) put(at + 100, minute, 0);
  return orphansOf(index.columns(), newestMinute * MINUTE);
}

describe('orphansOf', () => {
  it('names placeholders that are more than ten minutes older than the newest file', () => {
    expect(orphansAmong([0, 1, 2, 30], [19, 20, 25], 30)).toEqual([[100, 100]]);
  });

  it('waits for three times the usual gap when frames take long', () => {
    const hourly = [0, 60, 120, 180, 240, 300];
    expect(orphansAmong(hourly, [121], 300)).toEqual([]);
    expect(orphansAmong(hourly, [119], 300)).toEqual([[100, 100]]);
  });

  it('calls none an orphan when nothing is newer', () => {
    expect(orphansAmong([], [5, 5, 5], 5)).toEqual([]);
    expect(orphansAmong([1, 2], [], 30)).toEqual([]);
  });
});

describe('orphanAgeOf', () => {
  it('takes the middle gap whatever the order when one node had a rest', () => {
    expect(orphanAgeOf([600, 0, 20, 10, 30].map((minute) => minute * MINUTE))).toBe(30 * MINUTE);
  });
});
