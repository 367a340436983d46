/** Looks into the files of one directory: is what seems finished whole, and how far is what still grows? */
import { join } from 'node:path';
import type { Clock, Millis } from '../../../shared/clock.ts';
import { cutAt, type SettlingLimits } from '../../core/sequences/frame-settling.ts';
import type { FileVerdict } from '../../formats/verdict.ts';
import type { FileChecker } from '../checks/file-checker.ts';
import type { ActiveFile } from './output-watcher-active.ts';
import type { FileFacts } from './output-watcher-files.ts';

export interface ContentDeps {
  readonly clock: Clock;
  /** Null: nobody looks into files, and size and rest must do. */
  readonly checker: FileChecker | null;
  /** Null on this machine's own disks. */
  readonly share: string | null;
  /** Shared by all directories: true when another growing file may be looked into. */
  readonly mayPeek: () => boolean;
  /** A sentence while a file of this directory could not be read; null when one could be again. */
  readonly onProblem: (directory: string, message: string | null) => void;
}

/** Formats whose unfinished files tell how much of them is there. */
const TELLS_FRACTION = /\.(exr|sxr|mxr)$/i;

export class FileContents {
  readonly #path: string;
  readonly #deps: ContentDeps;

  constructor(path: string, deps: ContentDeps) {
    this.#path = path;
    this.#deps = deps;
  }

  /** What the file is by its content. Asked again only when it has changed, and once more before it is given up. */
  async verdictOf(
    name: string,
    file: ActiveFile,
    { facts, limits }: { readonly facts: FileFacts; readonly limits: SettlingLimits },
  ): Promise<FileVerdict> {
    const { clock } = this.#deps;
    const known = file.checked;
    const now = clock.monotonic();
    const givenUpAt: Millis = file.settling ? cutAt(file.settling, limits) : 0;
    const isSame = known?.sizeBytes === facts.sizeBytes && known.mtimeMs === facts.mtimeMs;
    if (known && isSame && (now < givenUpAt || known.at >= givenUpAt)) return known.verdict;
    const verdict = await this.check(name);
    const { sizeBytes, mtimeMs } = facts;
    file.checked = { sizeBytes, mtimeMs, at: now, verdict };
    return verdict;
  }

  async check(name: string): Promise<FileVerdict> {
    const { checker, share, onProblem } = this.#deps;
    if (!checker) return { kind: 'unchecked' };
    const verdict = await checker.check(join(this.#path, name), share);
    const problem =
      verdict.kind === 'unreadable'
        ? `${name} in ${this.#path.slice(-200)} could not be looked into (${verdict.why}); it counts as finished by its rest alone.`
        : null;
    onProblem(this.#path, problem);
    return verdict;
  }

  /** How much of a growing file is there, 0-1; null where nobody can tell, or enough others were asked just now. */
  async fractionOf(name: string): Promise<number | null> {
    const { checker, share, mayPeek } = this.#deps;
    if (!checker || !TELLS_FRACTION.test(name) || !mayPeek()) return null;
    const verdict = await checker.check(join(this.#path, name), share);
    return verdict.kind === 'unfinished' ? verdict.fraction : null;
  }
}
