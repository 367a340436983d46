import type { Clock, Millis } from '../../shared/clock.ts';
import type { FileSystemSample } from '../../shared/protocol/hardware.ts';
import { percentOf } from '../../shared/units.ts';
import type { Mount, ReadMounts } from '../io/mounts.ts';
import { createSlowLane, type SlowLane } from '../io/slow-lane.ts';
import { wayTo } from '../io/way-to.ts';
import { type CollectorOf, WORKS } from './collector.ts';
import { createFillForecasts } from './fill-forecasts.ts';
import { rounded } from './rate.ts';
import { type ShownMount, shownMounts } from './shown-mounts.ts';

/** Room on a file system, as `fs.promises.statfs` tells it. */
export interface Room {
  readonly bsize: number;
  readonly blocks: number;
  readonly bavail: number;
  /** Inodes and those free; 0 where it has no fixed number of them. */
  readonly files: number;
  readonly ffree: number;
}

export interface FileSystemsDeps {
  readonly clock: Clock;
  readonly mounts: ReadMounts;
  readonly statfs: (mountPoint: string) => Promise<Room>;
  /** The agent's only one: whoever else asks a share waits in it, too. */
  readonly slowLane: SlowLane;
}

/** A file system that has not answered by then is left out and named. */
const ANSWER_LIMIT: Millis = 2_000;
/** So is one whose turn has not come: the watcher may be reading a large directory of it, or others hang. */
const TURN_LIMIT: Millis = 5_000;

/** Room on disks and shares. One that hangs is left alone until its call has come back, and hides no other. */
export function fileSystems(
  deps: FileSystemsDeps,
  outputDirectories: readonly string[],
  periodMillis: number,
): CollectorOf<'fileSystems'> {
  // Disks hang seldom, and never wait for shares: one thread at most, and none of those that shares may hold.
  const diskLane = createSlowLane({ clock: deps.clock, atOnce: 1, mostPassedOver: 0 });
  const fullIn = createFillForecasts(deps.clock);
  const unanswered = new Map<string, 'waiting' | 'asked'>();

  async function ask(mount: ShownMount, mounts: readonly Mount[]): Promise<FileSystemSample | string> {
    const { mountPoint } = mount;
    const before = unanswered.get(mountPoint);
    if (before) return before === 'asked' ? `${mountPoint} still does not answer` : notAsked(mountPoint);
    unanswered.set(mountPoint, 'waiting');
    let begin = (): void => {};
    const begun = new Promise<true>((resolve) => {
      begin = () => resolve(true);
    });
    // Mount points are no links; but a disk may be mounted within a share.
    const { share } = wayTo(mountPoint, mounts, () => null);
    const lane = share === null ? diskLane : deps.slowLane;
    const call = lane.inTurn(share ?? mountPoint, () => {
      unanswered.set(mountPoint, 'asked');
      begin();
      return deps.statfs(mountPoint);
    });
    const answer = call.finally(() => unanswered.delete(mountPoint));
    // A failure after the limits is nobody's any more.
    answer.catch(() => {});
    try {
      if (!(await withinLimit(begun, TURN_LIMIT, deps.clock))) return notAsked(mountPoint);
      const room = await withinLimit(answer, ANSWER_LIMIT, deps.clock);
      return room
        ? sampleOf(mount, room, fullIn.observe(mountPoint, bytesOf(room)))
        : `${mountPoint} has not answered for ${ANSWER_LIMIT / 1000} s`;
    } catch (error) {
      return `${mountPoint} cannot be asked: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  return {
    name: 'file-systems',
    part: 'fileSystems',
    periodMillis,
    timeoutMillis: 10_000,
    cheap: false,
    availability: async () => WORKS,
    async collect() {
      const mounts = await deps.mounts();
      const shown = shownMounts(mounts, outputDirectories);
      fullIn.keep(shown.map(({ mountPoint }) => mountPoint));
      const told = await Promise.all(shown.map((mount) => ask(mount, mounts)));
      const value = told.filter((answer) => typeof answer !== 'string');
      const problems = told.filter((answer) => typeof answer === 'string');
      return { value: value.toSorted((a, b) => (a.mount < b.mount ? -1 : 1)), problems };
    },
  };
}

function notAsked(mountPoint: string): string {
  return `${mountPoint} was not asked: calls before it have no answer yet`;
}

/** The answer, or null when it takes longer than the limit. */
function withinLimit<T>(answer: Promise<T>, limit: Millis, clock: Clock): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(limit, () => resolve(null));
    answer.then(resolve, reject).finally(cancel);
  });
}

function bytesOf(room: Room): { totalBytes: number; freeBytes: number } {
  // What a renderer may still write: the share that is kept back for root does not count.
  return { totalBytes: room.blocks * room.bsize, freeBytes: room.bavail * room.bsize };
}

function sampleOf(mount: ShownMount, room: Room, fullInSeconds: number | null): FileSystemSample {
  return {
    mount: mount.mountPoint,
    source: mount.source.slice(0, 512),
    type: mount.type.slice(0, 512),
    ...bytesOf(room),
    holdsOutput: mount.holdsOutput,
    fullInSeconds,
    inodesPercent: rounded(percentOf(room.files - room.ffree, room.files), 0.1),
  };
}
