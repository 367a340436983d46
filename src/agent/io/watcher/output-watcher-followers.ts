/** All that follows the files of one directory, put together. */
import { join } from 'node:path';
import type { SequenceIndex } from '../../core/sequences/sequence-index.ts';
import { ShareClock } from '../../core/sequences/share-clock.ts';
import { Backlog, type Pace } from './output-watcher-backlog.ts';
import { type ContentDeps, FileContents } from './output-watcher-content.ts';
import { FrameTracker, type FrameTrackerDeps } from './output-watcher-frames.ts';
import type { OwnWorkOf } from './output-watcher-own.ts';

type MadeHere = 'onDirectory' | 'contents' | 'ownWork' | 'shareClock';

export interface FollowerDeps extends Omit<FrameTrackerDeps, MadeHere>, ContentDeps {
  /** The directory without links. */
  readonly realPath: string;
  readonly paceOf: (share: string | null) => Pace;
  readonly ownWorkOf: OwnWorkOf;
  /** A directory was found in this one. */
  readonly onSubdirectory: (path: string) => void;
}

export interface Followers {
  readonly tracker: FrameTracker;
  /** Null where nobody looks into files. */
  readonly backlog: Backlog | null;
  readonly shareClock: ShareClock;
}

export function createFollowers(path: string, index: SequenceIndex, deps: FollowerDeps): Followers {
  const shareClock = new ShareClock();
  const contents = new FileContents(path, deps);
  const ownWork = deps.ownWorkOf({ path, realPath: deps.realPath }, (name, evidence) =>
    tracker.noteEvidence(name, evidence),
  );
  const onDirectory = (name: string): void => deps.onSubdirectory(join(path, name));
  const tracker = new FrameTracker(path, index, { ...deps, contents, shareClock, ownWork, onDirectory });
  const pace = deps.paceOf(deps.share);
  return { tracker, shareClock, backlog: deps.checker && new Backlog({ index, contents, tracker, pace }) };
}
