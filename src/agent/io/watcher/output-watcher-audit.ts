/**
 * Which of a directory's files to look at although no event was told of them: the system loses events without a
 * word, and a reading tells names, not sizes.
 */
import { type FramePlace, nameOf, type SequenceIndex } from '../../core/sequences/sequence-index.ts';
import type { WatchFiles } from './output-watcher-files.ts';
import { isSettledAs } from './output-watcher-frames.ts';

/** Settled files looked at in each reading, in turns, and the newest placeholders beside them: some milliseconds. */
const IN_TURN = 64;
/** The same by calls that block, which cost a quarter. */
const IN_TURN_ON_DISK = 256;

export interface Audit {
  /** The names to inspect after this reading: all that are being written, and those of the turn that may have changed. */
  suspects(): readonly string[];
}

export function createAudit(
  folder: string,
  index: SequenceIndex,
  { files, isOwnDisk }: { readonly files: WatchFiles; readonly isOwnDisk: boolean },
): Audit {
  const inTurn = isOwnDisk ? IN_TURN_ON_DISK : IN_TURN;
  let from = 0;

  function mayHaveChanged(place: FramePlace): boolean {
    if (!isOwnDisk) return true;
    const known = index.get(place);
    const facts = files.lookAtOnce(folder + nameOf(place));
    return !known || facts === 'link' || facts?.kind !== 'file' || !isSettledAs(known, facts);
  }

  return {
    suspects() {
      const names = new Set<string>();
      const until = from + inTurn;
      let passed = 0;
      for (const column of index.columns()) {
        const { frames } = column;
        for (const frame of frames.framesIn('writing')) names.add(nameOf({ column, frame }));
        const placeholders = frames.framesIn('placeholder');
        const looked = [placeholders.subarray(-inTurn)];
        for (const settled of [placeholders, frames.framesIn('done'), frames.framesIn('broken')]) {
          looked.push(settled.subarray(Math.max(0, from - passed), Math.max(0, until - passed)));
          passed += settled.length;
        }
        for (const turn of looked) {
          for (const frame of turn) if (mayHaveChanged({ column, frame })) names.add(nameOf({ column, frame }));
        }
      }
      from = until >= passed ? 0 : until;
      return [...names];
    },
  };
}
