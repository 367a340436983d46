/** How the dashboard stands with the hub. Nothing of it ever ends the dashboard. */
import type { Millis, Moment } from '../../shared/clock.ts';
import type { HubUpdate } from './hub-update.ts';

export type LossCause = Extract<HubUpdate, { kind: 'lost' }>['cause'];

export interface Loss {
  readonly cause: LossCause;
  /** One sentence with the remedy. */
  readonly reason: string;
  /** Monotonic time of the first loss since the last good word. */
  readonly since: Millis;
}

export type Connection =
  /** `loss` is the one before this try, which holds until the hub answers; null where there was none. */
  | { readonly kind: 'connecting'; readonly loss: Loss | null }
  | { readonly kind: 'live'; readonly latencyMillis: number | null }
  | { readonly kind: 'lost'; readonly loss: Loss; readonly retryAt: Millis };

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
      return connection.kind === 'connecting' ? connection : { kind: 'connecting', loss: lossOf(connection) };
    case 'snapshot':
    case 'heartbeat':
      return live(connection, update.latencyMillis);
    case 'change':
      return live(connection, connection.kind === 'live' ? connection.latencyMillis : null);
    case 'lost':
      return {
        kind: 'lost',
        loss: {
          cause: update.cause,
          reason: update.reason,
          since: lossOf(connection)?.since ?? at.monotonic,
        },
        retryAt: at.monotonic + update.retryIn,
      };
  }
}

function live(connection: Connection, latencyMillis: number | null): Connection {
  const same = connection.kind === 'live' && connection.latencyMillis === latencyMillis;
  return same ? connection : { kind: 'live', latencyMillis };
}

/** Why there is no hub just now; null while there is one, and before the first answer. */
export function lossOf(connection: Connection): Loss | null {
  return connection.kind === 'live' ? null : connection.loss;
}
