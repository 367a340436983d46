/** Whose turn is it to ask a share that may never answer? */
import type { Clock, Millis } from '../../shared/clock.ts';

/** Calls at a time: on one share, and on all shares together, of the four threads that serve the agent's files. */
const ON_ONE_SHARE = 1;
const ON_ALL_SHARES = 2;
/** A call that has not come back by then hangs; as many as this take nobody's turn, so that one thread is always left. */
const HANGING_MILLIS: Millis = 15_000;
const PASSED_OVER = 1;

/**
 * Where all of the agent's calls that a share may never answer wait for their turn. One that hangs holds a thread
 * for ever: a dead share stops itself alone, two of them leave the others a turn, and any number of them leave a
 * thread to the disks and to the hub's name.
 */
export interface SlowLane {
  /** `share` is any name that is the same for the same share. */
  inTurn<T>(share: string, call: () => Promise<T>): Promise<T>;
  /** Whether every call that was made has come back. */
  isAtRest(): boolean;
}

export interface SlowLaneOptions {
  readonly clock: Clock;
  /** Calls that have a turn at a time. */
  readonly atOnce?: number;
  /** Calls that hang and have lost their turn to another, at most: each holds one thread more. */
  readonly mostPassedOver?: number;
}

export function createSlowLane({
  clock,
  atOnce = ON_ALL_SHARES,
  mostPassedOver = PASSED_OVER,
}: SlowLaneOptions): SlowLane {
  const ofShares = new Map<string, Turns>();
  const ofAll = createTurns(atOnce);
  const passOver = createPassingOver(clock, mostPassedOver);
  let underWay = 0;

  async function counted<T>(call: () => Promise<T>, giveTurn: () => void): Promise<T> {
    underWay++;
    const comeBack = passOver(giveTurn);
    try {
      return await call();
    } finally {
      underWay--;
      comeBack();
    }
  }

  return {
    inTurn(share, call) {
      const ofShare = ofShares.get(share) ?? createTurns(ON_ONE_SHARE);
      ofShares.set(share, ofShare);
      return ofShare(() => ofAll((giveTurn) => counted(call, giveTurn)));
    },
    isAtRest: () => underWay === 0,
  };
}

/** `giveTurn` ends the call's turn before the call has come back; its end does so by itself. */
type Turns = <T>(call: (giveTurn: () => void) => Promise<T>) => Promise<T>;

/** Makes calls in the order in which they were asked for, `atOnce` at a time. */
function createTurns(atOnce: number): Turns {
  const waiting: (() => void)[] = [];
  let running = 0;

  function endTurn(): void {
    // Handed over rather than given back, so that nobody comes between.
    const next = waiting.shift();
    if (next) next();
    else running--;
  }

  return async (call) => {
    if (running >= atOnce) await new Promise<void>((resume) => waiting.push(resume));
    else running++;
    let hasTurn = true;
    const giveTurn = (): void => {
      if (hasTurn) endTurn();
      hasTurn = false;
    };
    try {
      return await call(giveTurn);
    } finally {
      giveTurn();
    }
  };
}

/** Takes the turns of calls that hang, of so many at a time; the returned function is told that a call is back. */
function createPassingOver(clock: Clock, most: number): (giveTurn: () => void) => () => void {
  const hanging = new Set<() => void>();
  const passedOver = new Set<() => void>();

  function passOverNext(): void {
    const [giveTurn] = hanging;
    if (!giveTurn || passedOver.size >= most) return;
    hanging.delete(giveTurn);
    passedOver.add(giveTurn);
    giveTurn();
  }

  return (giveTurn) => {
    const cancel = clock.after(HANGING_MILLIS, () => {
      hanging.add(giveTurn);
      passOverNext();
    });
    return () => {
      cancel();
      hanging.delete(giveTurn);
      if (passedOver.delete(giveTurn)) passOverNext();
    };
  };
}
