/** Tells, without asking any server, whether the way to a path leads over one. */
import { readlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isOnDisk, type Mount, mountOf, placeOf } from './mounts.ts';

/** As many links as the system itself follows. */
const MOST_LINKS = 40;

export interface Way {
  /** The path with its links followed, as far as that asks nobody but this machine's disks. */
  readonly path: string;
  /**
   * The first share on the way, by a name that is the same for the same share: whoever asks for the path may wait for
   * ever. Null where the whole way is for certain on this machine's disks.
   */
  readonly share: string | null;
}

/** The way to an absolute path; where the system has no table of mounts each may lead over a share of its own. */
export function wayTo(
  path: string,
  mounts: readonly Mount[],
  readLink: (path: string) => string | null = linkAtOnce,
): Way {
  if (mounts.length === 0) return { path, share: path };
  const ahead = path.split('/');
  let at = '/';
  let links = 0;
  for (let part = ahead.shift(); part !== undefined; part = ahead.shift()) {
    if (part === '' || part === '.') continue;
    const next = part === '..' ? dirname(at) : join(at, part);
    if (!isOnDisk(next, mounts)) return { path: join(next, ...ahead), share: shareOf(next, mounts) };
    const target = part === '..' ? null : readLink(next);
    if (target === null) at = next;
    else if (++links > MOST_LINKS) return { path, share: path };
    else {
      if (target.startsWith('/')) at = '/';
      ahead.unshift(...target.split('/'));
    }
  }
  return { path: at, share: null };
}

/** Not only of network file systems: one of unknown type may be anything. */
function shareOf(path: string, mounts: readonly Mount[]): string {
  const place = placeOf(path, mounts, '');
  return place.network ? place.share : (mountOf(path, mounts)?.mountPoint ?? path);
}

/** Asked only of this machine's disks, which answer at once. */
function linkAtOnce(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}
