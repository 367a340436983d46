/** Which file system a path is on, and by which name other nodes know the same place. */
import { readFile } from 'node:fs/promises';
import { isNetworkType } from '../../shared/network-file-systems.ts';

export interface Mount {
  readonly mountPoint: string;
  /** Which directory of the mounted file system is seen there: not `/` for bind mounts. */
  readonly root: string;
  readonly type: string;
  readonly source: string;
}

/** A place by the names that other nodes use for it too. */
export interface SharedPlace {
  readonly share: string;
  /** `/` between its parts, no slash at either end. */
  readonly directory: string;
  /** On another machine's disk: the system tells nothing of others' writes there. */
  readonly network: boolean;
}

/** The machine's mounts, read anew at each call; empty where the system has no such table. */
export type ReadMounts = () => Promise<readonly Mount[]>;

/** Disks and memory of the machine itself. What is in neither list may be anything, as `fuse.*` often is. */
const DISK_TYPES: ReadonlySet<string> = new Set(
  (
    'ext2 ext3 ext4 xfs btrfs zfs bcachefs f2fs jfs reiserfs nilfs2 tmpfs ramfs overlay vfat exfat ntfs ntfs3 ' +
    'fuseblk hfs hfsplus apfs ufs'
  ).split(' '),
);

export const readSystemMounts: ReadMounts = async () => {
  const text = await readFile('/proc/self/mountinfo', 'utf8').catch(() => '');
  return parseMountInfo(text);
};

/** Lines of `/proc/self/mountinfo`: `36 35 98:0 /root /point rw,noatime master:1 - ext3 /dev/root rw`. */
export function parseMountInfo(text: string): readonly Mount[] {
  const mounts: Mount[] = [];
  for (const line of text.split('\n')) {
    const [before, after] = line.split(' - ');
    const [, , , root, mountPoint] = before?.split(' ') ?? [];
    const [type, source] = after?.split(' ') ?? [];
    if (!root || !mountPoint || !type || source === undefined) continue;
    mounts.push({ mountPoint: plain(mountPoint), root: plain(root), type, source: plain(source) });
  }
  return mounts;
}

/** The mount that a path without links is on: the longest, and of equals the one mounted last. */
export function mountOf(path: string, mounts: readonly Mount[]): Mount | null {
  let found: Mount | null = null;
  for (const mount of mounts) {
    if (!isWithin(path, mount.mountPoint)) continue;
    if (!found || mount.mountPoint.length >= found.mountPoint.length) found = mount;
  }
  return found;
}

/** How others know `path` (absolute, without links): by its mount's source, or as this node's own. */
export function placeOf(path: string, mounts: readonly Mount[], nodeId: string): SharedPlace {
  const unc = /^[\\/]{2}([^\\/]+)[\\/]+([^\\/]+)(.*)$/s.exec(path);
  if (unc) return { share: `//${unc[1]}/${unc[2]}`, directory: trimSlashes(slashed(unc[3] ?? '')), network: true };
  const mount = mountOf(path, mounts);
  if (!mount || !isNetworkType(mount.type)) {
    return { share: `${nodeId}:local`, directory: trimSlashes(slashed(path)), network: false };
  }
  const within = path.slice(mount.mountPoint.length);
  return {
    share: mount.source.length > 1 ? mount.source.replace(/\/+$/, '') : mount.source,
    directory: trimSlashes(`${trimSlashes(mount.root)}/${trimSlashes(within)}`),
    network: true,
  };
}

/** Whether a file system of this type is for certain on a disk of this machine, or in its memory. */
export function isDiskType(type: string): boolean {
  return DISK_TYPES.has(type);
}

/** Whether `path` (absolute, without links) is for certain on a disk of this machine: asking it waits for no server. */
export function isOnDisk(path: string, mounts: readonly Mount[]): boolean {
  return isDiskType(mountOf(path, mounts)?.type ?? '');
}

function isWithin(path: string, mountPoint: string): boolean {
  if (mountPoint === '/') return path.startsWith('/');
  return path.startsWith(mountPoint) && (path.length === mountPoint.length || path[mountPoint.length] === '/');
}

/** Drive letters make a path Windows': elsewhere a backslash is a character like any other. */
function slashed(path: string): string {
  return /^[A-Za-z]:\\|^\\/.test(path) ? path.replaceAll('\\', '/') : path;
}

function trimSlashes(path: string): string {
  return path.replace(/^\/+|\/+$/g, '');
}

/** The kernel writes blank, tab, newline and backslash as octal. */
function plain(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
