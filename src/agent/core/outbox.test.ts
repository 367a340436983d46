import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createOutbox, type Outbox } from './outbox.ts';

function drain<T>(outbox: Outbox<T>): T[] {
  const all: T[] = [];
  for (let oldest = outbox.oldest(); oldest; oldest = outbox.oldest()) {
    all.push(JSON.parse(oldest.toString('utf8')));
    outbox.shift();
  }
  return all;
}

describe('createOutbox', () => {
  test('gives reports back oldest first and as they were', () => {
    const outbox = createOutbox<object>();
    const reports = [{ a: 'ä\u202e' }, { b: [1, null] }, { c: { d: true } }];
    for (const report of reports) outbox.push(report);
    expect(drain(outbox)).toEqual(reports);
    expect(outbox).toMatchObject({ size: 0, sizeBytes: 0, dropped: 0 });
    expect(outbox.oldest()).toBeNull();
  });

  test('drops and counts the oldest when there are too many', () => {
    const outbox = createOutbox<number>({ reports: 2, bytes: 1_000 });
    for (const n of [1, 2, 3, 4]) outbox.push(n);
    expect(outbox.dropped).toBe(2);
    expect(drain(outbox)).toEqual([3, 4]);
  });

  test('keeps nothing of a report that is larger than the whole outbox', () => {
    const outbox = createOutbox<string>({ reports: 10, bytes: 100 });
    outbox.push('x'.repeat(200));
    expect(outbox).toMatchObject({ size: 0, sizeBytes: 0, dropped: 1 });
  });

  test('counts what is taken out undelivered', () => {
    const outbox = createOutbox<number>();
    outbox.push(1);
    outbox.dropOldest();
    outbox.dropOldest();
    expect(outbox).toMatchObject({ size: 0, dropped: 1 });
  });

  test('is within its bounds and loses no count, whatever is pushed and taken', () => {
    const step = fc.oneof(fc.string({ maxLength: 60 }), fc.constant(null));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const outbox = createOutbox<string>({ reports: 5, bytes: 120 });
        let pushed = 0;
        let taken = 0;
        for (const text of steps) {
          if (text === null) {
            if (outbox.size > 0) taken++;
            outbox.shift();
          } else {
            outbox.push(text);
            pushed++;
          }
          expect(outbox.size).toBeLessThanOrEqual(5);
          expect(outbox.sizeBytes).toBeLessThanOrEqual(120);
          expect(outbox.size + outbox.dropped + taken).toBe(pushed);
        }
      }),
    );
  });
});
