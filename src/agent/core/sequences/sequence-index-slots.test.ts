import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameSlots } from './sequence-index-slots.ts';

function entriesOf(slots: FrameSlots): Map<number, number> {
  const entries: [number, number][] = [];
  slots.forEach((frame, slot) => {
    entries.push([frame, slot]);
  });
  expect(entries).toHaveLength(slots.size);
  return new Map(entries);
}

const anyRun = fc.record({
  first: fc.integer({ min: -3000, max: 3000 }),
  count: fc.integer({ min: 1, max: 900 }),
  step: fc.constantFrom(1, -1, 2, 100, 50_000),
  removes: fc.boolean(),
});

describe('FrameSlots', () => {
  it('keeps what a Map keeps when runs of any density come and go', () => {
    fc.assert(
      fc.property(fc.array(anyRun, { maxLength: 8 }), (runs) => {
        const slots = new FrameSlots();
        const expected = new Map<number, number>();
        let wrong = 0;
        for (const { first, count, step, removes } of runs) {
          for (let i = 0, frame = first; i < count; i++, frame += step) {
            if (removes) {
              slots.delete(frame);
              expected.delete(frame);
            } else if (!expected.has(frame)) {
              slots.add(frame, expected.size);
              expected.set(frame, expected.size);
            }
            if (slots.get(frame) !== (expected.get(frame) ?? -1)) wrong++;
          }
        }
        expect(wrong).toBe(0);
        expect(slots.size).toBe(expected.size);
        expect(entriesOf(slots)).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });

  it('makes no room for the gap when a few frames lie 50 million apart', () => {
    const before = process.memoryUsage().arrayBuffers;
    const slots = new FrameSlots();
    for (let i = 0; i < 2000; i++) slots.add(i % 2 === 0 ? i : 50_000_000 + i, i);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
    expect([slots.get(1998), slots.get(50_001_999), slots.get(25_000_000)]).toEqual([1998, 1999, -1]);
  });
});
