import { momentOf } from '../../../shared/clock.ts';
import { silentLog } from '../../../shared/log.ts';
import { ManualClock } from '../../../shared/manual-clock.ts';
import type { Alert } from '../../../shared/protocol/alert.ts';
import type { Deliver, Outcome } from '../delivery.ts';
import type { Message } from '../notice.ts';
import type { Receiver } from '../receiver-config.ts';
import { createTeller } from '../teller.ts';
import { createMadeUpBook, madeUpReceiver } from './made-up-alert.ts';

export const TOLD: Outcome = { kind: 'told' };
export const DOWN: Outcome = { kind: 'later', why: 'it answered 503', wait: null };
export const CLEARED = { state: 'cleared', clearedAt: '2026-01-01T01:00:00.000Z' } as const;

/** A receiver that answers what the test says, and the messages that it got, as `raised a1` or `raised a1 + raised a2`. */
export function tellerSituation(fields: Partial<Receiver> = {}, told?: Map<string, string>) {
  const clock = new ManualClock(Date.UTC(2026, 0, 1, 12));
  const book = createMadeUpBook(told);
  const got: string[] = [];
  const state = { answer: TOLD as Outcome | Promise<Outcome> | ((signal: AbortSignal) => Promise<Outcome>) };
  const deliver: Deliver = async (message, signal) => {
    got.push(words(message));
    return typeof state.answer === 'function' ? state.answer(signal) : state.answer;
  };
  const deps = { source: book, clock, log: silentLog, random: () => 1, tagsOf: () => [], farm: 'lon' };
  const teller = createTeller(madeUpReceiver(fields), deliver, deps);
  /** A second passes, and the hub looks. */
  const tick = async (seconds = 1): Promise<void> => {
    for (let i = 0; i < seconds; i++) {
      clock.advance(1000);
      teller.reconcile(momentOf(clock));
      // Nothing in here waits for anything but promises that are fulfilled.
      for (let turn = 0; turn < 50; turn++) await Promise.resolve();
    }
  };
  const raise = (count: number, more: Partial<Alert> = {}): void => {
    for (let i = 1; i <= count; i++) book.set({ ...more, id: `a${i}`, raisedAt: new Date(i * 1000).toISOString() });
  };
  return { clock, book, got, state, teller, tick, raise };
}

function words({ notices }: Message): string {
  return notices.map(({ change, alert }) => `${change} ${alert.id}`).join(' + ');
}
