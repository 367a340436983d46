import type { Clock, Millis } from '../../shared/clock.ts';
import type { HardwareSample } from '../../shared/protocol/hardware.ts';
import type { Problem } from '../../shared/protocol/report.ts';
import type { Running } from '../../shared/running.ts';
import type { Collector } from '../collectors/collector.ts';
import type { HostFacts } from '../collectors/host-identity.ts';
import { gpuText } from '../core/host-words.ts';
import { type Outcome, runBounded } from './bounded.ts';
import { createHardwareBoard, type Told } from './hardware-board.ts';

/** Who the machine is, in the words of the six-field body; asked once. */
interface HostIdentity extends HostFacts {
  readonly hostname: string;
  readonly gpu: string;
}

/** Samples the hardware at each collector's own pace; `current()` is what is known now and costs nothing. */
export interface HardwareSampler extends Running {
  /** Fulfilled when the identity is known and each cheap collector has answered once, failed or found nothing to ask. */
  readonly ready: Promise<void>;
  current(): { readonly host: HostIdentity; readonly hardware: HardwareSample; readonly problems: readonly Problem[] };
}

export interface SamplerDeps {
  readonly clock: Clock;
  readonly hostname: string;
  readonly identify: () => Promise<HostFacts>;
  readonly collectors: readonly Collector[];
}

const IDENTITY_LIMIT: Millis = 20_000;
/** Rates need a second reading: it follows soon after the first, so that nobody waits an interval for them. */
const SECOND_READING: Millis = 1_000;
/** A card, a program or a right may be given meanwhile. */
const ASKED_AGAIN: Millis = 600_000;

/** Starts all collectors. A part whose collector fails is null and named in the problems until it answers again. */
export function sampleHardware(deps: SamplerDeps): HardwareSampler {
  const board = createHardwareBoard(deps.collectors);
  let facts: HostFacts = { os: 'unknown', cpu: 'unknown' };
  let unidentified: readonly Problem[] = [];
  const identity = runBounded(deps.clock, IDENTITY_LIMIT, deps.identify);
  const identified = identity.first.then((outcome) => {
    if (outcome.ok) facts = outcome.value;
    else unidentified = [{ source: 'identity', message: outcome.message.slice(0, 512) }];
  });
  const loops = deps.collectors.map((collector, at) => ({
    collector,
    ...collectForEver(collector, deps.clock, (told) => board.put(at, told)),
  }));
  const cheap = loops.filter((loop) => loop.collector.cheap).map((loop) => loop.first);
  return {
    ready: Promise.all([identified, ...cheap]).then(() => {}),
    current: () => ({
      host: { hostname: deps.hostname, ...facts, gpu: gpuText(board.sample().gpus) },
      hardware: board.sample(),
      problems: [...unidentified, ...board.problems()],
    }),
    async stop() {
      identity.stop();
      for (const loop of loops) loop.stop();
    },
  };
}

/** One collector's life: ask whether it works, look, wait for its period, look again; never two looks at once. */
function collectForEver(
  collector: Collector,
  clock: Clock,
  tell: (told: Told) => void,
): { readonly first: Promise<void>; readonly stop: () => void } {
  let stopped = false;
  let works = false;
  let stopLook = (): void => {};
  let cancelWait = (): void => {};

  /** Null where there is nothing to look at. What fails is asked again before its next look: it may have been taken away. */
  async function lookIfItWorks(signal: AbortSignal): Promise<Told | null> {
    works ||= (await collector.availability(signal)).kind === 'works';
    if (!works) return null;
    works = false;
    const told = await collector.collect(signal);
    works = true;
    return told;
  }

  function put(outcome: Outcome<Told | null>): void {
    if (stopped) return;
    if (outcome.ok) tell(outcome.value ?? { value: null, problems: [] });
    else tell({ value: null, problems: [outcome.message] });
  }

  function look(nextPeriod: Millis): Promise<void> {
    const started = clock.monotonic();
    const task = runBounded(clock, collector.timeoutMillis, lookIfItWorks);
    stopLook = task.stop;
    const told = task.first.then(put);
    // Late is better than never: what comes after the time-out counts too, and only then is the next look due.
    void task.settled.then((outcome) => {
      if (outcome.ok) put(outcome);
      if (stopped) return;
      const period = outcome.ok && outcome.value === null ? ASKED_AGAIN : nextPeriod;
      const rest = Math.max(0, started + period - clock.monotonic());
      cancelWait = clock.after(rest, () => void look(collector.periodMillis));
    });
    return told;
  }

  const begin = (): Promise<void> =>
    look(Math.min(collector.periodMillis, collector.cheap ? SECOND_READING : collector.periodMillis));
  if (collector.restsFirst !== undefined) cancelWait = clock.after(collector.restsFirst, () => void begin());
  return {
    first: collector.restsFirst === undefined ? begin() : Promise.resolve(),
    stop() {
      stopped = true;
      cancelWait();
      stopLook();
      collector.stop?.();
    },
  };
}
