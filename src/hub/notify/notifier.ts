/** Tells people of alerts: each receiver on its own, so that one that is slow or down holds back nobody. */
import type { Moment } from '../../shared/clock.ts';
import type { Running } from '../../shared/running.ts';
import type { Deliver, Outcome } from './delivery.ts';
import { createExec, type ExecDeps } from './exec.ts';
import type { Receiver } from './receiver-config.ts';
import { createTeller, type TellerDeps } from './teller.ts';
import { createWebhook } from './webhook.ts';

export interface Notifier extends Running {
  /** To be called each second: sends what is due and does not wait for it. */
  reconcile(now: Moment): void;
  /** Receivers that cannot be told, in sentences; no addresses. */
  readonly problems: readonly string[];
  /** Messages by receiver and by what became of them. */
  counts(): Iterable<{ readonly receiver: string; readonly outcome: Outcome['kind']; readonly count: number }>;
}

export function createNotifier(receivers: readonly Receiver[], deps: TellerDeps): Notifier {
  const tellers = receivers.map((receiver) => createTeller(receiver, createDeliver(receiver, deps), deps));
  return {
    reconcile(now) {
      for (const teller of tellers) teller.reconcile(now);
    },
    get problems() {
      return tellers.flatMap(({ problem }) => problem ?? []);
    },
    *counts() {
      for (const { name, counts } of tellers)
        for (const outcome of OUTCOMES) yield { receiver: name, outcome, count: counts[outcome] };
    },
    async stop() {
      await Promise.all(tellers.map((teller) => teller.stop()));
    },
  };
}

const OUTCOMES: readonly Outcome['kind'][] = ['told', 'later', 'refused'];

/** The way to a receiver, by its kind. */
export function createDeliver(receiver: Receiver, deps: ExecDeps): Deliver {
  return receiver.kind === 'exec' ? createExec(receiver, deps) : createWebhook(receiver, deps);
}
