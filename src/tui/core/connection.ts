/** How the dashboard stands with the hub. Nothing of it ever ends the dashboard. */
import type { Millis, Moment } from '../../shared/clock.ts';
import type { HubUpdate } from './hub-update.ts';

export type LossCause = Extract<HubUpdate, { kind: 'lost' }>['cause'];

export type Connection =
  /** `lostSince` is null before the first loss. */
  | { readonly kind: 'connecting'; readonly lostSince: Millis | null }
  | { readonly kind: 'live'; readonly latencyMillis: number | null }
  | {
      readonly kind: 'lost';
      readonly cause: LossCause;
      /** One sentence with the remedy. */
      readonly reason: string;
      /** Monotonic time of the first loss since the last good word. */
      readonly lostSince: Millis;
      readonly retryAt: Millis;
    };

/** From where a figure is judged: the time, and whether the hub can still speak for its nodes. */
export interface Standpoint {
  readonly now: Moment;
  readonly connection: Connection;
}

/** A stream that falls silent is told as lost (io/hub-stream.ts), so that live means: the hub's word holds. */
export function isLive(connection: Connection): boolean {
  return connection.kind === 'live';
}

/** The connection after a word from the stream; the same object when nothing changed. */
export function connectionAfter(connection: Connection, update: HubUpdate, at: Moment): Connection {
  switch (update.kind) {
    case 'connecting':
      return connection.kind === 'connecting' ? connection : { kind: 'connecting', lostSince: lostSinceOf(connection) };
    case 'snapshot':
    case 'heartbeat':
      return live(connection, update.latencyMillis);
    case 'change':
      return live(connection, connection.kind === 'live' ? connection.latencyMillis : null);
    case 'lost':
      return {
        kind: 'lost',
        cause: update.cause,
        reason: update.reason,
        lostSince: lostSinceOf(connection) ?? at.monotonic,
        retryAt: at.monotonic + update.retryIn,
      };
  }
}

function live(connection: Connection, latencyMillis: number | null): Connection {
  const same = connection.kind === 'live' && connection.latencyMillis === latencyMillis;
  return same ? connection : { kind: 'live', latencyMillis };
}

function lostSinceOf(connection: Connection): Millis | null {
  return connection.kind === 'live' ? null : connection.lostSince;
}
