import { expect, test } from 'vitest';
import { every } from './clock.ts';
import { ManualClock } from './manual-clock.ts';

test('ManualClock runs timers in order of their moment when it is advanced', () => {
  const clock = new ManualClock(1000);
  const seen: string[] = [];
  clock.after(20, () => seen.push(`late at ${clock.now()}`));
  clock.after(10, () => {
    seen.push(`early at ${clock.now()}`);
    clock.after(5, () => seen.push(`nested at ${clock.now()}`));
  });
  const cancel = clock.after(12, () => seen.push('cancelled'));
  cancel();
  clock.advance(20);
  expect(seen).toEqual(['early at 1010', 'nested at 1015', 'late at 1020']);
  expect(clock.monotonic()).toBe(20);
});

test('every repeats until it is stopped', () => {
  const clock = new ManualClock();
  let runs = 0;
  const stop = every(clock, 100, () => runs++);
  clock.advance(350);
  expect(runs).toBe(3);
  stop();
  clock.advance(1000);
  expect(runs).toBe(3);
});
