import type { Clock, Millis } from '../../shared/clock.ts';
import type { FileSystemSample } from '../../shared/protocol/hardware.ts';
import type { ReadMounts } from '../io/mounts.ts';
import type { CollectorOf } from './collector.ts';
import { type ShownMount, shownMounts } from './shown-mounts.ts';

/** Room on a file system, as `fs.promises.statfs` tells it. */
export interface Room {
  readonly bsize: number;
  readonly blocks: number;
  readonly bavail: number;
}

export interface FileSystemsDeps {
  readonly clock: Clock;
  readonly mounts: ReadMounts;
  readonly statfs: (mountPoint: string) => Promise<Room>;
}

/** A share that has not answered by then is left out and named. */
const ANSWER_LIMIT: Millis = 2_000;
/** A call that hangs holds one of Node's four threads for files until the share is back: no more than these. */
const MOST_HANGING = 2;

/** Room on disks and shares. One that hangs is left alone until its call has come back, and hides no other. */
export function fileSystems(
  deps: FileSystemsDeps,
  outputDirectories: readonly string[],
  periodMillis: number,
): CollectorOf<'fileSystems'> {
  const hanging = new Set<string>();

  async function ask(mount: ShownMount): Promise<FileSystemSample | string> {
    hanging.add(mount.mountPoint);
    const answer = deps.statfs(mount.mountPoint).finally(() => hanging.delete(mount.mountPoint));
    try {
      const room = await orNull(answer, deps.clock);
      return room ? sampleOf(mount, room) : `${mount.mountPoint} has not answered for ${ANSWER_LIMIT / 1000} s`;
    } catch (error) {
      return `${mount.mountPoint} cannot be asked: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  return {
    part: 'fileSystems',
    periodMillis,
    timeoutMillis: 10_000,
    cheap: false,
    async collect() {
      const value: FileSystemSample[] = [];
      const problems: string[] = [];
      const mounts = shownMounts(await deps.mounts(), outputDirectories);
      const left = mounts.values();
      async function askOneByOne(): Promise<void> {
        for (const mount of left) {
          if (hanging.has(mount.mountPoint)) problems.push(`${mount.mountPoint} still does not answer`);
          else if (hanging.size >= MOST_HANGING)
            problems.push(`${mount.mountPoint} was not asked: others do not answer`);
          else {
            const told = await ask(mount);
            if (typeof told === 'string') problems.push(told);
            else value.push(told);
          }
        }
      }
      const free = Math.max(1, MOST_HANGING - hanging.size);
      await Promise.all(Array.from({ length: free }, askOneByOne));
      return { value: value.toSorted((a, b) => (a.mount < b.mount ? -1 : 1)), problems };
    },
  };
}

/** The answer, or null when it takes longer than the limit; a failure after that is nobody's any more. */
function orNull<T>(answer: Promise<T>, clock: Clock): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ANSWER_LIMIT, () => resolve(null));
    answer.then(resolve, reject).finally(cancel);
  });
}

function sampleOf(mount: ShownMount, room: Room): FileSystemSample {
  return {
    mount: mount.mountPoint,
    source: mount.source.slice(0, 512),
    type: mount.type,
    totalBytes: room.blocks * room.bsize,
    // What a renderer may still write: the share that is kept back for root does not count.
    freeBytes: room.bavail * room.bsize,
    holdsOutput: mount.holdsOutput,
  };
}
