/** Follows the files of one directory that are on their way, from the first sign of each until it is finished. */
import { join } from 'node:path';
import type { Clock, Millis } from '../../shared/clock.ts';
import {
  judge,
  type OpenEvidence,
  raisedLimits,
  type Settling,
  type SettlingLimits,
  type SettlingVerdict,
  settle,
} from '../core/frame-settling.ts';
import { type FramePlace, type NameGroup, nameOf, type SequenceIndex } from '../core/sequence-index.ts';
import type { FrameFile } from '../core/sequence-index-frames.ts';
import type { OpenFiles } from './open-files.ts';
import type { OutputChange } from './output-watcher.ts';
import type { FileFacts, WatchFiles } from './output-watcher-files.ts';
import { createLookQueue, type LookQueue } from './output-watcher-looks.ts';

export interface FrameTrackerDeps {
  readonly clock: Clock;
  readonly files: WatchFiles;
  readonly openFiles: OpenFiles;
  readonly limits: SettlingLimits;
  readonly onChange: (change: OutputChange) => void;
  /** What looked like a frame's name is a directory's. */
  readonly onDirectory: (name: string) => void;
}

interface ActiveFile {
  settling: Settling | null;
  /** When the system last told of a change that no look has seen yet. */
  eventAt: Millis | null;
  readonly appearedAt: Millis;
  /** Came with its directory, then: what is older by the file system's own clock was finished elsewhere. */
  cameMs: number;
  looking: boolean;
  renamed: boolean;
  /** Was there before the watch began, and may still be in the making: no news until that shows. */
  suspected: boolean;
}

/** The events of one write come together; the look comes after them. */
const FIRST_LOOK_MILLIS = 15;
/** A file that grows again so soon after it was called finished had not been: a re-render takes longer. */
const TOO_SOON_MILLIS = 30_000;

export class FrameTracker {
  readonly #path: string;
  readonly #index: SequenceIndex;
  readonly #deps: FrameTrackerDeps;
  readonly #queue: LookQueue;
  readonly #active = new Map<string, ActiveFile>();
  readonly #raised = new WeakMap<NameGroup, SettlingLimits>();
  #stopped = false;

  constructor(path: string, index: SequenceIndex, deps: FrameTrackerDeps) {
    this.#path = path;
    this.#index = index;
    this.#deps = deps;
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

  /** A file of before that may still be in the making. */
  suspect(place: FramePlace): void {
    const name = nameOf(place);
    if (this.#active.has(name)) return;
    this.#activate(name).suspected = true;
    this.#queue.schedule(name, this.#deps.clock.monotonic());
  }

  isActive(name: string): boolean {
    return this.#active.has(name);
  }

  stop(): void {
    this.#stopped = true;
    this.#queue.clear();
    this.#active.clear();
  }

  #activate(name: string): ActiveFile {
    const file: ActiveFile = {
      settling: null,
      eventAt: null,
      appearedAt: this.#deps.clock.now(),
      cameMs: 0,
      looking: false,
      renamed: false,
      suspected: false,
    };
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
    if (this.#stopped) return;
    if (facts === undefined) {
      // The file system had no answer this time.
      const { clock, limits } = this.#deps;
      this.#queue.schedule(name, clock.monotonic() + limits.withoutEvidenceMillis);
      return;
    }
    const place = this.#index.place(name);
    if (facts?.kind !== 'file' || !place) {
      this.#release(name, file);
      if (place && this.#index.remove(place, this.#deps.clock.now())) this.#deps.onChange('urgent');
      if (facts?.kind === 'directory') this.#deps.onDirectory(name);
      return;
    }
    const known = this.#index.get(place);
    if (!file.suspected && known && isSettledAs(known, facts)) {
      this.#release(name, file);
      return;
    }
    const settling = settle(file.settling, facts, { now: this.#deps.clock.monotonic(), eventAt });
    file.settling = { ...settling, renamed: file.renamed };
    const { verdict, evidence } = await this.#judge(file.settling, place, facts);
    if (this.#stopped) return;
    this.#apply(verdict, place, { file, facts, evidence });
  }

  async #judge(
    settling: Settling,
    place: FramePlace,
    facts: FileFacts,
  ): Promise<{ readonly verdict: SettlingVerdict; readonly evidence: OpenEvidence | null }> {
    const { clock, openFiles } = this.#deps;
    const limits = this.#limitsOf(place);
    const verdict = judge(settling, null, { now: clock.monotonic(), limits });
    if (verdict.kind !== 'ask') return { verdict, evidence: null };
    const evidence = await openFiles.evidence({ path: join(this.#path, nameOf(place)), ...facts });
    return { verdict: judge(settling, evidence, { now: clock.monotonic(), limits }), evidence };
  }

  #apply(
    verdict: SettlingVerdict,
    place: FramePlace,
    seen: { readonly file: ActiveFile; readonly facts: FileFacts; readonly evidence: OpenEvidence | null },
  ): void {
    const { file, facts, evidence } = seen;
    const { clock, onChange } = this.#deps;
    const name = nameOf(place);
    const known = this.#index.get(place);
    const suspected = file.suspected && evidence !== 'open' && known !== null && isSettledAs(known, facts);
    const look = { sizeBytes: facts.sizeBytes, mtimeMs: facts.mtimeMs };
    switch (verdict.kind) {
      case 'placeholder':
        this.#release(name, file);
        if (suspected) return;
        this.#index.set(place, { state: 'placeholder', ...look }, clock.now());
        onChange('urgent');
        return;
      case 'finished':
        this.#release(name, file);
        if (suspected) return;
        if (facts.mtimeMs < file.cameMs) this.#index.set(place, { state: 'done', ...look }, null);
        else this.#index.complete(place, { state: 'done', ...look }, { at: clock.now(), appearedAt: file.appearedAt });
        onChange('urgent');
        return;
      case 'wait':
        this.#queue.schedule(name, verdict.until);
        if (!suspected) this.#noteWriting(place, file, look);
        return;
      case 'ask':
        return;
    }
  }

  #noteWriting(place: FramePlace, file: ActiveFile, look: Omit<FrameFile, 'state'>): void {
    const known = this.#index.get(place);
    const { clock, onChange } = this.#deps;
    file.suspected = false;
    if (known?.state === 'writing' && known.sizeBytes === look.sizeBytes && known.mtimeMs === look.mtimeMs) return;
    if (known?.state === 'done' && look.sizeBytes > known.sizeBytes) this.#raiseIfTooSoon(place);
    this.#index.set(place, { state: 'writing', ...look }, clock.now());
    onChange(known ? 'changed' : 'urgent');
  }

  #raiseIfTooSoon(place: FramePlace): void {
    const { recent, group } = place.column;
    const last = recent.findLast((completion) => completion.frame === place.frame);
    if (!last || this.#deps.clock.now() - last.at > TOO_SOON_MILLIS) return;
    this.#raised.set(group, raisedLimits(this.#limitsOf(place), this.#deps.limits));
  }

  #limitsOf(place: FramePlace): SettlingLimits {
    return this.#raised.get(place.column.group) ?? this.#deps.limits;
  }
}

/** Whether the facts are those by which the file was called finished or a placeholder. */
export function isSettledAs(known: FrameFile, facts: FileFacts): boolean {
  if (known.sizeBytes !== facts.sizeBytes || known.mtimeMs !== facts.mtimeMs) return false;
  return known.state === 'done' || known.state === 'placeholder';
}
