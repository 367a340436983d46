/** Reads directories, one after the other, each into an index of its own: a million names need not be held as names. */
import { join, relative } from 'node:path';
import { naturalOrder } from '../../shared/natural-order.ts';
import { SequenceIndex } from '../core/sequences/sequence-index.ts';
import { DEFAULT_IGNORE } from '../core/sequences/sequence-name.ts';
import type { PlacedSidecar } from '../core/sequences/sidecar.ts';
import { isOnDisk, type Mount, placeOf } from '../io/mounts.ts';
import { Sidecars } from '../io/watcher/output-watcher-sidecars.ts';
import { isMangled, measureSizes } from './measure-sizes.ts';
import type { ScanArguments } from './scan-arguments.ts';
import type { ScanDeps } from './scan-deps.ts';

export interface ScannedDirectory {
  readonly path: string;
  readonly index: SequenceIndex;
  /** The nearest first. */
  readonly sidecars: readonly PlacedSidecar[];
  /** The share that it lies on; null for this machine's own disks. */
  readonly share: string | null;
}

export interface WalkOptions extends Pick<ScanArguments, 'depth' | 'all' | 'ignore' | 'namesOnly'> {
  /** Told a sentence on what cannot be read. */
  readonly onProblem: (message: string) => void;
}

interface Waiting {
  readonly path: string;
  readonly depth: number;
}

interface Walk {
  readonly root: string;
  /** The root without links: mounts are known by it. */
  readonly realRoot: string;
  readonly mounts: readonly Mount[];
  readonly options: WalkOptions;
  readonly deps: ScanDeps;
}

/** The directory and those below it, parents first. What cannot be read is told of and left out. */
export async function* walk(root: string, options: WalkOptions, deps: ScanDeps): AsyncGenerator<ScannedDirectory> {
  const realRoot = await deps.files.realPath(root).catch(() => root);
  const all: Walk = { root, realRoot, mounts: await deps.readMounts(), options, deps };
  const sidecars = new Sidecars((_path, message) => {
    if (message !== null) options.onProblem(message);
  });
  const waiting: Waiting[] = [{ path: root, depth: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { path, depth } = next;
    try {
      await sidecars.refresh(path, deps.files);
      const { below, ...directory } = await readDirectory(path, sidecars.of(path), all);
      yield directory;
      if (depth < options.depth)
        waiting.push(...inOrder(below).map((name) => ({ path: join(path, name), depth: depth + 1 })));
    } catch (error) {
      options.onProblem(`${path} cannot be read (${reasonOf(error)}); ${remedyFor(error, path)}.`);
    }
  }
}

async function readDirectory(
  path: string,
  sidecars: readonly PlacedSidecar[],
  { root, realRoot, mounts, options, deps }: Walk,
): Promise<ScannedDirectory & { readonly below: readonly string[] }> {
  const ignore = [
    ...(options.all ? [] : DEFAULT_IGNORE),
    ...options.ignore,
    ...sidecars.flatMap(({ sidecar }) => sidecar.ignore),
  ];
  const index = new SequenceIndex(ignore, options.all ? 'all' : 'outputs');
  const below: string[] = [];
  index.beginReading();
  await deps.files.readDirectory(path, (name, kind) => {
    if (kind !== 'directory') index.see(name, true);
    else if (!index.ignores(name)) below.push(name);
  });
  const realPath = join(realRoot, relative(root, path));
  if (!options.namesOnly) {
    const onDisk = isOnDisk(realPath, mounts);
    let unreadable = 0;
    await measureSizes({
      path,
      index,
      files: deps.files,
      onDisk,
      onDirectory: (name) => below.push(name),
      onUnreadable: () => unreadable++,
    });
    if (unreadable > 0)
      options.onProblem(
        `${path} holds names that are no UTF-8, ${unreadable} of frames; rename them, to have them told.`,
      );
  }
  const place = placeOf(realPath, mounts, 'scan');
  return { path, index, sidecars, share: place.network ? place.share : null, below };
}

/** The first of them last, as they are taken from the end. */
function inOrder(names: readonly string[]): readonly string[] {
  return names.toSorted((a, b) => naturalOrder(b, a));
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}

function remedyFor(error: unknown, path: string): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') return 'scan as a user who may read it';
  if (code === 'ENOENT' && isMangled(path)) return 'its name is no UTF-8: rename it';
  if (code === 'ENOTDIR') return 'name a directory, or a file of a sequence';
  return code === 'ENOENT' ? 'there is no such directory, or no more' : 'see whether its disk or share is well';
}
