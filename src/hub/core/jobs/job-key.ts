import { createHash } from 'node:crypto';
import { streamOf } from '../../../shared/frames/stream-name.ts';
import type { SequenceReport } from '../../../shared/protocol/sequence.ts';
import { shareKey } from './share-key.ts';

/** What makes a job: whoever writes this sequence on this share, any layer, view or tile of it, is on the same one. */
export type JobKey = Pick<SequenceReport, 'share' | 'directory' | 'pattern'>;

/** A sequence's place among those of its job. */
export interface StreamPlace {
  readonly job: JobKey;
  /** Which of the job's streams it is: the same text on each node that sees it. */
  readonly stream: string;
  readonly layer: string | null;
  readonly view: string | null;
  readonly tile: string | null;
}

/** By its name, or as a sidecar tells that several directories hold the layers of one job. */
export function streamPlaceOf(sequence: JobKey & Pick<SequenceReport, 'layerOf'>): StreamPlace {
  const { directory, pattern, layerOf } = sequence;
  const { job, layer, view, tile } = streamOf(directory, pattern);
  const share = shareKey(sequence.share);
  const stream = `${directory}\0${pattern}`;
  if (!layerOf) return { job: { share, ...job }, stream, layer, view, tile };
  const named = withoutWord(job.pattern, layerOf.layer);
  return { job: { share, directory: layerOf.directory, pattern: named }, stream, layer: layerOf.layer, view, tile };
}

/** A layer of any name, as a sidecar may tell of it, is a word of its files' names more often than not. */
function withoutWord(pattern: string, word: string): string {
  const at = pattern.toLowerCase().lastIndexOf(word.toLowerCase());
  if (word === '' || at < 0) return pattern;
  const [before, behind] = [pattern.slice(0, at), pattern.slice(at + word.length)];
  const isWord = /(?:^|[\s._#-])$/.test(before) && /^[\s._#-]/.test(behind);
  if (!isWord) return pattern;
  const rest = /[\s._-]$/.test(before) ? before.slice(0, -1) + behind : before + behind.replace(/^[\s._-]/, '');
  // An extension is no layer, and without its frame number a name is no pattern.
  return rest.includes('#') && behind.includes('.') ? rest : pattern;
}

/** The key as one text. NUL parts it, which no path can hold. */
export function jobKeyText(key: JobKey): string {
  return `${key.share}\0${key.directory}\0${key.pattern}`;
}

/** First 16 hexadecimal digits of the key's SHA-256: short enough to type, the same after every restart. */
export function jobIdOf(keyText: string): string {
  return createHash('sha256').update(keyText).digest('hex').slice(0, 16);
}

/** Names that say nothing of what is rendered, because every scene has them. */
const COMMON_NAMES = new Set(['', 'frame', 'frames', 'render', 'out', 'output', 'image', 'img', 'beauty', 'rgba']);

/**
 * A job's name where nobody gave one: `sh010_fx.####.exr` is `sh010_fx`. Where the file is called as all
 * are (`####.png`, `frame####.png`), the directory tells more and gives the name.
 */
export function titleOf(key: JobKey): string {
  const stem = key.pattern.slice(0, Math.max(0, key.pattern.indexOf('#'))).replace(/[\s._-]+$/, '');
  if (!COMMON_NAMES.has(stem.toLowerCase())) return stem;
  const directory = key.directory.split(/[\\/]/).findLast((part) => part !== '');
  return (directory ?? stem) || key.pattern;
}
