/** What people do about alerts, asked of the hub, a few at a time. */

import { boundedParallel } from '../../shared/bounded-parallel.ts';
import type { Moment } from '../../shared/clock.ts';
import type { HubApi } from '../../shared/hub-api.ts';
import type { Alert } from '../../shared/protocol/alert.ts';
import { routes } from '../../shared/protocol/routes.ts';
import { type AlertDeed, MUTE_SECONDS } from '../core/alert-stand.ts';
import type { AlertsAction, AlertsEffect } from '../core/alerts-state.ts';

export interface DeedDeps {
  readonly now: () => Moment;
  /** Who asks; null where the system does not tell. */
  readonly userName: string | null;
  readonly signal: AbortSignal;
  /** Hears of each alert once; of none any more after the signal. */
  readonly tell: (answer: AlertsAction) => void;
}

const MOST_AT_ONCE = 4;

/** Resolves when all are answered. */
export async function doDeeds(
  api: HubApi,
  { deed, ids }: Extract<AlertsEffect, { kind: 'alert-deed' }>,
  { now, userName, signal, tell }: DeedDeps,
): Promise<void> {
  await boundedParallel(ids, MOST_AT_ONCE, async (id) => {
    if (signal.aborted) return;
    const answer = await answerTo(api, { deed, id, by: userName, signal })
      .then((alert) => ({ kind: 'alert-done', alert }) as const)
      .catch((error: unknown) => ({ kind: 'alert-failed', id, deed, reason: reasonOf(error) }) as const);
    if (!signal.aborted) tell({ ...answer, at: now() });
  });
}

interface Deed {
  readonly deed: AlertDeed;
  readonly id: string;
  readonly by: string | null;
  readonly signal: AbortSignal;
}

async function answerTo(api: HubApi, { deed, id, by, signal }: Deed): Promise<Alert> {
  const call = { params: { id }, signal };
  const who = by === null ? {} : { by };
  switch (deed) {
    case 'acknowledge':
      return (await api.call(routes.acknowledgeAlert, { ...call, body: who })).alert;
    case 'clear':
      return (await api.call(routes.clearAlert, { ...call, body: who })).alert;
    case 'mute':
    case 'unmute': {
      const seconds = deed === 'mute' ? MUTE_SECONDS : 0;
      return (await api.call(routes.muteAlert, { ...call, body: { ...who, seconds } })).alert;
    }
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
