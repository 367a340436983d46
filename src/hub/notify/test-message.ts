/** `sentry-hub notify [RECEIVER]`: a test message to one receiver, or to all of the configuration. */
import type { Clock } from '../../shared/clock.ts';
import { ConfigError } from '../../shared/config.ts';
import type { Log } from '../../shared/log.ts';
import { UsageError } from '../../shared/usage-error.ts';
import type { Outcome } from './delivery.ts';
import { createDeliver } from './notifier.ts';
import type { Receiver } from './receiver-config.ts';

export interface TestMessageDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly farm: string;
  /** One line a receiver, as each has answered. */
  readonly print: (line: string) => void;
}

/** True when all were told. Throws UsageError where there is no such receiver, ConfigError where there is none at all. */
export async function sendTestMessages(
  receivers: readonly Receiver[],
  name: string | null,
  deps: TestMessageDeps,
): Promise<boolean> {
  const asked = receivers.filter((receiver) => name === null || receiver.name === name);
  if (receivers.length === 0)
    throw new ConfigError('There are no receivers; name some under receivers: in the configuration, or give --config.');
  if (asked.length === 0)
    throw new UsageError(`There is no receiver "${name}"; there are ${receivers.map((each) => each.name).join(', ')}.`);
  const message = { farm: deps.farm, at: deps.clock.now(), notices: [], isTest: true };
  const outcomes = await Promise.all(
    asked.map(async (receiver) => {
      const outcome = await createDeliver(receiver, deps)(message, new AbortController().signal);
      deps.print(`${receiver.name}: ${wordOf(outcome)}`);
      return outcome;
    }),
  );
  return outcomes.every(({ kind }) => kind === 'told');
}

function wordOf(outcome: Outcome): string {
  return outcome.kind === 'told' ? 'told' : `not told: ${outcome.why}`;
}
