/** What a watched root is told, and by which names its directories go into reports. */
import { relative, sep } from 'node:path';
import type { Clock, Millis } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import type { SequenceFrame } from '../core/sequence-index-reports.ts';
import type { ReadMounts, SharedPlace } from './mounts.ts';
import type { OpenFiles } from './open-files.ts';
import type { OutputChange } from './output-watcher.ts';
import type { WatchFiles } from './output-watcher-files.ts';

export interface RootConfig {
  readonly nodeId: string;
  readonly share: string | null;
  readonly title: string | null;
  /** In range notation. */
  readonly expected: string | null;
  readonly poll: boolean;
  readonly ignore: readonly string[];
  readonly reconcileMillis: Millis;
  readonly pollMillis: Millis;
  readonly settleMillis: Millis;
}

export interface RootDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly files: WatchFiles;
  /** The same for a share, which may never answer. */
  readonly slowFilesOf: (share: string) => WatchFiles;
  readonly readMounts: ReadMounts;
  readonly openFiles: OpenFiles;
  /** Absolute: a directory that is a root itself is not another one's too. */
  readonly otherRoots: ReadonlySet<string>;
  readonly onChange: (change: OutputChange) => void;
}

/** With a share's name from the user its root is the watched root; else where the mount says. */
export function sequenceFrameOf(
  path: string,
  root: string,
  { config, place }: { readonly config: RootConfig; readonly place: SharedPlace | null },
): SequenceFrame {
  const { nodeId, share, title, expected } = config;
  const below = relative(root, path).split(sep).join('/');
  const above = share === null ? (place?.directory ?? '') : '';
  return {
    share: share ?? place?.share ?? `${nodeId}:local`,
    directory: [above, below].filter((part) => part !== '').join('/'),
    localPath: path,
    title,
    expected,
  };
}

export function samePlace(a: SharedPlace, b: SharedPlace | null): boolean {
  return a.share === b?.share && a.directory === b.directory && a.network === b.network;
}
