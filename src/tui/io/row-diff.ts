/**
 * The fewest bytes that turn the row which the terminal shows into the one it shall show. Works from left to right, so
 * that a wide character which loses one half has its other half written over in the same pass.
 */
import { type CellRow, FULL_BLOCK, WIDE_TAIL } from './cell-row.ts';
import { PLAIN, type StyleId, type StyleTable } from './cell-style.ts';

/** Where the terminal's cursor is and how it would write: carried from row to row and from frame to frame. */
export interface Pen {
  readonly styles: StyleTable;
  /** -1 where it is not known. */
  row: number;
  column: number;
  style: StyleId;
  /** What was emitted so far. */
  out: string;
}

/** Longer gaps than this always cost more to write again than to jump over. */
const LONGEST_GAP = 10;
const ERASE_TO_END = '\x1b[K';

/** Row `y` of the screen, as it is and as it shall be; both are as long as the terminal is wide. */
export interface RowChange {
  readonly y: number;
  readonly shown: CellRow;
  readonly next: CellRow;
}

/** Appends to `pen.out` what the change takes. */
export function writeRowDiff(pen: Pen, row: RowChange): void {
  const { y, shown, next } = row;
  const columns = next.chars.length;
  const changed = (x: number) => shown.chars[x] !== next.chars[x] || shown.styles[x] !== next.styles[x];
  const tail = erasableTail(next, changed);
  for (let x = 0; x < tail; x++) {
    if (!changed(x) && !(next.chars[x + 1] === WIDE_TAIL && x + 1 < columns && changed(x + 1))) continue;
    if (next.chars[x] === WIDE_TAIL) continue;
    goTo(pen, row, x);
    writeCell(pen, next, x);
  }
  if (tail < columns) {
    if (pen.row !== y || pen.column < 0 || pen.column > tail || !isBlank(next, pen.column)) move(pen, y, tail);
    setStyle(pen, PLAIN);
    pen.out += ERASE_TO_END;
  }
}

/** From which column on the row is best erased to its end; the row's length where that does not pay. */
function erasableTail(next: CellRow, changed: (x: number) => boolean): number {
  const columns = next.chars.length;
  let blankFrom = columns;
  while (blankFrom > 0 && next.chars[blankFrom - 1] === ' ' && next.styles[blankFrom - 1] === PLAIN) blankFrom--;
  let first = -1;
  let count = 0;
  for (let x = blankFrom; x < columns; x++) {
    if (!changed(x)) continue;
    if (first < 0) first = x;
    count++;
  }
  return count > ERASE_TO_END.length ? first : columns;
}

function isBlank(row: CellRow, from: number): boolean {
  for (let x = from; x < row.chars.length; x++) if (row.chars[x] !== ' ' || row.styles[x] !== PLAIN) return false;
  return true;
}

/** Brings the pen to the cell: by writing the unchanged cells between again where that is cheaper than jumping. */
function goTo(pen: Pen, { y, next }: RowChange, x: number): void {
  if (pen.row === y && pen.column === x) return;
  const gap = x - pen.column;
  if (pen.row === y && pen.column >= 0 && gap > 0 && gap <= LONGEST_GAP) {
    const target = styleToWrite(pen, next, x);
    const jump = moveSequence(pen, y, x).length + pen.styles.transition(pen.style, target).length;
    if (costOfRewriting(pen, next, x) <= jump) {
      while (pen.column < x) writeCell(pen, next, pen.column);
      if (pen.column === x) return;
    }
  }
  move(pen, y, x);
}

function costOfRewriting({ styles, style: first, column }: Pen, next: CellRow, until: number): number {
  let cost = 0;
  let style = first;
  for (let x = column; x <= until; x++) {
    const char = next.chars[x] ?? ' ';
    if (char === WIDE_TAIL) continue;
    if (char !== ' ' && !isCertain(char)) return Number.POSITIVE_INFINITY;
    const wanted = styleToWrite({ styles, style }, next, x);
    cost += styles.transition(style, wanted).length + (x < until ? utf8Length(char) : 0);
    style = wanted;
  }
  return cost;
}

/** A plain blank looks the same in any style without background and lines, a block on any background: none is changed. */
function styleToWrite({ styles, style }: Pick<Pen, 'styles' | 'style'>, row: CellRow, x: number): StyleId {
  const wanted = row.styles[x] ?? PLAIN;
  switch (row.chars[x]) {
    case ' ':
      return styles.onBlank(style) === wanted ? style : wanted;
    case FULL_BLOCK:
      return styles.onBlock(style) === wanted ? style : wanted;
    default:
      return wanted;
  }
}

function writeCell(pen: Pen, row: CellRow, x: number): void {
  const char = row.chars[x] ?? ' ';
  setStyle(pen, styleToWrite(pen, row, x));
  pen.out += char;
  const after = x + (row.chars[x + 1] === WIDE_TAIL && x + 1 < row.chars.length ? 2 : 1);
  // At the last column the cursor waits or stays, as the terminal likes; and terminals do not agree on emoji's widths.
  pen.column = after >= row.chars.length || !isCertain(char) ? -1 : after;
}

function setStyle(pen: Pen, style: StyleId): void {
  pen.out += pen.styles.transition(pen.style, style);
  pen.style = style;
}

function move(pen: Pen, y: number, x: number): void {
  pen.out += moveSequence(pen, y, x);
  pen.row = y;
  pen.column = x;
}

function moveSequence(pen: Pen, y: number, x: number): string {
  const absolute = `\x1b[${y + 1};${x + 1}H`;
  if (pen.row < 0) return absolute;
  const down = y - pen.row;
  if (down < 0) return absolute;
  let best = absolute;
  if (pen.column >= 0) {
    const candidate = `${down === 0 ? '' : `\x1b[${numberUnlessOne(down)}B`}${along(pen.column, x)}`;
    if (candidate.length < best.length) best = candidate;
  }
  // To the first column of the next rows; never scrolls, since those rows exist.
  const fromLeft = `\r${'\n'.repeat(down)}${along(0, x)}`;
  return fromLeft.length < best.length ? fromLeft : best;
}

function along(from: number, to: number): string {
  if (to === from) return '';
  if (to > from) return `\x1b[${numberUnlessOne(to - from)}C`;
  return from - to <= 3 ? '\b'.repeat(from - to) : `\x1b[${from - to}D`;
}

function numberUnlessOne(count: number): string {
  return count === 1 ? '' : String(count);
}

/** Whether every terminal gives the character the width that we do: one code point, not an emoji. */
function isCertain(char: string): boolean {
  return char.length === 1 && !(char >= '\u2600' && char <= '\u27bf' && char !== '\u2713' && char !== '\u2715');
}

function utf8Length(char: string): number {
  const code = char.charCodeAt(0);
  return code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
}
