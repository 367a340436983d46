/** How a watched root is, in the protocol's words. */
import type { Millis } from '../../shared/clock.ts';
import type { WatchRootReport } from '../../shared/protocol/sequence.ts';
import { isGone } from './output-watcher-files.ts';

export type RootCondition = Pick<WatchRootReport, 'status' | 'reason'>;

/** A call that has not come back after this is told as a share that hangs. */
export const HANGING_MILLIS = 15_000;

/** Why a root cannot be read, by the system's error. */
export function troubleOf(error: unknown): RootCondition {
  if (isGone(error)) {
    return { status: 'missing', reason: 'There is no such directory; it is watched as soon as there is.' };
  }
  const { code, message } = error as NodeJS.ErrnoException;
  const reason = `It cannot be read (${code ?? message.slice(0, 200)}); give the agent's user the right to.`;
  return { status: 'unreadable', reason };
}

/** `silence`: how long the call that is under way has been waiting for its answer. */
export function conditionOf(root: {
  readonly silence: Millis;
  readonly trouble: RootCondition | null;
  readonly scanning: boolean;
  readonly polling: boolean;
}): RootCondition {
  if (root.silence > HANGING_MILLIS) {
    const reason = `It has not answered for ${Math.round(root.silence / 1000)} s; see whether its server is up.`;
    return { status: 'unreadable', reason };
  }
  if (root.trouble) return root.trouble;
  if (root.scanning) return { status: 'scanning', reason: null };
  return { status: root.polling ? 'polling' : 'watching', reason: null };
}
