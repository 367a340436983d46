/** Sizes of all files of a directory: names came by one reading, sizes cost a call each. */
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { boundedParallel } from '../../shared/bounded-parallel.ts';
import { type FramePlace, nameOf, type SequenceIndex } from '../core/sequences/sequence-index.ts';
import type { FileFacts } from '../io/watcher/output-watcher-files.ts';
import type { ScanFiles } from './scan-deps.ts';

export interface MeasuredDirectory {
  readonly path: string;
  readonly index: SequenceIndex;
  readonly files: ScanFiles;
  /** A disk of this machine: asked by calls that block, which cost a quarter of the others. */
  readonly onDisk: boolean;
  /** A name that looked like a file's is a directory's. */
  readonly onDirectory: (name: string) => void;
  /** The system has told a name that cannot be asked for: its bytes are no UTF-8. */
  readonly onUnreadable: (name: string) => void;
}

/** Asked at once of a share: as many as the system has threads for. */
const AT_ONCE = 4;
/** So many are asked without letting a signal through. */
const AT_A_STRETCH = 1000;

/** Measures each frame that is `unmeasured`; what turns out to be no file leaves the index. */
export async function measureSizes(directory: MeasuredDirectory): Promise<void> {
  for (const column of directory.index.columns()) {
    const frames = column.frames.framesIn('unmeasured');
    for (let at = 0; at < frames.length; at += AT_A_STRETCH) {
      const places = Array.from(frames.subarray(at, at + AT_A_STRETCH), (frame) => ({ column, frame }));
      const slow = directory.onDisk ? places.filter((place) => !measureAtOnce(place, directory)) : places;
      await boundedParallel(slow, AT_ONCE, (place) => measure(place, directory));
      await setImmediate();
    }
  }
}

/** False where only a call that does not block can tell. */
function measureAtOnce(place: FramePlace, directory: MeasuredDirectory): boolean {
  const facts = directory.files.lookAtOnce(join(directory.path, nameOf(place)));
  if (facts === 'link' || facts === undefined) return false;
  note(place, facts, directory);
  return true;
}

async function measure(place: FramePlace, directory: MeasuredDirectory): Promise<void> {
  const facts = await directory.files.look(join(directory.path, nameOf(place))).catch(() => undefined);
  // One that does not tell its size is there all the same.
  if (facts !== undefined) note(place, facts, directory);
}

function note(
  place: FramePlace,
  facts: FileFacts | null,
  { index, onDirectory, onUnreadable }: MeasuredDirectory,
): void {
  if (facts?.kind !== 'file') {
    index.remove(place, 0);
    if (facts?.kind === 'directory') onDirectory(nameOf(place));
    if (facts === null && isMangled(nameOf(place))) onUnreadable(nameOf(place));
    return;
  }
  const { sizeBytes, mtimeMs } = facts;
  index.set(place, { state: sizeBytes === 0 ? 'placeholder' : 'done', sizeBytes, mtimeMs }, null);
}

/** Whether the name has lost bytes that are no UTF-8 on its way here. */
export function isMangled(name: string): boolean {
  return name.includes('\ufffd');
}
