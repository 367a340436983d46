/** One collector asked as the agent asks it, with what that costs. */
import type { Clock, Millis } from '../../shared/clock.ts';
import type { Availability, Collector } from '../collectors/collector.ts';
import { type Outcome, runBounded } from '../io/bounded.ts';
import type { CollectorFinding } from './finding.ts';
import { sawOf, tellsOf } from './part-words.ts';

export interface ExamineDeps {
  readonly clock: Clock;
  /** Starts to measure; the function it gives tells the processor time since, in milliseconds, of this process and its children. */
  readonly measureCpu: () => () => Millis;
}

interface Look {
  readonly saw: string | null;
  readonly problems: readonly string[];
  readonly wallMillis: Millis;
  readonly cpuMillis: Millis;
}

/** One that takes so long is not asked twice: its first look is its cost. */
const DEAR: Millis = 2_000;
/** One that is quicker is asked several times: its cost is their mean. */
const QUICK: Millis = 10;
const QUICK_LOOKS = 10;

/** What the first look has shown; `again` looks a second time where that tells more. */
export interface FirstLook {
  readonly finding: CollectorFinding;
  readonly again: (() => Promise<CollectorFinding>) | null;
}

/**
 * Asks one whether it works, and looks. Rates are the difference of two looks, and the first one starts and finds what
 * later ones need not: the second look's cost is the one that an agent bears. Never rejects.
 */
export async function examineCollector(collector: Collector, deps: ExamineDeps): Promise<FirstLook> {
  const asked = await bounded(collector, deps, (signal) => collector.availability(signal));
  if (!asked.ok) return { finding: notLooked(collector, 'fails', asked.message), again: null };
  const availability: Availability = asked.value;
  if (availability.kind !== 'works')
    return { finding: notLooked(collector, availability.kind, availability.why), again: null };
  const first = await look(collector, deps);
  const isDear = !first.ok || first.value.wallMillis > DEAR;
  const again = async () => looked(collector, await secondLook(collector, deps));
  return { finding: looked(collector, first), again: isDear ? null : again };
}

function notLooked(
  { name, part, periodMillis }: Collector,
  state: CollectorFinding['state'],
  why: string,
): CollectorFinding {
  const nothing = { wallMillis: null, cpuMillis: null, saw: null };
  return { name, part, tells: tellsOf(part), periodSeconds: periodMillis / 1000, state, why, ...nothing };
}

function looked(collector: Collector, outcome: Outcome<Look>): CollectorFinding {
  if (!outcome.ok) return notLooked(collector, 'fails', outcome.message);
  const { problems, ...seen } = outcome.value;
  const why = problems.length === 0 ? null : problems.join('; ');
  return { ...notLooked(collector, why === null ? 'works' : 'partly', ''), why, ...seen };
}

async function secondLook(collector: Collector, deps: ExamineDeps): Promise<Outcome<Look>> {
  const second = await look(collector, deps);
  if (!second.ok || second.value.wallMillis > QUICK) return second;
  const more = await look(collector, deps, QUICK_LOOKS);
  if (!more.ok) return more;
  const { wallMillis, cpuMillis } = more.value;
  return { ok: true, value: { ...second.value, wallMillis, cpuMillis } };
}

/** The last of so many looks, at the cost of one. */
async function look(collector: Collector, deps: ExamineDeps, times = 1): Promise<Outcome<Look>> {
  const cpuMillis = deps.measureCpu();
  const began = deps.clock.monotonic();
  return bounded(collector, deps, async (signal) => {
    for (let more = times - 1; more > 0; more--) await collector.collect(signal);
    const { value, problems } = await collector.collect(signal);
    const wallMillis = (deps.clock.monotonic() - began) / times;
    return { saw: sawOf(collector.part, value), problems, wallMillis, cpuMillis: cpuMillis() / times };
  });
}

async function bounded<T>(
  collector: Collector,
  { clock }: ExamineDeps,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<Outcome<T>> {
  return runBounded(clock, collector.timeoutMillis, task).first;
}
