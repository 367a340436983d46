/** Limits and rights of this machine that an agent lives with. */
import type { ReadKernelText } from '../collectors/collector.ts';
import type { CheckFinding } from './finding.ts';

/** A large show has some ten thousand directories, and editors and file managers on a workstation watch as well. */
const ENOUGH_WATCHES = 65_536;

/** How many directories may be watched by inotify(7); null on systems without it. */
export function checkWatches(read: ReadKernelText): CheckFinding | null {
  const name = 'inotify';
  let most: number;
  try {
    most = Number(read('/proc/sys/fs/inotify/max_user_watches'));
  } catch {
    return null;
  }
  const told = `${most} directories may be watched by all programs of this user`;
  if (most >= ENOUGH_WATCHES) return { name, state: 'ok', message: told };
  const remedy = 'for more, the others are polled: sysctl fs.inotify.max_user_watches=524288';
  return { name, state: 'note', message: `${told}; ${remedy}` };
}

/** `mayRead`: whether this user may read the kernel's log. */
export function checkKernelLog(mayRead: boolean): CheckFinding {
  const name = 'kernel log';
  if (mayRead) return { name, state: 'ok', message: 'can be read: error codes (XID) of NVIDIA cards are told' };
  const message =
    'may not be read, so error codes (XID) of NVIDIA cards are not told; ' +
    'run the agent as root, or allow it by sysctl kernel.dmesg_restrict=0';
  return { name, state: 'note', message };
}
