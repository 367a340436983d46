import type Router from '@koa/router';
import type { DefaultContext, ParameterizedContext } from 'koa';
import type { Clock } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import type { AlertBook } from '../core/alerts/alert-book.ts';
import type { Fleet } from '../core/fleet/fleet.ts';
import type { Notifier } from '../notify/notifier.ts';
import type { FarmHistory } from '../store/history/farm-history.ts';
import type { HubStore } from '../store/hub-store.ts';
import type { EventFeed } from './event-feed.ts';
import type { FleetJson } from './fleet-json.ts';
import type { HubLimits } from './limits.ts';
import type { HubVitals } from './metrics-vitals.ts';

/** What Koa carries from one step of a request to the next. */
export interface HubState {
  /** The header bore the secret. Only a report may come without, and must then bear it in its body. */
  headerIsRight: boolean;
}

export type HubContext = ParameterizedContext<HubState, DefaultContext, unknown>;
export type HubRouter = Router<HubState>;

/** What the routes work with. */
export interface HubParts {
  readonly fleet: Fleet;
  readonly alerts: AlertBook;
  readonly notifier: Notifier;
  readonly store: HubStore;
  readonly history: FarmHistory;
  readonly feed: EventFeed;
  readonly json: FleetJson;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: HubLimits;
  readonly vitals: HubVitals;
  readonly isSecret: (given: string) => boolean;
}
