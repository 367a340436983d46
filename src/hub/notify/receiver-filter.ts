import type { Alert } from '../../shared/protocol/alert.ts';
import { fitsGlob } from '../core/thresholds/glob.ts';
import type { Receiver } from './receiver-config.ts';
import { isAtLeast } from './severity.ts';

/** Whether the receiver wants to hear of the alert; `tags` are those of its node. */
export type ReceiverFilter = (alert: Alert, tags: readonly string[]) => boolean;

export function createReceiverFilter(receiver: Receiver): ReceiverFilter {
  const least = receiver.severity ?? (receiver.kinds ? 'info' : 'warn');
  const isNode = matching(receiver.nodes);
  const isTag = matching(receiver.tags);
  const isJob = matching(receiver.jobs);
  return ({ severity, kind, node, jobTitle }, tags) =>
    isAtLeast(severity, least) &&
    (receiver.kinds?.includes(kind) ?? true) &&
    isNode(node === null ? [] : [node]) &&
    isTag(tags) &&
    isJob(jobTitle === null ? [] : [jobTitle]);
}

/** Without patterns all will do, nothing at all too. */
function matching(patterns: readonly string[] | undefined): (names: readonly string[]) => boolean {
  if (!patterns) return () => true;
  return (names) => names.some((name) => patterns.some((pattern) => fitsGlob(pattern, name)));
}
