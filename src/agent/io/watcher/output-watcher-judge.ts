/** What a look at a file comes to: asks who holds it open, and somebody to look into it, as far as that is needed. */
import { join } from 'node:path';
import type { Clock } from '../../../shared/clock.ts';
import {
  type Conclusion,
  conclude,
  judge,
  type OpenEvidence,
  raisedLimits,
  type Settling,
  type SettlingLimits,
  type SettlingVerdict,
} from '../../core/sequences/frame-settling.ts';
import { type FramePlace, type NameGroup, nameOf } from '../../core/sequences/sequence-index.ts';
import type { OpenFiles } from '../processes/open-files.ts';
import type { ActiveFile } from './output-watcher-active.ts';
import type { FileContents } from './output-watcher-content.ts';
import type { FileFacts } from './output-watcher-files.ts';

export interface JudgeDeps {
  readonly clock: Clock;
  readonly openFiles: OpenFiles;
  readonly contents: FileContents;
  readonly limits: SettlingLimits;
  /** On a disk of this machine for certain: then nobody else can have a file open. */
  readonly isOwnDisk: boolean;
}

/** The file goes on, or it is finished in one way or another. */
export type Outcome = Exclude<SettlingVerdict, { kind: 'finished' | 'ask' }> | Conclusion;

/** A file that grows again so soon after it was called finished had not been: a re-render takes longer. */
const TOO_SOON_MILLIS = 30_000;

export class FrameJudge {
  readonly #path: string;
  readonly #deps: JudgeDeps;
  readonly #raised = new WeakMap<NameGroup, SettlingLimits>();

  constructor(path: string, deps: JudgeDeps) {
    this.#path = path;
    this.#deps = deps;
  }

  async outcomeOf(
    settling: Settling,
    place: FramePlace,
    { file, facts }: { readonly file: ActiveFile; readonly facts: FileFacts },
  ): Promise<Outcome> {
    const { clock, openFiles, contents, isOwnDisk } = this.#deps;
    const limits = this.#limitsOf(place);
    const name = nameOf(place);
    let evidence: OpenEvidence | null = null;
    let verdict = judge(settling, null, { now: clock.monotonic(), limits });
    if (verdict.kind === 'ask') {
      evidence = await openFiles.evidence({ path: join(this.#path, name), ...facts });
      verdict = judge(settling, evidence, { now: clock.monotonic(), limits });
      if (evidence === 'open') file.suspected = false;
    }
    if (verdict.kind !== 'finished') return verdict.kind === 'ask' ? this.#again() : verdict;
    const content = await contents.verdictOf(name, file, { facts, limits });
    // Written to while it was looked into: what was seen of it says nothing.
    if (file.eventAt !== null) return this.#again();
    return conclude(settling, content, { now: clock.monotonic(), limits, evidence: isOwnDisk ? evidence : 'unknown' });
  }

  /** The file of this place was called finished, and is written to again. */
  growsAgain(place: FramePlace): void {
    const { recent, group, frames } = place.column;
    const finishedAt =
      recent.findLast((completion) => completion.frame === place.frame)?.at ?? frames.notes.defect(place.frame)?.at;
    if (finishedAt === undefined || this.#deps.clock.now() - finishedAt > TOO_SOON_MILLIS) return;
    this.#raised.set(group, raisedLimits(this.#limitsOf(place), this.#deps.limits));
  }

  #again(): Outcome {
    return { kind: 'wait', until: this.#deps.clock.monotonic() + this.#deps.limits.quietMillis };
  }

  #limitsOf(place: FramePlace): SettlingLimits {
    return this.#raised.get(place.column.group) ?? this.#deps.limits;
  }
}
