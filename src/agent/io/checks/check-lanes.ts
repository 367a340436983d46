/** Whose turn is it to be checked? A lane a share, one for the machine's own disks; pure but for what it remembers. */
import type { FileVerdict } from '../../formats/verdict.ts';

/** Checks at a time: on the machine's own disks, on one share, and in all. Each takes a thread of some 7 MB. */
const LOCAL_AT_ONCE = 1;
const SHARE_AT_ONCE = 1;
const ALL_AT_ONCE = 3;
/** Hanging checks after which a share is asked nothing until one of them comes back. */
const STUCK_ON_A_SHARE = 2;
/** Hanging checks after which each share that has one is asked nothing. */
const STUCK_IN_ALL = 8;

export interface Check {
  readonly path: string;
  readonly share: string | null;
  readonly answer: (verdict: FileVerdict) => void;
}

export interface CheckLanes {
  add(check: Check): void;
  /** The next one that may start, taken as started; null for none now. */
  next(): Check | null;
  /** A check that was started has come to its end. */
  finish(check: Check): void;
  /** A check that was started hangs; it takes nobody's turn any more. */
  hang(check: Check): void;
  /** One that hung has come back. */
  comeBack(check: Check): void;
  /** Takes out all that wait for a share that is not answering. */
  takeHopeless(): readonly Check[];
  /** Takes out all that wait, and names those that are started. */
  takeAll(): readonly Check[];
}

interface Lane {
  readonly atOnce: number;
  waiting: Check[];
  readonly running: Set<Check>;
  stuck: number;
}

export function createCheckLanes(): CheckLanes {
  const lanes = new Map<string | null, Lane>();
  let runningInAll = 0;
  let stuckInAll = 0;

  function laneOf(share: string | null): Lane {
    const atOnce = share === null ? LOCAL_AT_ONCE : SHARE_AT_ONCE;
    const lane = lanes.get(share) ?? { atOnce, waiting: [], running: new Set(), stuck: 0 };
    lanes.set(share, lane);
    return lane;
  }

  function isDead(lane: Lane): boolean {
    return lane.stuck >= (stuckInAll >= STUCK_IN_ALL ? 1 : STUCK_ON_A_SHARE);
  }

  function finish(check: Check): void {
    laneOf(check.share).running.delete(check);
    runningInAll--;
  }

  function count(check: Check, stuck: 1 | -1): void {
    laneOf(check.share).stuck += stuck;
    stuckInAll += stuck;
  }

  return {
    add: (check) => void laneOf(check.share).waiting.push(check),
    next() {
      if (runningInAll >= ALL_AT_ONCE) return null;
      for (const [share, lane] of lanes) {
        const check = lane.running.size < lane.atOnce && !isDead(lane) ? lane.waiting.shift() : undefined;
        if (!check) continue;
        lane.running.add(check);
        runningInAll++;
        // To the end of the row.
        lanes.delete(share);
        lanes.set(share, lane);
        return check;
      }
      return null;
    },
    finish,
    hang(check) {
      finish(check);
      count(check, 1);
    },
    comeBack: (check) => count(check, -1),
    takeHopeless: () => [...lanes.values()].filter(isDead).flatMap(takeWaiting),
    takeAll: () => [...lanes.values()].flatMap((lane) => [...takeWaiting(lane), ...lane.running]),
  };
}

function takeWaiting(lane: Lane): readonly Check[] {
  const { waiting } = lane;
  lane.waiting = [];
  return waiting;
}
