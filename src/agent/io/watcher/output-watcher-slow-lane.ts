import type { SlowLane } from '../slow-lane.ts';
import type { WatchFiles } from './output-watcher-files.ts';

/** The same file system for what may never answer: for each share one whose calls wait for their turn in the slow lane. */
export function createSlowFiles(files: WatchFiles, slowLane: SlowLane): (share: string) => WatchFiles {
  return (share) => ({
    ...files,
    readDirectory: (path, onEntry) => slowLane.inTurn(share, () => files.readDirectory(path, onEntry)),
    look: (path) => slowLane.inTurn(share, () => files.look(path)),
    readText: (path, mostBytes) => slowLane.inTurn(share, () => files.readText(path, mostBytes)),
    realPath: (path) => slowLane.inTurn(share, () => files.realPath(path)),
  });
}
