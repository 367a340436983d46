import type { Clock, Millis } from '../../shared/clock.ts';
import type { HardwareSample } from '../../shared/protocol/hardware.ts';
import type { Problem } from '../../shared/protocol/report.ts';
import type { Running } from '../../shared/running.ts';
import type { Collector, HardwarePart, Reading } from '../collectors/collector.ts';
import type { HostFacts } from '../collectors/host-identity.ts';
import { gpuText } from '../core/host-words.ts';
import { type Outcome, runBounded } from './bounded.ts';

/** Who the machine is, in the words of the six-field body; asked once. */
interface HostIdentity extends HostFacts {
  readonly hostname: string;
  readonly gpu: string;
}

/** Samples the hardware at each collector's own pace; `current()` is what is known now and costs nothing. */
export interface HardwareSampler extends Running {
  /** Fulfilled when the identity is known and each cheap collector has answered once or failed. */
  readonly ready: Promise<void>;
  current(): { readonly host: HostIdentity; readonly hardware: HardwareSample; readonly problems: readonly Problem[] };
}

export interface SamplerDeps {
  readonly clock: Clock;
  readonly hostname: string;
  readonly identify: () => Promise<HostFacts>;
  readonly collectors: readonly Collector[];
}

const NOTHING_KNOWN: HardwareSample = {
  uptimeSeconds: null,
  cpu: null,
  memory: null,
  fileSystems: null,
  network: null,
  disks: null,
  temperatures: null,
  gpus: null,
};

const IDENTITY_LIMIT: Millis = 20_000;
/** Rates need a second reading: it follows soon after the first, so that nobody waits an interval for them. */
const SECOND_READING: Millis = 1_000;

/** What each part is and what is wrong with it, as its last look left it. */
interface Board {
  hardware: HardwareSample;
  facts: HostFacts;
  readonly problems: Map<string, readonly string[]>;
}

/** Starts all collectors. A part whose collector fails is null and named in the problems until it answers again. */
export function sampleHardware(deps: SamplerDeps): HardwareSampler {
  const board: Board = { hardware: NOTHING_KNOWN, facts: { os: 'unknown', cpu: 'unknown' }, problems: new Map() };
  const identity = runBounded(deps.clock, IDENTITY_LIMIT, deps.identify);
  const identified = identity.first.then((outcome) => {
    if (outcome.ok) board.facts = outcome.value;
    else board.problems.set('identity', [outcome.message]);
  });
  const loops = deps.collectors.map((collector) => ({ collector, ...collectForEver(collector, deps.clock, board) }));
  const cheap = loops.filter((loop) => loop.collector.cheap).map((loop) => loop.first);
  return {
    ready: Promise.all([identified, ...cheap]).then(() => {}),
    current: () => ({
      host: { hostname: deps.hostname, ...board.facts, gpu: gpuText(board.hardware.gpus) },
      hardware: board.hardware,
      problems: problemsOf(board),
    }),
    async stop() {
      identity.stop();
      for (const loop of loops) loop.stop();
    },
  };
}

function problemsOf(board: Board): Problem[] {
  return [...board.problems].flatMap(([source, messages]) =>
    messages.map((message) => ({ source, message: message.slice(0, 512) })),
  );
}

/** One collector's life: look, wait for its period, look again; never two looks at once. */
function collectForEver(collector: Collector, clock: Clock, board: Board): { first: Promise<void>; stop: () => void } {
  let stopped = false;
  let stopLook = (): void => {};
  let cancelWait = (): void => {};

  function put(outcome: Outcome<Reading<HardwareSample[HardwarePart]>>): void {
    if (stopped) return;
    const value = outcome.ok ? outcome.value.value : null;
    const problems = outcome.ok ? outcome.value.problems : [outcome.message];
    board.hardware = { ...board.hardware, [collector.part]: value };
    if (problems.length > 0) board.problems.set(collector.part, problems);
    else board.problems.delete(collector.part);
  }

  function look(nextPeriod: Millis): Promise<void> {
    const started = clock.monotonic();
    const collect = (signal: AbortSignal): Promise<Reading<HardwareSample[HardwarePart]>> => collector.collect(signal);
    const task = runBounded(clock, collector.timeoutMillis, collect);
    stopLook = task.stop;
    const told = task.first.then(put);
    // Late is better than never: what comes after the time-out counts too, and only then is the next look due.
    void task.settled.then((outcome) => {
      if (outcome.ok) put(outcome);
      if (stopped) return;
      const rest = Math.max(0, started + nextPeriod - clock.monotonic());
      cancelWait = clock.after(rest, () => void look(collector.periodMillis));
    });
    return told;
  }

  const first = look(Math.min(collector.periodMillis, collector.cheap ? SECOND_READING : collector.periodMillis));
  return {
    first,
    stop() {
      stopped = true;
      cancelWait();
      stopLook();
    },
  };
}
