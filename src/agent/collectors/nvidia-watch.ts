/**
 * One `nvidia-smi` that runs on and prints a line a card each few seconds. Its end, its silence, fields that its driver
 * does not know and cards that fall off the bus are all lived through; there is never a second one beside it.
 */
import type { Clock, Millis } from '../../shared/clock.ts';
import { createSignal } from '../../shared/signal.ts';
import { createNvidiaCards, type NvidiaCards } from './nvidia-cards.ts';
import {
  type NvidiaColumns,
  type NvidiaQuery,
  readCard,
  readHeader,
  WHOLE_QUERY,
  withoutField,
} from './nvidia-fields.ts';
import { LIMIT_ARGUMENTS, readSlowdownLimits } from './nvidia-limits.ts';
import { type NvidiaRunDeps, runNvidiaSmi } from './nvidia-run.ts';

export interface NvidiaWatch {
  /** Fulfilled when all cards have been told once, or nothing more is to be expected for now. */
  readonly ready: Promise<void>;
  readonly cards: NvidiaCards;
  /** In a sentence, why the program tells nothing at present; null while it does. */
  readonly failure: () => string | null;
  stop(): void;
}

/** A round's lines come at once: when none came for so long, it is over, as it is when a card has its second turn. */
const ROUND_PAUSE: Millis = 200;
/** The first line takes the driver some seconds where nothing else keeps it awake. */
const STARTING: Millis = 15_000;
const FIRST_WAIT: Millis = 5_000;
const LONGEST_WAIT: Millis = 300_000;
/** One that has run so long was well. */
const WELL_AFTER: Millis = 60_000;
/** Cards that were left out may be back; cards that are new may have limits. */
const ASKED_AGAIN: Millis = 600_000;
const MOST_XML = 8 * 1024 * 1024;

/**
 * Where it was ended twice for saying nothing at all, its output may wait in a buffer until that is full, as programs
 * do that write into a pipe: then it is run anew for each sample, less often.
 */
const SILENT_RUNS = 2;
const RUN_ANEW: Millis = 30_000;

/** Starts it at once. `periodSeconds` is a whole number. */
export function watchNvidia(deps: NvidiaRunDeps, periodSeconds: number): NvidiaWatch {
  const { clock } = deps;
  const silence = periodSeconds * 3_000 + STARTING;
  const ready = createSignal();
  let query = WHOLE_QUERY;
  let failure: string | null = null;
  let failures = 0;
  let silentRuns = 0;
  const runsOn = (): boolean => silentRuns < SILENT_RUNS;
  const cards = createNvidiaCards(clock, () => 2.5 * (runsOn() ? periodSeconds * 1_000 : RUN_ANEW));
  let limitsAt = Number.NEGATIVE_INFINITY;
  let stopped = false;
  let endRun = (): void => {};
  let cancelWait = (): void => {};

  function fail(why: string | null): void {
    failure = why;
    ready.tell();
  }

  function begin(): void {
    const isDue = clock.monotonic() - limitsAt >= ASKED_AGAIN;
    if (isDue) limitsAt = clock.monotonic();
    const then = (): void => {
      if (!stopped) loop();
    };
    if (isDue) endRun = askForLimits(deps, { silence, cards, silent: fail, then });
    else loop();
  }

  function loop(): void {
    const asked = query;
    const only = cards.answering();
    const started = clock.monotonic();
    let isAskedAgain = false;
    let hasTold = false;
    const askAgain = (): void => {
      isAskedAgain = true;
      cards.askAll();
      endRun();
    };
    cancelWait = only === null ? () => {} : clock.after(ASKED_AGAIN, askAgain);
    endRun = runNvidiaSmi(deps, {
      args: loopArguments(asked, only, runsOn() ? periodSeconds : null),
      silence,
      line: createEar(asked, {
        clock,
        cards,
        told: () => {
          failure = null;
          hasTold = true;
        },
        round: ready.tell,
        refused: (field) => {
          query = withoutField(query, field);
        },
      }),
      silent(why) {
        if (!hasTold && runsOn()) silentRuns++;
        fail(why);
      },
      ended(why) {
        cancelWait();
        if (stopped) return;
        const isAnother = query !== asked || isAskedAgain || cards.answering()?.join() !== only?.join();
        if (isAnother) {
          loop();
          return;
        }
        if (hasTold && !runsOn()) {
          cancelWait = clock.after(RUN_ANEW, begin);
          ready.tell();
          return;
        }
        if (clock.monotonic() - started > WELL_AFTER) failures = 0;
        const hasNone = /No devices were found/i.test(why);
        if (hasNone) cards.none();
        fail(hasNone ? null : why);
        cancelWait = clock.after(Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** failures++), begin);
      },
    });
  }

  begin();
  return {
    ready: ready.told,
    cards,
    failure: () => failure,
    stop() {
      stopped = true;
      cancelWait();
      endRun();
      ready.tell();
    },
  };
}

/** Without a period it tells once. */
function loopArguments(
  query: NvidiaQuery,
  only: readonly string[] | null,
  periodSeconds: number | null,
): readonly string[] {
  const which = only === null ? [] : ['-i', only.join(',')];
  const loop = periodSeconds === null ? [] : ['-l', String(periodSeconds)];
  return [`--query-gpu=${query.join(',')}`, '--format=csv,nounits', ...loop, ...which];
}

interface LimitsEars {
  readonly silence: Millis;
  readonly cards: NvidiaCards;
  readonly silent: (why: string) => void;
  /** It has ended, with limits or without. */
  readonly then: () => void;
}

function askForLimits(deps: NvidiaRunDeps, { silence, cards, silent, then }: LimitsEars): () => void {
  let xml = '';
  return runNvidiaSmi(deps, {
    args: LIMIT_ARGUMENTS,
    silence,
    line(text) {
      if (xml.length < MOST_XML) xml += `${text}\n`;
      return false;
    },
    silent,
    ended() {
      cards.limit(readSlowdownLimits(xml));
      then();
    },
  });
}

interface LoopEars {
  readonly clock: Clock;
  readonly cards: NvidiaCards;
  /** A card has been told. */
  readonly told: () => void;
  /** All of them have. */
  readonly round: () => void;
  readonly refused: (field: string) => void;
}

/** Hears one run of the loop; true of what is neither heads nor a card. */
function createEar(query: NvidiaQuery, { clock, cards, told, round, refused }: LoopEars): (text: string) => boolean {
  const inThisRound = new Set<string>();
  let columns: NvidiaColumns | null = null;
  let cancelPause = (): void => {};
  return (text) => {
    const header = readHeader(text, query);
    columns = header ?? columns;
    const reading = columns && readCard(text, columns);
    if (reading) {
      told();
      cards.put(reading);
      cancelPause();
      cancelPause = clock.after(ROUND_PAUSE, round);
      if (inThisRound.has(reading.id)) round();
      inThisRound.add(reading.id);
    } else if (!header) {
      cards.hearLoss(text);
      const field = /^Field "(.+?)" is not a valid field/.exec(text)?.[1];
      if (field) refused(field);
    }
    return !header && !reading;
  };
}
