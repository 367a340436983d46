/**
 * Looks into the frames that were there before the watch, so that a file that was cut yesterday is found. Lazily: each
 * is an open, a few reads and a close, and on a share a dozen answers of its server. 100,000 at once would take its
 * disks from the renderers for minutes, and nobody waits for them; they take an hour and a half, the newest first.
 */
import type { Clock, Millis } from '../../../shared/clock.ts';
import { type FramePlace, nameOf, type SequenceIndex } from '../../core/sequences/sequence-index.ts';
import type { FileContents } from './output-watcher-content.ts';
import type { FrameTracker } from './output-watcher-frames.ts';

/** Checks a second: of all directories on this machine's disks, and of each share. */
const ON_DISK = 20;
const ON_A_SHARE = 5;
/** Frames picked at a time: picking costs a pass over all. */
const PICKED = 256;

/** Gives turns so many times a second, whoever asks. */
export interface Pace {
  turn(): Promise<void>;
}

/** One pace for the machine's disks, and one for each share. */
export function createPaces(clock: Clock): (share: string | null) => Pace {
  const paces = new Map<string | null, Pace>();
  return (share) => {
    const pace = paces.get(share) ?? createPace(clock, 1000 / (share === null ? ON_DISK : ON_A_SHARE));
    paces.set(share, pace);
    return pace;
  };
}

function createPace(clock: Clock, period: Millis): Pace {
  let nextAt: Millis = 0;
  return {
    turn() {
      const now = clock.monotonic();
      const at = Math.max(now, nextAt);
      nextAt = at + period;
      return new Promise((resume) => clock.after(at - now, resume));
    },
  };
}

export interface BacklogDeps {
  readonly index: SequenceIndex;
  readonly contents: FileContents;
  readonly tracker: FrameTracker;
  readonly pace: Pace;
}

/** Checks what of a directory nobody has looked into; one pass at a time. */
export class Backlog {
  readonly #deps: BacklogDeps;
  #running = false;
  #stopped = false;

  constructor(deps: BacklogDeps) {
    this.#deps = deps;
  }

  /** Goes on until all is checked, or a file cannot be read: then the next call goes on behind it. */
  async run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    while (await this.#pass());
    this.#running = false;
  }

  stop(): void {
    this.#stopped = true;
  }

  /** False when there is nothing (more) to do for now. */
  async #pass(): Promise<boolean> {
    const { index } = this.#deps;
    let checked = 0;
    for (const column of index.columns()) {
      for (const frame of column.frames.unchecked(PICKED)) {
        const outcome = await this.#check({ column, frame });
        if (this.#stopped || outcome === 'unreadable') return false;
        if (outcome === 'checked') checked++;
      }
    }
    return checked > 0;
  }

  async #check(place: FramePlace): Promise<'checked' | 'unreadable' | 'passed over'> {
    const { index, contents, tracker, pace } = this.#deps;
    const name = nameOf(place);
    const before = index.get(place);
    // Files on their way are looked into on their way.
    if (before?.state !== 'done' || tracker.isActive(name)) return 'passed over';
    await pace.turn();
    if (this.#stopped) return 'passed over';
    const verdict = await contents.check(name);
    const now = index.get(place);
    if (now?.state !== 'done' || now.sizeBytes !== before.sizeBytes || now.mtimeMs !== before.mtimeMs) {
      return 'passed over';
    }
    place.column.frames.noteChecked(place.frame);
    if (verdict.kind === 'unfinished' || verdict.kind === 'broken') tracker.suspect(place);
    return verdict.kind === 'unreadable' ? 'unreadable' : 'checked';
  }
}
