/** One line of a frame as terminal cells. A wide character is its head cell and an empty cell behind it. */
import { cellWidth } from '../../shared/text-cells.ts';
import { PLAIN, type StyleId, type StyleTable } from './cell-style.ts';

export interface CellRow {
  /** One character (a grapheme) a cell; '' is the second half of the wide one before it. */
  readonly chars: string[];
  readonly styles: StyleId[];
}

/** What the wide character's second half holds. */
export const WIDE_TAIL = '';
/** Covers its cell wholly. */
export const FULL_BLOCK = '█';

const FULL_BLOCK_CODE = FULL_BLOCK.charCodeAt(0);
const ESC = 0x1b;
const BEL = 0x07;
const WIDTHS_KEPT = 2048;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

export function blankRow(columns: number): CellRow {
  return { chars: new Array<string>(columns).fill(' '), styles: new Array<StyleId>(columns).fill(PLAIN) };
}

/** Reads lines into rows; it keeps nothing but the widths of characters it has met. */
export interface LineParser {
  /**
   * Writes the text with its SGR sequences into `row` from column `start` up to `end`, and returns the column after
   * the last cell written. Each line begins in the default style, as Ink writes them. Other sequences are dropped.
   */
  parse(text: string, row: CellRow, start: number, end: number): number;
}

export function createLineParser(styles: StyleTable): LineParser {
  const widths = new Map<string, number>();

  function widthOf(grapheme: string): number {
    let width = widths.get(grapheme);
    if (width === undefined) {
      width = Math.min(2, cellWidth(grapheme));
      if (widths.size > WIDTHS_KEPT) widths.clear();
      widths.set(grapheme, width);
    }
    return width;
  }

  function put(grapheme: string, row: CellRow, place: { column: number; end: number; style: StyleId }): void {
    const width = widthOf(grapheme);
    if (width === 0) return;
    // A wide character that does not fit before the edge leaves a blank, as terminals do.
    const fits = place.column + width <= place.end;
    row.chars[place.column] = fits ? grapheme : ' ';
    row.styles[place.column] = fits ? place.style : styles.onBlank(place.style);
    if (width === 2 && fits) {
      row.chars[place.column + 1] = WIDE_TAIL;
      row.styles[place.column + 1] = place.style;
    }
    place.column += fits ? width : 1;
  }

  return {
    parse(text, row, start, end) {
      const place = { column: start, end, style: PLAIN };
      let blank = PLAIN;
      let block = PLAIN;
      let at = 0;
      while (at < text.length && place.column < end) {
        const code = text.charCodeAt(at);
        if (code === ESC) {
          const after = endOfSequence(text, at);
          if (text.charCodeAt(after - 1) === 0x6d && text[at + 1] === '[') {
            place.style = styles.apply(place.style, text.slice(at + 2, after - 1));
            blank = styles.onBlank(place.style);
            block = styles.onBlock(place.style);
          }
          at = after;
        } else if (isSimple(code) && isSimpleOrControl(text.charCodeAt(at + 1))) {
          row.chars[place.column] = text[at] ?? ' ';
          row.styles[place.column] = code === 0x20 ? blank : code === FULL_BLOCK_CODE ? block : place.style;
          place.column++;
          at++;
        } else if (code < 0x20 || (code >= 0x7f && code < 0xa0)) {
          at++;
        } else {
          const after = endOfComplexRun(text, at);
          for (const { segment } of graphemes.segment(text.slice(at, after)))
            if (place.column < end) put(segment, row, place);
          at = after;
        }
      }
      return place.column;
    },
  };
}

/** Puts blanks into the cells of `row` from `start` on. */
export function clearFrom(row: CellRow, start: number): void {
  row.chars.fill(' ', start);
  row.styles.fill(PLAIN, start);
}

/** One cell wide in every terminal, and nothing joins it: Latin, arrows, box drawing, blocks, shapes, braille. */
export function isSimple(code: number): boolean {
  if (code < 0x7f) return code >= 0x20;
  if (code < 0x300) return code >= 0xa0 && code !== 0xad;
  if (code >= 0x2500 && code <= 0x25ff) return code !== 0x25fd && code !== 0x25fe;
  return (
    (code >= 0x2010 && code <= 0x2027) ||
    (code >= 0x2190 && code <= 0x21ff) ||
    (code >= 0x2800 && code <= 0x28ff) ||
    code === 0x2715 ||
    code === 0x2713
  );
}

/** What may follow a simple character without joining it; NaN is the end of the text. */
function isSimpleOrControl(code: number): boolean {
  return !(code >= 0x300) || isSimple(code);
}

/** From `at` up to the next character that stands alone for certain. */
function endOfComplexRun(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (code < 0xa0 && isSimpleOrControl(text.charCodeAt(end + 1))) break;
    if (code < 0x20) break;
    end++;
  }
  return end;
}

/** The index behind the escape sequence at `at`; one that is cut off ends with the text. */
export function endOfSequence(text: string, at: number): number {
  const kind = text[at + 1];
  if (kind === '[') {
    let end = at + 2;
    while (end < text.length && !(text.charCodeAt(end) >= 0x40 && text.charCodeAt(end) <= 0x7e)) end++;
    return Math.min(end + 1, text.length);
  }
  if (kind !== ']') return Math.min(at + 2, text.length);
  for (let end = at + 2; end < text.length; end++) {
    if (text.charCodeAt(end) === BEL) return end + 1;
    if (text.charCodeAt(end) === ESC) return Math.min(end + 2, text.length);
  }
  return text.length;
}
