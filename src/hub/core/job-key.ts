import { createHash } from 'node:crypto';
import type { SequenceReport } from '../../shared/protocol/sequence.ts';

/** What makes a job: whoever writes this sequence on this share is on the same one. */
export type JobKey = Pick<SequenceReport, 'share' | 'directory' | 'pattern'>;

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
 * are (`####.png`, `frame####.png`, `beauty.####.exr`), the directory tells more and gives the name.
 */
export function titleOf(key: JobKey): string {
  const stem = key.pattern.slice(0, Math.max(0, key.pattern.indexOf('#'))).replace(/[\s._-]+$/, '');
  if (!COMMON_NAMES.has(stem.toLowerCase())) return stem;
  const directory = key.directory.split(/[\\/]/).findLast((part) => part !== '');
  return (directory ?? stem) || key.pattern;
}
