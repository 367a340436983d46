import { expect, test } from 'vitest';
import { ManualClock } from '../../shared/manual-clock.ts';
import { createBell } from './bell.ts';

test('createBell rings at once, not again for ten seconds, and then again', () => {
  const clock = new ManualClock();
  let rung = 0;
  const ring = createBell(() => rung++, clock);
  ring();
  clock.advance(9_999);
  ring();
  expect(rung).toBe(1);
  clock.advance(1);
  ring();
  expect(rung).toBe(2);
});
