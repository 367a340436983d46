/** What a watched root is told, and by which names its directories go into reports. */
import { relative, sep } from 'node:path';
import type { Clock, Millis } from '../../../shared/clock.ts';
import { formatFrameRange } from '../../../shared/frames/frame-notation.ts';
import type { Log } from '../../../shared/log.ts';
import { expectationOf, type FoundRoot } from '../../core/found-outputs.ts';
import type { SettlingLimits } from '../../core/sequences/frame-settling.ts';
import type { SequenceExpectation, SequenceFrame } from '../../core/sequences/sequence-index-reports.ts';
import { layerReport, mergeSidecars, type PlacedSidecar } from '../../core/sequences/sidecar.ts';
import type { FileChecker } from '../checks/file-checker.ts';
import { type Mount, placeOf, type ReadMounts, type SharedPlace } from '../mounts.ts';
import type { OpenFiles } from '../processes/open-files.ts';
import { wayTo } from '../way-to.ts';
import type { OutputChange } from './output-watcher.ts';
import type { Pace } from './output-watcher-backlog.ts';
import type { WatchFiles } from './output-watcher-files.ts';
import type { OwnWorkOf } from './output-watcher-own.ts';

export interface RootConfig {
  readonly nodeId: string;
  readonly share: string | null;
  readonly title: string | null;
  /** In range notation. */
  readonly expected: string | null;
  /** Not only the root itself, but all directories below it too. */
  readonly below: boolean;
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
  /** Null: nobody looks into files. */
  readonly checker: FileChecker | null;
  /** How often files that were there before are looked into: on this machine's disks (null), on a share. */
  readonly paceOf: (share: string | null) => Pace;
  readonly mayPeek: () => boolean;
  readonly ownWorkOf: OwnWorkOf;
  /** What a renderer of this machine is to render into a directory. */
  readonly foundAt: (path: string) => FoundRoot | null;
  readonly onChange: (change: OutputChange) => void;
  /** A sentence on something that does not work, by what it is about; null when it does again. */
  readonly onProblem: (about: string, message: string | null) => void;
}

/** Rest of a watched file before anyone is asked who holds it open: longer than between two writes of one copy. */
const QUIET_MILLIS = 120;

/** How long files must rest: a poll sees nothing between two readings, so two of them are the least. */
export function settlingLimits(
  config: { readonly settleMillis: Millis; readonly pollMillis: Millis },
  polling: boolean,
): SettlingLimits {
  if (!polling) return { quietMillis: QUIET_MILLIS, withoutEvidenceMillis: config.settleMillis };
  const restMillis = Math.max(config.settleMillis, 2 * config.pollMillis);
  return { quietMillis: restMillis, withoutEvidenceMillis: restMillis };
}

/** All that decides by which names a directory's sequences are told, and what of them is expected. */
export interface PlaceFacts {
  readonly config: RootConfig;
  readonly place: SharedPlace | null;
  /** The nearest first. */
  readonly sidecars: readonly PlacedSidecar[];
  readonly found: FoundRoot | null;
}

/** With a share's name from the user its root is the watched root, with one from a sidecar that one's directory. */
export function sequenceFrameOf(path: string, root: string, facts: PlaceFacts): SequenceFrame {
  const { config, place } = facts;
  const said = mergeSidecars(facts.sidecars);
  const below = relative(root, path).split(sep).join('/');
  const above = place?.directory ?? '';
  const named = config.share === null ? said.share : { name: config.share, directory: below };
  const directory = named?.directory ?? [above, below].filter((part) => part !== '').join('/');
  const layerOf = layerReport(directory, said.layer);
  return {
    share: named?.name ?? place?.share ?? `${config.nodeId}:local`,
    directory,
    localPath: path,
    title: config.title ?? said.title,
    ...expectedOf(config.expected, said.frames, facts.found),
    ...(layerOf ? { layerOf } : {}),
  };
}

/** The weightiest word on what is to be rendered: on all of the directory, or on each of its sequences. */
function expectedOf(
  flag: string | null,
  sidecar: string | null,
  found: FoundRoot | null,
): Pick<SequenceFrame, 'expected' | 'expectedFrom' | 'expectationOf'> {
  if (flag !== null) return { expected: flag, expectedFrom: 'flag' };
  if (sidecar !== null) return { expected: sidecar, expectedFrom: 'sidecar' };
  if (!found) return { expected: null, expectedFrom: null };
  const expectationOfSequence = (pattern: string): SequenceExpectation => {
    const { expected, expectedFrom } = expectationOf(found.outputs, pattern);
    return { expected: expected && formatFrameRange(expected), expectedFrom: expected && expectedFrom };
  };
  return { expected: null, expectedFrom: null, expectationOf: expectationOfSequence };
}

/** Where a root turned out to be. */
export interface RootLocation {
  /** Without links. */
  readonly realPath: string;
  readonly place: SharedPlace;
  readonly mounts: readonly Mount[];
}

/** Finds out where a root is, by links and mounts; rejects with the system's error. */
export async function locate(
  path: string,
  nodeId: string,
  { readMounts, files, slowFilesOf }: Pick<RootDeps, 'readMounts' | 'files' | 'slowFilesOf'>,
): Promise<RootLocation> {
  const mounts = await readMounts();
  // Not only by its name: a link on a disk may lead to a dead share.
  const { share } = wayTo(path, mounts);
  const realPath = await (share === null ? files : slowFilesOf(share)).realPath(path);
  return { realPath, place: placeOf(realPath, mounts, nodeId), mounts };
}

export function samePlace(a: SharedPlace, b: SharedPlace | null): boolean {
  return a.share === b?.share && a.directory === b.directory && a.network === b.network;
}
