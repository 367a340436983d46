/** Who renders what: each frame goes to the worker that is free first, as nodes take frames from one directory. */
import type { WorkPiece } from './cost-curve.ts';

/** One renderer that works on the job. */
export interface Worker {
  /** Its time over the usual one. */
  readonly factor: number;
  /** Seconds from now until it takes another frame: what is left of the one in hand, or of the loading of the scene. */
  readonly freeIn: number;
  /** Standard deviation of `freeIn`, seconds; 0 for one without a frame in hand. */
  readonly spread: number;
  /** Whether it has a frame in hand; whoever has none and gets none does not hold up the end. */
  readonly hasFrame: boolean;
}

/** When a worker is done with its last frame, and how far that frame alone may change it. */
export interface Finisher {
  readonly seconds: number;
  readonly spread: number;
}

export interface Schedule {
  /** Those that have or get something to do; none when nothing remains. */
  readonly finishers: readonly Finisher[];
  /** Seconds of work that was given out. */
  readonly givenSeconds: number;
  /** The sum of the squares of these frames' seconds. */
  readonly givenSquares: number;
}

interface Seat {
  readonly factor: number;
  /** The spread of what it has in hand, which stays whatever follows. */
  readonly inHand: number;
  freeIn: number;
  spread: number;
  hasWork: boolean;
}

/** Of a long piece all but so many frames a worker are given out at a stroke. */
const FRAMES_GIVEN_SINGLY = 2;

/** `frameSpread` is a frame's standard deviation in parts of its cost. There is at least one worker. */
export function scheduleOf(pieces: readonly WorkPiece[], workers: readonly Worker[], frameSpread: number): Schedule {
  const seats = workers.map(
    ({ factor, freeIn, spread, hasFrame }): Seat => ({ factor, inHand: spread, freeIn, spread, hasWork: hasFrame }),
  );
  const heap = createHeap(seats);
  let givenSeconds = 0;
  let givenSquares = 0;
  for (const { count, seconds } of pieces) {
    let left = count;
    const give = (seat: Seat, frames: number): void => {
      if (frames === 0) return;
      const one = seconds * seat.factor;
      seat.freeIn += frames * one;
      seat.spread = Math.hypot(seat.inHand, one * frameSpread);
      seat.hasWork = true;
      givenSeconds += frames * one;
      givenSquares += frames * one ** 2;
      left -= frames;
    };
    const few = 2 * FRAMES_GIVEN_SINGLY * seats.length;
    if (count > few) {
      const end = commonEnd(seats, seconds, count - few / 2);
      for (const seat of seats) give(seat, Math.max(0, Math.floor((end - seat.freeIn) / (seconds * seat.factor))));
      // Beside times that are too long for a frame to count, all do the same part.
      if (left > few) for (const seat of seats) give(seat, Math.floor(left / seats.length));
      heap.arrange();
    }
    while (left > 0) {
      give(heap.first(), 1);
      heap.settleFirst();
    }
  }
  const finishers = seats.filter(({ hasWork }) => hasWork).map(({ freeIn, spread }) => ({ seconds: freeIn, spread }));
  return { finishers, givenSeconds, givenSquares };
}

/** When all would be done with so many frames if these could be divided at will; who is free only later gets none. */
function commonEnd(seats: readonly Seat[], seconds: number, frames: number): number {
  let taking = seats;
  for (;;) {
    let pace = 0;
    let started = 0;
    for (const { factor, freeIn } of taking) {
      pace += 1 / factor;
      started += freeIn / factor;
    }
    const end = (frames * seconds + started) / pace;
    const earlier = taking.filter(({ freeIn }) => freeIn < end);
    if (earlier.length === 0 || earlier.length === taking.length) return end;
    taking = earlier;
  }
}

/** Seats by the time at which they are free, the earliest first. */
function createHeap(seats: readonly Seat[]) {
  const heap = [...seats];
  const settle = (from: number): void => {
    const seat = heap[from] as Seat;
    let at = from;
    for (let child = 2 * at + 1; child < heap.length; child = 2 * at + 1) {
      const right = heap[child + 1];
      if (right && right.freeIn < (heap[child] as Seat).freeIn) child++;
      const lower = heap[child] as Seat;
      if (lower.freeIn >= seat.freeIn) break;
      heap[at] = lower;
      at = child;
    }
    heap[at] = seat;
  };
  const arrange = (): void => {
    for (let i = (heap.length >> 1) - 1; i >= 0; i--) settle(i);
  };
  arrange();
  return { first: () => heap[0] as Seat, settleFirst: () => settle(0), arrange };
}
