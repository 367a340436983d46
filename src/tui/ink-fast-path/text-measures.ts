/** Ink measures each text with a dozen regular expressions at each frame and keeps every text it ever measured. */
import { endOfSequence, isSimple } from '../io/cell-row.ts';

const ESC = 0x1b;
const LINE_FEED = 0x0a;

export type WidestLine = (text: string) => number;
export interface Dimensions {
  readonly width: number;
  readonly height: number;
}

/** Cells of the widest line. One look at each character; texts with any that is not simply one cell go to `stock`. */
export function fastWidestLine(stock: WidestLine): WidestLine {
  return (text) => {
    let widest = 0;
    let width = 0;
    for (let at = 0; at < text.length; ) {
      const code = text.charCodeAt(at);
      if (code === ESC && text[at + 1] === '[') {
        at = endOfSequence(text, at);
        continue;
      }
      if (code === LINE_FEED) width = 0;
      else if (isSimple(code)) width++;
      else return stock(text);
      if (width > widest) widest = width;
      at++;
    }
    return widest;
  };
}

/** Ink's measureText without its cache, which never forgets. */
export function measureTextBy(widestLine: WidestLine): (text: string) => Dimensions {
  return (text) => {
    if (text.length === 0) return { width: 0, height: 0 };
    let height = 1;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) height++;
    return { width: widestLine(text), height };
  };
}

/** Anything a terminal would obey beyond colours and looks; C1 controls begin sequences too. */
const NOT_ONLY_SGR = /\x1b(?!\[[\d:;]*m)|[\x80-\x9f]/;

/** Ink's sanitizeAnsi, which takes text apart only where something must be taken out. */
export function fastSanitizeAnsi(stock: (text: string) => string): (text: string) => string {
  return (text) => (NOT_ONLY_SGR.test(text) ? stock(text) : text);
}
