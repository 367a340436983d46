import { type FrameRange, NO_FRAMES, rangeOfFrames } from '../../../shared/frames/frame-range.ts';
import { DoneRange } from './sequence-index-done.ts';
import { FrameNotes } from './sequence-index-notes.ts';
import { FrameSlots } from './sequence-index-slots.ts';
import { SizeSketch } from './size-sketch.ts';

/**
 * `unmeasured`: its name was read, its size not yet; it counts as nothing until then. `broken`: finished as far as
 * anybody can tell, but not whole.
 */
export type FrameState = 'unmeasured' | 'placeholder' | 'writing' | 'done' | 'broken';

/** What is known of one frame's file. `mtimeMs` is the file system's own and is only ever compared with itself. */
export interface FrameFile {
  readonly state: FrameState;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
}

/** No reading bears this mark: all frames are not marked with it. */
const NO_MARK = -1;
const STATES: readonly FrameState[] = ['unmeasured', 'placeholder', 'writing', 'done', 'broken'];
const UNMEASURED = STATES.indexOf('unmeasured');
const DONE = STATES.indexOf('done');
/** Beside the state in its byte: somebody has looked into the file, as it is now. */
const CHECKED = 8;
const STATE_BITS = 7;

/** A finished frame below this share of the stream's median size is suspicious. */
const SUSPICIOUS_SHARE = 0.3;
/** With fewer finished frames than this nobody knows what is usual. */
const FEWEST_TO_COMPARE = 8;

/**
 * The frames of one number width under one name: columns rather than an object a file, since a directory may
 * hold 100,000 and the agent has 70 MB for all of itself.
 */
export class FrameTable {
  readonly #slots = new FrameSlots();
  readonly #free: number[] = [];
  #states = new Uint8Array(16);
  #marks = new Uint8Array(16);
  #sizes = new Float64Array(16);
  #mtimes = new Float64Array(16);
  readonly #counts = STATES.map(() => 0);
  #doneBytes = 0;
  readonly #doneRange = new DoneRange();
  readonly #doneSizes = new SizeSketch();
  readonly notes = new FrameNotes();

  get size(): number {
    return this.#slots.size;
  }

  get doneBytes(): number {
    return this.#doneBytes;
  }

  get(frame: number): FrameFile | null {
    const slot = this.#slots.get(frame);
    if (slot < 0) return null;
    return {
      state: STATES[this.#stateAt(slot)] ?? 'unmeasured',
      sizeBytes: this.#sizes[slot] ?? 0,
      mtimeMs: this.#mtimes[slot] ?? 0,
    };
  }

  set(frame: number, file: FrameFile): void {
    const known = this.#slots.get(frame);
    const slot = known < 0 ? this.#newSlot(frame) : known;
    if (known >= 0) this.#uncount(frame, slot);
    const state = STATES.indexOf(file.state);
    this.#states[slot] = state;
    this.#sizes[slot] = file.sizeBytes;
    this.#mtimes[slot] = file.mtimeMs;
    this.#counts[state] = (this.#counts[state] ?? 0) + 1;
    if (file.state !== 'placeholder' && file.state !== 'writing') this.notes.forgetClaim(frame);
    if (file.state !== 'broken') this.notes.forgetDefect(frame);
    if (state === DONE) {
      this.#doneBytes += file.sizeBytes;
      this.#doneSizes.add(file.sizeBytes);
      this.#doneRange.noteChange(frame);
    }
  }

  /** Somebody has looked into the file, as it is now. */
  noteChecked(frame: number): void {
    const slot = this.#slots.get(frame);
    if (slot >= 0) this.#states[slot] = (this.#states[slot] ?? 0) | CHECKED;
  }

  /** Finished frames that nobody has looked into: at most so many, the highest numbers first, as most are newest. */
  unchecked(most: number): readonly number[] {
    const frames: number[] = [];
    this.#slots.forEach((frame, slot) => {
      if (this.#states[slot] === DONE) frames.push(frame);
    });
    if (!this.#slots.ascending) frames.sort((a, b) => a - b);
    return frames.slice(-most).reverse();
  }

  /** Finished frames that are small against the others; none where there is too little to compare with. */
  suspicious(): FrameRange {
    const limit = (this.usualBytes() ?? 0) * SUSPICIOUS_SHARE;
    if (limit === 0 || !this.#doneSizes.mayHaveBelow(limit)) return NO_FRAMES;
    const small: number[] = [];
    this.#slots.forEach((frame, slot) => {
      if (this.#stateAt(slot) === DONE && (this.#sizes[slot] ?? 0) < limit) small.push(frame);
    });
    return rangeOfFrames(small);
  }

  /** What is usual for a finished frame here; null where there is too little to tell. */
  usualBytes(): number | null {
    return this.#doneSizes.total < FEWEST_TO_COMPARE ? null : this.#doneSizes.median();
  }

  #stateAt(slot: number): number {
    return (this.#states[slot] ?? 0) & STATE_BITS;
  }

  delete(frame: number): boolean {
    const slot = this.#slots.get(frame);
    if (slot < 0) return false;
    this.#uncount(frame, slot);
    this.#slots.delete(frame);
    this.#free.push(slot);
    this.notes.forgetClaim(frame);
    this.notes.forgetDefect(frame);
    return true;
  }

  /** Marks the frame as seen in pass `mark` (1-255) of a reading; false where the frame is not known. */
  mark(frame: number, mark: number): boolean {
    const slot = this.#slots.get(frame);
    if (slot < 0) return false;
    this.#marks[slot] = mark;
    return true;
  }

  /** Adds a frame that is not known, and of which only the name is, seen in pass `mark`. */
  add(frame: number, mark: number): void {
    const slot = this.#newSlot(frame);
    this.#states[slot] = UNMEASURED;
    this.#marks[slot] = mark;
    this.#sizes[slot] = 0;
    this.#mtimes[slot] = 0;
    this.#counts[UNMEASURED] = (this.#counts[UNMEASURED] ?? 0) + 1;
  }

  /** Frames that the pass `mark` has not seen. */
  notMarked(mark: number): number[] {
    const frames: number[] = [];
    this.#slots.forEach((frame, slot) => {
      if (this.#marks[slot] !== mark) frames.push(frame);
    });
    return frames;
  }

  /** All of them, in no order. */
  all(): readonly number[] {
    return this.notMarked(NO_MARK);
  }

  /** Frames in this state, ascending. */
  framesIn(state: FrameState): Int32Array {
    const wanted = STATES.indexOf(state);
    const frames = new Int32Array(this.#counts[wanted] ?? 0);
    if (frames.length === 0) return frames;
    let found = 0;
    this.#slots.forEach((frame, slot) => {
      if (this.#stateAt(slot) === wanted) frames[found++] = frame;
    });
    return this.#slots.ascending ? frames : frames.sort();
  }

  count(state: FrameState): number {
    return this.#counts[STATES.indexOf(state)] ?? 0;
  }

  /** The sum of all calls costs little more than what changed between them. */
  doneRange(): FrameRange {
    return this.#doneRange.current({
      isDone: (frame) => this.get(frame)?.state === 'done',
      allDone: () => this.framesIn('done'),
    });
  }

  #uncount(frame: number, slot: number): void {
    const state = this.#stateAt(slot);
    this.#counts[state] = (this.#counts[state] ?? 0) - 1;
    if (state !== DONE) return;
    this.#doneBytes -= this.#sizes[slot] ?? 0;
    this.#doneSizes.remove(this.#sizes[slot] ?? 0);
    this.#doneRange.noteChange(frame);
  }

  #newSlot(frame: number): number {
    const slot = this.#free.pop() ?? this.#slots.size;
    if (slot >= this.#states.length) this.#grow();
    this.#slots.add(frame, slot);
    this.#marks[slot] = 0;
    return slot;
  }

  #grow(): void {
    const room = this.#states.length * 2;
    this.#states = widened(this.#states, new Uint8Array(room));
    this.#marks = widened(this.#marks, new Uint8Array(room));
    this.#sizes = widened(this.#sizes, new Float64Array(room));
    this.#mtimes = widened(this.#mtimes, new Float64Array(room));
  }
}

function widened<T extends Uint8Array | Float64Array>(old: T, wider: T): T {
  wider.set(old);
  return wider;
}
