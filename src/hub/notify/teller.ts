/** Tells one receiver what it is still to be told: one message at a time, and never more than it can bear. */
import { type Clock, type Millis, type Moment, momentOf } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import type { AlertRecord } from '../../shared/protocol/alert.ts';
import type { Running } from '../../shared/running.ts';
import type { Deliver, Outcome } from './delivery.ts';
import { type Message, type Notice, noticeFor, toldText } from './notice.ts';
import { createQuietCheck } from './quiet-hours.ts';
import type { Receiver } from './receiver-config.ts';
import { createReceiverFilter } from './receiver-filter.ts';

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

const MINUTE: Millis = 60_000;
const PER_MINUTE = 10;
/** More in one digest make no sense to anybody; the rest goes into the next. */
const MOST_NOTICES = 500;
const FIRST_RETRY: Millis = 5_000;
const LAST_RETRY: Millis = 600_000;
const STOP_LIMIT: Millis = 3_000;

export function createTeller(receiver: Receiver, deliver: Deliver, deps: TellerDeps): Teller {
  const { source, clock, log } = deps;
  const { name, perMinute = PER_MINUTE } = receiver;
  const duties = createDuties(receiver, deps);
  const ending = new AbortController();
  const counts = { told: 0, later: 0, refused: 0 };
  let sentAt: readonly Millis[] = [];
  let notBefore = Number.NEGATIVE_INFINITY;
  let failures = 0;
  /** Something had to wait: what has come together goes out as one. */
  let isBehind = false;
  let problem: string | null = null;
  let underWay: Promise<void> | null = null;
  /** Of the alerts, when nothing was left to tell. */
  let settledAt: number | null = null;
  let stopped = false;

  function reconcile(now: Moment): void {
    if (stopped || underWay !== null || now.monotonic < notBefore || settledAt === source.revision) return;
    const { due, hasWaiting, hasMuted } = duties(now);
    settledAt = due.length === 0 && !hasWaiting && !hasMuted ? source.revision : null;
    if (due.length > 0) {
      sentAt = sentAt.filter((at) => now.monotonic - at < MINUTE);
      const free = perMinute - sentAt.length;
      if (free > 0) {
        const isDigest = isBehind || due.length > free;
        underWay = send(isDigest ? due.slice(0, MOST_NOTICES) : due.slice(0, 1), now);
      } else isBehind = true;
    }
    if (hasWaiting) isBehind = true;
  }

  async function send(notices: readonly Notice[], now: Moment): Promise<void> {
    // Alerts go on changing meanwhile: what is told is what is said now.
    const told = notices.map((notice) => ({ id: notice.alert.id, text: toldText(notice) }));
    sentAt = [...sentAt, now.monotonic];
    const message: Message = { farm: deps.farm, at: now.wall, notices, isTest: false };
    const outcome = await deliver(message, ending.signal).catch(failed);
    counts[outcome.kind]++;
    // What was broken off is no fault of the receiver's.
    if (!ending.signal.aborted) noteOutcome(outcome);
    if (outcome.kind !== 'later') for (const { id, text } of told) source.noteTold(id, name, text);
    underWay = null;
    reconcile(momentOf(clock));
  }

  function noteOutcome(outcome: Outcome): void {
    switch (outcome.kind) {
      case 'told':
        if (problem !== null) log.info('a receiver is told of alerts again', { receiver: name });
        [problem, failures, isBehind] = [null, 0, false];
        return;
      case 'later':
        note(`Receiver "${name}" cannot be told of alerts: ${outcome.why}; it is tried again.`);
        isBehind = true;
        notBefore = clock.monotonic() + Math.max(outcome.wait ?? 0, backoff(failures++, deps.random()));
        return;
      case 'refused':
        note(`Receiver "${name}" cannot be told of alerts: ${outcome.why}; correct it in the hub's configuration.`);
        [failures, isBehind] = [0, false];
    }
  }

  function note(sentence: string): void {
    if (problem !== sentence) log.warn(sentence);
    problem = sentence;
  }

  return {
    name,
    counts,
    get problem() {
      return problem;
    },
    reconcile,
    async stop() {
      stopped = true;
      const cancel = clock.after(STOP_LIMIT, () => ending.abort());
      await underWay;
      cancel();
    },
  };
}

/** A fault of the hub's own, never the receiver's: the message is given up, the hub goes on. */
function failed(error: unknown): Outcome {
  return { kind: 'refused', why: `the message could not be made (${error instanceof Error ? error.name : 'failed'})` };
}

/** Half of the longest time at least: with none at all a crowd of hubs would knock at once. */
function backoff(failures: number, random: number): Millis {
  const longest = Math.min(LAST_RETRY, FIRST_RETRY * 2 ** Math.min(failures, 10));
  return longest * (0.5 + random / 2);
}

interface Duties {
  /** The longest raised first. */
  readonly due: readonly Notice[];
  /** Something waits for the end of quiet hours. */
  readonly hasWaiting: boolean;
  /** Something may be told when its mute is over. */
  readonly hasMuted: boolean;
}

function createDuties(receiver: Receiver, { source, tagsOf }: TellerDeps): (now: Moment) => Duties {
  const { name, sendCleared = true, tags, quietHours = [] } = receiver;
  const isWanted = createReceiverFilter(receiver);
  const isQuiet = createQuietCheck(quietHours);
  return ({ wall }) => {
    const due: Notice[] = [];
    let [hasWaiting, hasMuted] = [false, false];
    for (const record of source.records()) {
      const notice = noticeFor(record, name, wall);
      if (notice === null || (notice.change === 'cleared' && !sendCleared)) continue;
      const { alert } = notice;
      if (!isWanted(alert, tags && alert.node !== null ? tagsOf(alert.node) : [])) continue;
      if (alert.mutedUntil !== null && Date.parse(alert.mutedUntil) > wall) hasMuted = true;
      else if (isQuiet(alert.severity, wall)) hasWaiting = true;
      else due.push(notice);
    }
    return {
      due: due.sort((a, b) => Date.parse(a.alert.raisedAt) - Date.parse(b.alert.raisedAt)),
      hasWaiting,
      hasMuted,
    };
  };
}
