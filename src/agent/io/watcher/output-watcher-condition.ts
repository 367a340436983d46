/** How a watched root is, in the protocol's words. */
import type { Millis } from '../../../shared/clock.ts';
import type { Log } from '../../../shared/log.ts';
import type { WatchRootReport } from '../../../shared/protocol/sequence.ts';
import { isGone } from './output-watcher-files.ts';

export type RootCondition = Pick<WatchRootReport, 'status' | 'reason'>;

/** A call that has not come back after this is told as a share that hangs. */
export const HANGING_MILLIS = 15_000;

/** Of a path, so that the sentence fits into a report. */
const LONGEST_SHOWN = 200;

const OUT_OF_WATCHES = 'The system has no watch left, so it is polled; raise fs.inotify.max_user_watches.';

/** Why a root cannot be read, by the system's error. */
export function troubleOf(path: string, error: unknown): RootCondition {
  const shown = path.slice(-LONGEST_SHOWN);
  const { code, message, syscall } = error as NodeJS.ErrnoException;
  if (code === 'ENOTDIR' && syscall === 'opendir') {
    const reason = `${shown} is a file, not a directory; name the directory that holds it.`;
    return { status: 'unreadable', reason };
  }
  if (isGone(error)) {
    return { status: 'missing', reason: `${shown} does not exist yet; it is watched as soon as it does.` };
  }
  const reason = `It cannot be read (${code ?? message.slice(0, 200)}); give the agent's user the right to.`;
  return { status: 'unreadable', reason };
}

/** `silence`: how long the call that is under way has been waiting for its answer. */
export function conditionOf(root: {
  readonly silence: Millis;
  readonly trouble: RootCondition | null;
  readonly scanning: boolean;
  readonly polling: boolean;
  /** The system has no watch left for a directory of it, so all of it is polled. */
  readonly outOfWatches: boolean;
  /** Directories below it that may not be read. */
  readonly unreadable: readonly string[];
}): RootCondition {
  if (root.silence > HANGING_MILLIS) {
    const reason = `Out of sight: share not answering for ${Math.round(root.silence / 1000)} s; see whether its server is up.`;
    return { status: 'unreadable', reason };
  }
  if (root.trouble) return root.trouble;
  if (root.scanning) return { status: 'scanning', reason: null };
  const hidden = hiddenPart(root.unreadable);
  if (root.polling) return { status: 'polling', reason: hidden };
  if (root.outOfWatches) return { status: 'polling', reason: OUT_OF_WATCHES };
  return { status: 'watching', reason: hidden };
}

/** Warns once that directories are polled for want of watches. */
export function createWatchWarning(log: Log): (path: string, error: Error) => void {
  let warned = false;
  return (path, error) => {
    if (warned) return;
    warned = true;
    const message = 'No watch is left for a directory, so it is polled; raise fs.inotify.max_user_watches.';
    log.warn(message, { path, reason: error.message });
  };
}

function hiddenPart([first, ...others]: readonly string[]): string | null {
  if (first === undefined) return null;
  const count = others.length === 0 ? '1 directory' : `${others.length + 1} directories`;
  return `${count} cannot be read: ${first.slice(-LONGEST_SHOWN)}; give the agent's user the right to.`;
}
