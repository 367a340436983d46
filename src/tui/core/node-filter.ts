/** The live filter of the node list: every word must occur somewhere in what identifies the row. */
import type { NodeEntry } from './fleet-view.ts';
import { type NodeStatus, STATUS_LOOKS } from './node-status.ts';

/** Words in lower case; none lets every row through. */
export function filterWords(filter: string): readonly string[] {
  return filter
    .normalize('NFC')
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '');
}

/** Whether each word is in the node's id, host name, state, job title or one of its tags. */
export function matchesFilter(entry: NodeEntry, status: NodeStatus, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const { id, hostname, state, job, tags } = entry.summary;
  const text = [id, hostname, status, STATUS_LOOKS[status].word, state, job?.title ?? '', ...tags]
    .join('\n')
    .normalize('NFC')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}
