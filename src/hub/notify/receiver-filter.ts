import type { Alert } from '../../shared/protocol/alert.ts';
import { isAtLeast } from '../core/alerts/severity.ts';
import { fitsGlob } from '../core/thresholds/glob.ts';
import type { Receiver } from './receiver-config.ts';

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
    (isOfMany({ node, jobTitle }) || (isNode(node === null ? [] : [node]) && isTag(tags))) &&
    isJob(jobTitle === null ? [] : [jobTitle]);
}

/** Of a share, or of all that fell silent at once: it concerns whoever has to do with any of the nodes. */
function isOfMany({ node, jobTitle }: Pick<Alert, 'node' | 'jobTitle'>): boolean {
  return node === null && jobTitle === null;
}

/** Without patterns all will do, nothing at all too. */
function matching(patterns: readonly string[] | undefined): (names: readonly string[]) => boolean {
  if (!patterns) return () => true;
  return (names) => names.some((name) => patterns.some((pattern) => fitsGlob(pattern, name)));
}
