/** Text from elsewhere on its way into cells: harmless, and of a width that its neighbours cannot change. */
import { displaySafe } from '../../shared/display-safe.ts';
import { cellWidth } from '../../shared/text-cells.ts';

const ASCII = /^[\x20-\x7e]*$/;
/** More marks than this on one letter are paint, not language. */
const LONGEST_CLUSTER = 8;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * `text` for a cell of the screen. Beyond displaySafe, clusters that would join what stands beside them
 * (leading marks, prepended letters) or that pile up marks are replaced by `�`: a row is never wider than counted.
 */
export function cellText(text: string): string {
  if (ASCII.test(text)) return text;
  let safe = '';
  for (const { segment } of graphemes.segment(displaySafe(text.normalize('NFC'))))
    safe += steady(segment) ? segment : '�';
  return safe;
}

function steady(cluster: string): boolean {
  if (cluster.length === 1 && cluster < '\u0300') return true;
  const width = cellWidth(cluster);
  return (
    width > 0 &&
    cluster.length <= LONGEST_CLUSTER &&
    cellWidth(`${cluster} x`) === width + 2 &&
    cellWidth(`x${cluster}`) === width + 1 &&
    cellWidth(`${cluster}${cluster}`) === 2 * width
  );
}
