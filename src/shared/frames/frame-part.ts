/** One part of a range notation, what stands between two commas: read, told member by member, made into intervals. */
import { frameOfTicks, TICKS, ticksOf } from './frame-number.ts';
import { FrameRangeError, type Interval, LARGEST_FRAME } from './frame-range.ts';

/** `every`: each step from the start, `1-10x3`; `between`: what those leave out, `1-10y3`; `stagger`: `1-10:5`. */
export type PartKind = 'every' | 'between' | 'stagger';

/** In ticks. It descends where the end is below the start. */
export interface FramePart {
  readonly kind: PartKind;
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

const NUMBER = String.raw`-?\d{1,9}(?:\.\d{1,4})?`;
const PART = new RegExp(String.raw`^(${NUMBER})(?:(?:-|\.\.)(${NUMBER})(?:([xy:])(\d{1,9}(?:\.\d{1,4})?))?)?$`);
const KINDS: Readonly<Record<string, PartKind>> = { x: 'every', y: 'between', ':': 'stagger' };

/** Reads `7`, `1-10`, `10-1x3`, `1-10y3`, `1-10:5`, `-5--1`, `1..10`, `1-2x0.3`. Throws FrameRangeError. */
export function readPart(text: string): FramePart {
  const match = PART.exec(text);
  if (!match) throw new FrameRangeError(whatIsWrongWith(text));
  const start = ticksOf(Number(match[1])) + 0;
  if (match[2] === undefined) return { kind: 'every', start, end: start, step: TICKS };
  const end = ticksOf(Number(match[2])) + 0;
  const kind = KINDS[match[3] ?? 'x'] ?? 'every';
  const step = match[4] === undefined ? TICKS : ticksOf(Number(match[4]));
  if (step === 0) throw new FrameRangeError(`"${text}" has a step of 0; name a greater one, or leave it out.`);
  if (kind !== 'every' && step % TICKS !== 0)
    throw new FrameRangeError(`"${text}" has a broken step; only the step after x may have decimals.`);
  if (kind === 'between' && step === TICKS)
    throw new FrameRangeError(`"${text}" leaves no frame over; the step after y is at least 2.`);
  return { kind, start, end, step };
}

/** Into how many intervals the part falls. */
export function piecesOf({ kind, start, end, step }: FramePart): number {
  if (kind === 'stagger' || step === TICKS) return 1;
  const span = Math.abs(end - start);
  if (kind === 'between') return Math.ceil(Math.floor(span / TICKS) / (step / TICKS));
  const steps = Math.floor(span / step) + 1;
  // A step that divides one frame comes back to each fraction with each frame.
  return TICKS % step === 0 ? Math.min(steps, TICKS / step) : steps;
}

/** Adds the part's frames to `into`; they may touch each other, and are in no order. */
export function pushIntervals(part: FramePart, into: Interval[]): void {
  const { kind, start, end, step } = part;
  const span = Math.abs(end - start);
  if (kind === 'stagger' || step === TICKS) into.push(intervalOf(part, 0, whole(span)));
  else if (kind === 'between')
    for (let at = TICKS; at <= span; at += step)
      into.push(intervalOf(part, at, Math.min(at + step - 2 * TICKS, whole(span))));
  else if (TICKS % step === 0)
    for (let at = 0; at < TICKS && at <= span; at += step) into.push(intervalOf(part, at, at + whole(span - at)));
  else for (let at = 0; at <= span; at += step) into.push(intervalOf(part, at, at));
}

/** From so many ticks behind the part's start to so many; ascending, whichever way the part goes. */
function intervalOf({ start, end }: FramePart, from: number, to: number): Interval {
  if (start <= end) return [frameOfTicks(start + from), frameOfTicks(start + to)];
  return [frameOfTicks(start - to), frameOfTicks(start - from)];
}

/** The whole frames in so many ticks, in ticks. */
function whole(ticks: number): number {
  return ticks - (ticks % TICKS);
}

/** Whether the frame of so many ticks is in the part. */
export function partHas({ kind, start, end, step }: FramePart, ticks: number): boolean {
  const offset = start <= end ? ticks - start : start - ticks;
  if (offset < 0 || offset > Math.abs(end - start)) return false;
  if (kind === 'every') return offset % step === 0;
  return offset % TICKS === 0 && (kind === 'stagger' || offset % step !== 0);
}

/** The part's frames in ticks, in the order in which they are to be rendered, each once. */
export function* ticksInOrder(part: FramePart): Generator<number, void> {
  const { kind, start, end, step } = part;
  if (kind === 'stagger') {
    yield* staggered(part);
    return;
  }
  const direction = start <= end ? 1 : -1;
  const span = Math.abs(end - start);
  const stride = kind === 'every' ? step : TICKS;
  for (let at = 0; at <= span; at += stride) {
    if (kind === 'every' || at % step !== 0) yield start + direction * at;
  }
}

/** Each fifth, then each fourth of those that are left, and so on: rough first, then ever finer. */
function* staggered({ start, end, step }: FramePart): Generator<number, void> {
  const direction = start <= end ? TICKS : -TICKS;
  const last = Math.floor(Math.abs(end - start) / TICKS);
  // A bit a frame: what has been told.
  const told = new Uint8Array((last >> 3) + 1);
  for (let stride = Math.min(step / TICKS, last + 1); stride >= 1; stride--) {
    for (let at = 0; at <= last; at += stride) {
      const bit = 1 << (at & 7);
      const byte = told[at >> 3] ?? 0;
      if (byte & bit) continue;
      told[at >> 3] = byte | bit;
      yield start + direction * at;
    }
  }
}

function whatIsWrongWith(text: string): string {
  const quoted = `"${text.slice(0, 40)}"`;
  if (/\d{10}/.test(text))
    return `${quoted} goes beyond the largest frame number, ${LARGEST_FRAME}; name smaller ones.`;
  if (/\.\d{5}/.test(text)) return `${quoted} has more than four decimals; subframes are told to a ten-thousandth.`;
  if (/^-?[\d.]+[xy:]/.test(text)) return `${quoted} has a step but no end; write it as 1-10x3.`;
  if (/^-?[\d.]+(-|\.\.)$/.test(text)) return `${quoted} has no end; write it as 1-10.`;
  if (/\d[XY]/.test(text)) return `${quoted} has its step after a capital letter; write it as 1-20x5.`;
  if (/[xy:]-\d/.test(text))
    return `${quoted} has a step below 0; a range that descends begins with its greater end: 10-1x3.`;
  if (/\d[xy:]$/.test(text)) return `${quoted} lacks its step; write it as 1-10x3.`;
  return `${quoted} is no frame range; write 1-240, 1,4,7 or 1-10x3.`;
}
