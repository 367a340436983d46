import type { FleetChange, FleetSnapshot } from '../../shared/protocol/fleet.ts';

/** What the stream from the hub tells the dashboard. The dashboard never exits because of it. */
export type HubUpdate =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'snapshot'; readonly snapshot: FleetSnapshot; readonly latencyMillis: number | null }
  | { readonly kind: 'change'; readonly change: FleetChange }
  /** A sign of life without news. */
  | { readonly kind: 'heartbeat'; readonly latencyMillis: number | null }
  | {
      readonly kind: 'lost';
      readonly cause: 'unreachable' | 'unauthorised' | 'forbidden' | 'not_a_hub' | 'wrong_version';
      /** One sentence with the remedy. */
      readonly reason: string;
      /** Milliseconds until the next try. */
      readonly retryIn: number;
    };
