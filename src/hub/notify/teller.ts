/** Tells one receiver what it is still to be told: one message at a time, and never more than it can bear. */
import { type Clock, type Millis, type Moment, momentOf } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import type { AlertRecord } from '../../shared/protocol/alert.ts';
import type { Running } from '../../shared/running.ts';
import type { Deliver, Outcome } from './delivery.ts';
import { createDuties } from './duties.ts';
import { type Message, type Notice, toldText } from './notice.ts';
import type { Receiver } from './receiver-config.ts';
import { createSendPace } from './send-pace.ts';

/** Where alerts and what was told of them are kept. */
export interface AlertSource {
  /** Grows with each visible change of them. */
  readonly revision: number;
  /** All that are open, and those that were cleared of late. */
  records(): Iterable<AlertRecord>;
  /** To be kept over a restart: nothing is told twice by what it says. */
  noteTold(id: string, receiver: string, text: string): void;
}

export interface TellerDeps {
  readonly source: AlertSource;
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1). */
  readonly random: () => number;
  /** The tags of a node; none where it is not known. */
  readonly tagsOf: (nodeId: string) => readonly string[];
  readonly farm: string;
}

/** `stop()` lets a message that is on its way arrive, within a limit. */
export interface Teller extends Running {
  readonly name: string;
  /** Why the last message did not arrive, as a sentence; null when it did. */
  readonly problem: string | null;
  /** Messages by what became of them. */
  readonly counts: Readonly<Record<Outcome['kind'], number>>;
  reconcile(now: Moment): void;
}

const PER_MINUTE = 10;
/** More in one digest make no sense to anybody; the rest goes into the next. */
const MOST_NOTICES = 500;
const STOP_LIMIT: Millis = 3_000;
/** What is broken off may take its leave for so long; a command that not even a kill ends holds up nobody. */
const LEAVE_LIMIT: Millis = 2_500;

export function createTeller(receiver: Receiver, deliver: Deliver, deps: TellerDeps): Teller {
  const { source, clock } = deps;
  const { name } = receiver;
  const dutiesAt = createDuties(receiver, deps.tagsOf);
  const pace = createSendPace(receiver.perMinute ?? PER_MINUTE);
  const trouble = createTrouble(name, deps.log);
  const ending = new AbortController();
  const counts = { told: 0, later: 0, refused: 0 };
  const givenUp = createGivenUp();
  /** Something had to wait: what has come together goes out as one. */
  let isBehind = false;
  /** Revision of the alerts when nothing was left to tell. */
  let settledAt: number | null = null;
  let underWay: Promise<void> | null = null;
  let stopped = false;

  function reconcile(now: Moment): void {
    if (stopped || underWay !== null || pace.isPaused(now.monotonic) || settledAt === source.revision) return;
    const { due: all, hasWaiting, hasMuted } = dutiesAt(source.records(), now.wall);
    const due = all.filter((notice) => !givenUp.has(notice.alert.id, toldText(notice)));
    settledAt = due.length === 0 && !hasWaiting && !hasMuted ? source.revision : null;
    const free = pace.free(now.monotonic);
    if (due.length > 0 && free > 0) {
      const isDigest = isBehind || due.length > free;
      underWay = send(due.slice(0, isDigest ? MOST_NOTICES : 1), now);
    } else if (due.length > 0) isBehind = true;
    if (hasWaiting) isBehind = true;
  }

  async function send(notices: readonly Notice[], now: Moment): Promise<void> {
    // Alerts go on changing meanwhile: what is told is what is said now.
    const told = notices.map((notice) => ({ id: notice.alert.id, text: toldText(notice) }));
    const message: Message = { farm: deps.farm, at: now.wall, notices, isTest: false };
    pace.sent(now.monotonic);
    const outcome = await deliver(message, ending.signal).catch(failed);
    underWay = null;
    // What was broken off is no fault of the receiver's, and is told after the next start.
    if (ending.signal.aborted && outcome.kind !== 'told') return;
    counts[outcome.kind]++;
    trouble.note(outcome);
    isBehind = outcome.kind === 'later';
    if (outcome.kind === 'later') pace.failed(clock.monotonic(), outcome.wait, deps.random());
    else {
      pace.succeeded();
      const isForGood = outcome.kind === 'told' || outcome.mayHaveTold === true;
      for (const { id, text } of told) {
        if (isForGood) source.noteTold(id, name, text);
        else givenUp.add(id, text);
      }
    }
    reconcile(momentOf(clock));
  }

  return {
    name,
    counts,
    get problem() {
      return trouble.sentence;
    },
    reconcile,
    async stop() {
      stopped = true;
      const cancelLimit = clock.after(STOP_LIMIT, () => ending.abort());
      let cancelLeave = (): void => {};
      const leave = new Promise<void>((resolve) => {
        cancelLeave = clock.after(STOP_LIMIT + LEAVE_LIMIT, resolve);
      });
      await Promise.race([underWay, leave]);
      cancelLimit();
      cancelLeave();
    },
  };
}

/** A fault of the hub's own, never the receiver's: the message is given up, the hub goes on. */
function failed(error: unknown): Outcome {
  return { kind: 'refused', why: `the message could not be made (${error instanceof Error ? error.name : 'failed'})` };
}

/** What a receiver has refused to hear of each alert, since the start of the hub. */
interface GivenUp {
  has(id: string, text: string): boolean;
  add(id: string, text: string): void;
}

/** As many as the hub keeps alerts, about: beyond them the longest known is forgotten. */
const MOST_GIVEN_UP = 3_000;

function createGivenUp(): GivenUp {
  const texts = new Map<string, string>();
  return {
    has: (id, text) => texts.get(id) === text,
    add(id, text) {
      texts.delete(id);
      texts.set(id, text);
      const [oldest] = texts.keys();
      if (texts.size > MOST_GIVEN_UP && oldest !== undefined) texts.delete(oldest);
    },
  };
}

/** What is wrong with the receiver, and a line in the log whenever that changes. */
interface Trouble {
  readonly sentence: string | null;
  note(outcome: Outcome): void;
}

function createTrouble(name: string, log: Log): Trouble {
  let sentence: string | null = null;
  return {
    get sentence() {
      return sentence;
    },
    note(outcome) {
      const next = sentenceOf(name, outcome);
      if (next !== null && next !== sentence) log.warn(next);
      if (next === null && sentence !== null) log.info('a receiver is told of alerts again', { receiver: name });
      sentence = next;
    },
  };
}

function sentenceOf(name: string, outcome: Outcome): string | null {
  switch (outcome.kind) {
    case 'told':
      return null;
    case 'later':
      return `Receiver "${name}" cannot be told of alerts: ${outcome.why}; it is tried again.`;
    case 'refused':
      return `Receiver "${name}" cannot be told of alerts: ${outcome.why}; correct it in the hub's configuration.`;
  }
}
