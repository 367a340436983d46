import type { Clock, Millis } from '../../shared/clock.ts';
import type { Message } from './notice.ts';

/** What became of a message. `why` is told to people: a few words without addresses, which are secrets. */
export type Outcome =
  | { readonly kind: 'told' }
  /** Worth another try, not before `wait` where the receiver says so. */
  | { readonly kind: 'later'; readonly why: string; readonly wait: Millis | null }
  /**
   * The same would fail again: given up until the hub is started anew, with the receiver corrected; where it may have
   * told somebody nevertheless, for good.
   */
  | { readonly kind: 'refused'; readonly why: string; readonly mayHaveTold?: true };

/** Brings a message to its receiver, within a time of its own; an aborted signal ends it at once. Never rejects. */
export type Deliver = (message: Message, signal: AbortSignal) => Promise<Outcome>;

export interface DeliveryDeps {
  readonly clock: Clock;
}

export const DELIVERY_LIMIT: Millis = 10_000;
