/** The sidecars of one watched root, read again when they change; a bad one says nothing and is told of. */
import { join, relative, sep } from 'node:path';
import {
  LONGEST_SIDECAR_BYTES,
  type PlacedSidecar,
  readSidecar,
  SIDECAR_NAME,
  type Sidecar,
} from '../../core/sequences/sidecar.ts';
import type { WatchFiles } from './output-watcher-files.ts';

interface KnownSidecar {
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  /** Null where it is bad. */
  readonly sidecar: Sidecar | null;
}

export class Sidecars {
  readonly #onProblem: (path: string, message: string | null) => void;
  readonly #known = new Map<string, KnownSidecar>();

  /** `onProblem` is told a sentence on a bad file, and null when that is mended or gone. */
  constructor(onProblem: (path: string, message: string | null) => void) {
    this.#onProblem = onProblem;
  }

  /** Looks at the directory's own sidecar; true when what it says may have changed. Never rejects. */
  async refresh(directory: string, files: WatchFiles): Promise<boolean> {
    const path = join(directory, SIDECAR_NAME);
    const known = this.#known.get(directory);
    const facts = await files.look(path).catch(() => null);
    if (facts?.kind !== 'file') return this.#drop(directory);
    if (known && known.sizeBytes === facts.sizeBytes && known.mtimeMs === facts.mtimeMs) return false;
    const { sizeBytes, mtimeMs } = facts;
    this.#known.set(directory, { sizeBytes, mtimeMs, sidecar: await this.#read(path, files) });
    return true;
  }

  /** Those that hold for a directory, the nearest first. */
  of(directory: string): readonly PlacedSidecar[] {
    const placed: PlacedSidecar[] = [];
    for (const [at, { sidecar }] of this.#known) {
      const isAbove = directory === at || directory.startsWith(at.endsWith(sep) ? at : at + sep);
      if (sidecar && isAbove) placed.push({ sidecar, below: relative(at, directory).split(sep).join('/') });
    }
    return placed.sort((a, b) => a.below.length - b.below.length);
  }

  forget(directory: string): void {
    this.#drop(directory);
  }

  #drop(directory: string): boolean {
    if (!this.#known.delete(directory)) return false;
    this.#onProblem(join(directory, SIDECAR_NAME), null);
    return true;
  }

  async #read(path: string, files: WatchFiles): Promise<Sidecar | null> {
    const text = await files.readText(path, LONGEST_SIDECAR_BYTES).catch((error: NodeJS.ErrnoException) => error);
    const problem = (clause: string): null => {
      this.#onProblem(path, `${path.slice(-200)} ${clause}; correct it, nothing is taken from it until then.`);
      return null;
    };
    if (text instanceof Error) return problem(`cannot be read (${text.code ?? text.message.slice(0, 200)})`);
    if (text === null) return problem(`is larger than ${LONGEST_SIDECAR_BYTES / 1024} KiB`);
    const reading = readSidecar(text);
    if (!reading.ok) return problem(reading.problem);
    this.#onProblem(path, null);
    return reading.sidecar;
  }
}
