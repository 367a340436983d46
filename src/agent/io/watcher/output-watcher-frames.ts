/** Follows the files of one directory that are on their way, from the first sign of each until it is finished. */
import { join } from 'node:path';
import type { Millis } from '../../../shared/clock.ts';
import type { Evidence } from '../../../shared/protocol/sequence.ts';
import { type FileLook, settle } from '../../core/sequences/frame-settling.ts';
import { type FramePlace, nameOf, type SequenceIndex } from '../../core/sequences/sequence-index.ts';
import type { FrameFile } from '../../core/sequences/sequence-index-frames.ts';
import type { ShareClock } from '../../core/sequences/share-clock.ts';
import type { OutputChange } from './output-watcher.ts';
import { type ActiveFile, newActiveFile } from './output-watcher-active.ts';
import type { FileFacts, WatchFiles } from './output-watcher-files.ts';
import { FrameJudge, type JudgeDeps, type Outcome } from './output-watcher-judge.ts';
import { createLookQueue, type LookQueue } from './output-watcher-looks.ts';
import type { OwnWork } from './output-watcher-own.ts';
import { FrameRecord } from './output-watcher-record.ts';

export interface FrameTrackerDeps extends JudgeDeps {
  readonly files: WatchFiles;
  readonly ownWork: OwnWork;
  readonly shareClock: ShareClock;
  readonly onChange: (change: OutputChange) => void;
  /** What looked like a frame's name is a directory's. */
  readonly onDirectory: (name: string) => void;
}

/** The events of one write come together; the look comes after them. */
const FIRST_LOOK_MILLIS = 15;

export class FrameTracker {
  readonly #path: string;
  readonly #index: SequenceIndex;
  readonly #deps: FrameTrackerDeps;
  readonly #record: FrameRecord;
  readonly #judge: FrameJudge;
  readonly #queue: LookQueue;
  readonly #active = new Map<string, ActiveFile>();
  #stopped = false;

  constructor(path: string, index: SequenceIndex, deps: FrameTrackerDeps) {
    this.#path = path;
    this.#index = index;
    this.#deps = deps;
    this.#record = new FrameRecord(index, deps);
    this.#judge = new FrameJudge(path, deps);
    this.#queue = createLookQueue(deps.clock, (name) => this.#look(name));
  }

  /** The system told of a change to this name. */
  tell(name: string, renamed: boolean): void {
    const now = this.#deps.clock.monotonic();
    const known = this.#active.get(name);
    const file = known ?? this.#activate(name);
    file.eventAt = now;
    file.suspected = false;
    // Written to after it got its name: then that it was renamed says nothing.
    file.renamed = renamed;
    this.#deps.ownWork.told(name);
    this.#queue.schedule(name, now + (known && !renamed ? this.#deps.limits.quietMillis : FIRST_LOOK_MILLIS));
  }

  /**
   * A reading found a name that was not there before, or misses one that was, or is due to look again; `cameMs` is
   * when its directory came, where the name came with it.
   */
  inspect(name: string, cameMs = 0): void {
    if (!this.#active.has(name)) this.#activate(name).cameMs = cameMs;
    this.#queue.schedule(name, this.#deps.clock.monotonic());
  }

  /** A file of before that may still be in the making, or was left before it was whole. */
  suspect(place: FramePlace): void {
    const name = nameOf(place);
    if (this.#active.has(name)) return;
    this.#activate(name).suspected = true;
    this.#queue.schedule(name, this.#deps.clock.monotonic());
  }

  isActive(name: string): boolean {
    return this.#active.has(name);
  }

  /** It has turned out whose work a file in hand is. */
  noteEvidence(name: string, evidence: Evidence | null): void {
    this.#record.evidence(name, evidence);
  }

  stop(): void {
    this.#stopped = true;
    this.#queue.clear();
    this.#active.clear();
  }

  #activate(name: string): ActiveFile {
    const file = newActiveFile(this.#deps.clock.now());
    this.#active.set(name, file);
    return file;
  }

  /** The file is on its way no longer, unless a change was told while this look went on: that needs one of its own. */
  #release(name: string, file: ActiveFile): void {
    this.#active.delete(name);
    if (file.eventAt !== null) this.tell(name, false);
  }

  async #look(name: string): Promise<void> {
    const { clock, files } = this.#deps;
    const file = this.#active.get(name);
    if (!file || this.#stopped) return;
    if (file.looking) {
      this.#queue.schedule(name, clock.monotonic() + FIRST_LOOK_MILLIS);
      return;
    }
    file.looking = true;
    const { eventAt } = file;
    file.eventAt = null;
    const facts = await files.look(join(this.#path, name)).catch(() => undefined);
    // Not awaited: the next file's look need not wait until it is known who holds this one open.
    void this.#take(name, file, { facts, eventAt }).finally(() => {
      file.looking = false;
    });
  }

  async #take(
    name: string,
    file: ActiveFile,
    seen: { readonly facts: FileFacts | null | undefined; readonly eventAt: Millis | null },
  ): Promise<void> {
    const { facts, eventAt } = seen;
    const { clock, limits, shareClock, ownWork } = this.#deps;
    if (this.#stopped) return;
    if (facts === undefined) {
      // The file system had no answer this time.
      this.#queue.schedule(name, clock.monotonic() + limits.withoutEvidenceMillis);
      return;
    }
    const place = this.#index.place(name);
    if (facts?.kind !== 'file' || !place) {
      this.#release(name, file);
      if (place) this.#record.gone(place);
      if (facts?.kind === 'directory') this.#deps.onDirectory(name);
      return;
    }
    shareClock.note(facts.mtimeMs, clock.now());
    const known = this.#index.get(place);
    if (!file.suspected && known && isSettledAs(known, facts)) {
      if (known.state === 'placeholder') ownWork.still(name);
      this.#release(name, file);
      return;
    }
    if (!file.suspected) ownWork.seen(name, facts, file.appearedAt);
    const settling = settle(file.settling, facts, { now: clock.monotonic(), eventAt });
    file.settling = { ...settling, renamed: file.renamed };
    const outcome = await this.#judge.outcomeOf(file.settling, place, { file, facts });
    if (!this.#stopped && this.#active.get(name) === file) this.#apply(outcome, place, { file, facts });
  }

  #apply(
    outcome: Outcome,
    place: FramePlace,
    { file, facts }: { readonly file: ActiveFile; readonly facts: FileFacts },
  ): void {
    const name = nameOf(place);
    const known = this.#index.get(place);
    // What was there before is no news as long as it is what it was taken for.
    const isNoNews = file.suspected && known !== null && isSettledAs(known, facts);
    const look = { sizeBytes: facts.sizeBytes, mtimeMs: facts.mtimeMs };
    switch (outcome.kind) {
      case 'placeholder':
        this.#release(name, file);
        if (!isNoNews) this.#record.placeholder(place, file, look);
        return;
      case 'done': {
        const isChecked = file.checked !== null && file.checked.verdict.kind !== 'unreadable';
        this.#release(name, file);
        if (!isNoNews) this.#record.done(place, file, look, isChecked);
        else if (isChecked) place.column.frames.noteChecked(place.frame);
        return;
      }
      case 'cut':
      case 'broken':
        this.#release(name, file);
        this.#record.defect(place, look, outcome);
        return;
      case 'wait':
        this.#queue.schedule(name, outcome.until);
        if (isNoNews) return;
        this.#noteWriting(place, file, look);
        this.#noteFraction(place, 'fraction' in outcome ? outcome.fraction : undefined);
        return;
    }
  }

  #noteWriting(place: FramePlace, file: ActiveFile, look: FileLook): void {
    const known = this.#index.get(place);
    const wasFinished = known?.state === 'done' || known?.state === 'broken';
    if (wasFinished && look.sizeBytes > known.sizeBytes) this.#judge.growsAgain(place);
    this.#record.writing(place, file, look);
    file.suspected = false;
  }

  /** `fraction` is undefined where nobody has looked into the file yet. */
  #noteFraction(place: FramePlace, fraction: number | null | undefined): void {
    if (typeof fraction === 'number') this.#record.fraction(place, fraction);
    if (fraction !== undefined) return;
    void this.#deps.contents.fractionOf(nameOf(place)).then((found) => {
      if (found !== null && !this.#stopped && this.#index.get(place)?.state === 'writing')
        this.#record.fraction(place, found);
    });
  }
}

/** Whether the facts are those by which the file was called finished, a placeholder, or no good. */
export function isSettledAs(known: FrameFile, facts: FileFacts): boolean {
  if (known.sizeBytes !== facts.sizeBytes || known.mtimeMs !== facts.mtimeMs) return false;
  return known.state === 'done' || known.state === 'placeholder' || known.state === 'broken';
}
