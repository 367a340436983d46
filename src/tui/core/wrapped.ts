/** Text on as many lines as it needs, broken at blanks where there are any. */
import { cellWidth, cutCells } from '../../shared/text-cells.ts';

/** Lines of at most `width` cells each. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((each) => pieces(each, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && cellWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line === '' ? lines : [...lines, line];
}

/** A word that no line can hold, in pieces. */
function pieces(word: string, width: number): readonly string[] {
  if (cellWidth(word) <= width) return [word];
  const parts: string[] = [];
  let rest = word;
  while (rest !== '') {
    const part = cutCells(rest, width, '') || '?';
    parts.push(part);
    rest = part === '?' ? '' : rest.slice(part.length);
  }
  return parts;
}
