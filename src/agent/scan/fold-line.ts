/** A line that is too long for a terminal, folded: what is missing stands at its end, and must not be cut off. */
import { cellWidth } from '../../shared/text-cells.ts';

const INDENT = ' '.repeat(10);
/** Of a range with thousands of holes no more is shown than this; JSON, and what goes to no terminal, has all of it. */
const MOST_LINES = 12;

/** The line in lines of so many cells, parted at blanks and commas; what is longer by itself is left whole. */
export function foldLine(line: string, columns: number): string {
  if (cellWidth(line) <= columns) return line;
  const lines: string[] = [];
  let current = '';
  for (const piece of line.split(/(?<=,)|(?<=\S)(?=\s)/)) {
    if (current.trim() === '' || cellWidth(current + piece) <= columns) {
      current += piece;
      continue;
    }
    if (lines.push(current) === MOST_LINES) return `${lines.join('\n')} …`;
    current = INDENT + piece.trimStart();
  }
  return [...lines, current].join('\n');
}
