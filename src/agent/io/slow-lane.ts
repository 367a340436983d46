/** Calls at a time: on one share, and on all shares together, of the four threads that serve the agent's files. */
const ON_ONE_SHARE = 1;
const ON_ALL_SHARES = 2;

/**
 * Where all of the agent's calls that a share may never answer wait for their turn. One that hangs holds a thread
 * for ever: a dead share stops itself alone, and any number of them leave threads to the disks and to the hub's name.
 */
export interface SlowLane {
  /** `share` is any name that is the same for the same share. */
  inTurn<T>(share: string, call: () => Promise<T>): Promise<T>;
  /** Whether every call that was made has come back. */
  isAtRest(): boolean;
}

export function createSlowLane(onAllShares = ON_ALL_SHARES): SlowLane {
  const ofShares = new Map<string, Turns>();
  const ofAll = createTurns(onAllShares);
  let underWay = 0;

  async function counted<T>(call: () => Promise<T>): Promise<T> {
    underWay++;
    try {
      return await call();
    } finally {
      underWay--;
    }
  }

  return {
    inTurn(share, call) {
      const ofShare = ofShares.get(share) ?? createTurns(ON_ONE_SHARE);
      ofShares.set(share, ofShare);
      return ofShare(() => ofAll(() => counted(call)));
    },
    isAtRest: () => underWay === 0,
  };
}

type Turns = <T>(call: () => Promise<T>) => Promise<T>;

/** Makes calls in the order in which they were asked for, `atOnce` at a time. */
function createTurns(atOnce: number): Turns {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (call) => {
    if (running >= atOnce) await new Promise<void>((resume) => waiting.push(resume));
    else running++;
    try {
      return await call();
    } finally {
      // Handed over rather than given back, so that nobody comes between.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
