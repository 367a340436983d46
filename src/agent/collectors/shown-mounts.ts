/** Which of a machine's many mounts are worth a line: disks, shares, and wherever the output goes. */
import { isNetworkType, type Mount, mountOf } from '../io/mounts.ts';

export interface ShownMount extends Mount {
  readonly holdsOutput: boolean;
}

/** Made of a disk each, but without room of their own to run out of. */
const READ_ONLY_IMAGES: readonly string[] = ['squashfs', 'iso9660', 'udf', 'erofs', 'cramfs'];
/** Disks without a device in their source. */
const POOLED_DISKS: readonly string[] = ['zfs', 'btrfs', 'bcachefs', 'overlay'];

/**
 * The mounts to ask, at most 256, in the order given. A source that is mounted at several places is shown once,
 * where the output is or else where it was mounted first.
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
  return [...shown.values()].slice(0, 256);
}

function isDisk(mount: Mount): boolean {
  if (READ_ONLY_IMAGES.includes(mount.type)) return false;
  if (mount.mountPoint.startsWith('/boot')) return false;
  if (mount.type === 'overlay') return mount.mountPoint === '/';
  return isNetworkType(mount.type) || mount.source.startsWith('/dev/') || POOLED_DISKS.includes(mount.type);
}
