/** Which of a machine's many mounts are worth a line: disks, shares, and wherever the output goes. */
import { isNetworkType } from '../../shared/network-file-systems.ts';
import { type Mount, mountOf } from '../io/mounts.ts';

export interface ShownMount extends Mount {
  readonly holdsOutput: boolean;
}

/** Made of a disk each, but without room of their own to run out of. */
const READ_ONLY_IMAGES: readonly string[] = ['squashfs', 'iso9660', 'udf', 'erofs', 'cramfs'];
/** Disks without a device in their source. */
const POOLED_DISKS: readonly string[] = ['zfs', 'btrfs', 'bcachefs', 'overlay'];
const MOST_MOUNTS = 256;

/**
 * The mounts to ask, in the order given; of more than 256 those of the output and the first of the others. A source that
 * is mounted at several places is shown once, where the output is or else where it was mounted first.
 */
export function shownMounts(mounts: readonly Mount[], outputDirectories: readonly string[]): readonly ShownMount[] {
  const outputs = new Set(outputDirectories.map((directory) => mountOf(directory, mounts)));
  const shown = new Map<string, ShownMount>();
  for (const mount of mounts) {
    const holdsOutput = outputs.has(mount);
    if (!holdsOutput && !isDisk(mount)) continue;
    const key = holdsOutput && !isDisk(mount) ? mount.mountPoint : mount.source;
    if (!shown.has(key) || (holdsOutput && !shown.get(key)?.holdsOutput)) shown.set(key, { ...mount, holdsOutput });
  }
  const all = [...shown.values()];
  if (all.length <= MOST_MOUNTS) return all;
  return all.toSorted((a, b) => Number(b.holdsOutput) - Number(a.holdsOutput)).slice(0, MOST_MOUNTS);
}

function isDisk(mount: Mount): boolean {
  if (READ_ONLY_IMAGES.includes(mount.type)) return false;
  if (/^\/boot(?:\/|$)/.test(mount.mountPoint)) return false;
  if (mount.type === 'overlay') return mount.mountPoint === '/';
  return isNetworkType(mount.type) || mount.source.startsWith('/dev/') || POOLED_DISKS.includes(mount.type);
}
