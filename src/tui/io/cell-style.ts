/**
 * What a cell looks like, as small numbers: each distinct SGR state is interned once, so that cells compare by `===`
 * and the shortest way from one state to another is computed once.
 */

/** An interned SGR state; 0 is the terminal's default. */
export type StyleId = number;
export const PLAIN: StyleId = 0;

interface Style {
  /** Bit set of ATTRIBUTES. */
  readonly attributes: number;
  /** SGR parameters as `31` or `38;5;208`; '' is the default colour. */
  readonly foreground: string;
  readonly background: string;
}

const BOLD = 1;
const DIM = 2;
const ITALIC = 4;
const UNDERLINE = 8;
const INVERSE = 16;
const HIDDEN = 32;
const STRIKE = 64;
/** What can be seen on a blank. */
const SEEN_ON_BLANK = UNDERLINE | INVERSE | STRIKE;

/** [bit, SGR code that sets it, SGR code that clears it]. Bold and dim share one that clears both. */
const ATTRIBUTES = [
  [BOLD, 1, 22],
  [DIM, 2, 22],
  [ITALIC, 3, 23],
  [UNDERLINE, 4, 24],
  [INVERSE, 7, 27],
  [HIDDEN, 8, 28],
  [STRIKE, 9, 29],
] as const;

const TRANSITIONS_KEPT = 8192;
const DEFAULT: Style = { attributes: 0, foreground: '', background: '' };

export interface StyleTable {
  /** The state after the SGR sequence with these parameters (`1;31`, without `ESC [` and `m`). */
  apply(style: StyleId, parameters: string): StyleId;
  /** The shortest escape sequence that leads from one state to another; '' when they are one. */
  transition(from: StyleId, to: StyleId): string;
  /** The same state as far as a blank cell shows it: a bold red blank is a plain one. */
  onBlank(style: StyleId): StyleId;
  /** The same state as far as a full block shows it, which hides the background. */
  onBlock(style: StyleId): StyleId;
}

export function createStyleTable(): StyleTable {
  const styles: Style[] = [DEFAULT];
  const ids = new Map<string, StyleId>([[keyOf(DEFAULT), PLAIN]]);
  const blanks: StyleId[] = [];
  const blocks: StyleId[] = [];
  const applied = new Map<string, StyleId>();
  const transitions = new Map<number, string>();

  function intern(style: Style): StyleId {
    const key = keyOf(style);
    const known = ids.get(key);
    if (known !== undefined) return known;
    ids.set(key, styles.length);
    return styles.push(style) - 1;
  }
  const styleOf = (id: StyleId): Style => styles[id] ?? DEFAULT;

  return {
    apply(style, parameters) {
      const key = `${style} ${parameters}`;
      let id = applied.get(key);
      if (id === undefined) {
        id = intern(withParameters(styleOf(style), parameters));
        if (applied.size > TRANSITIONS_KEPT) applied.clear();
        applied.set(key, id);
      }
      return id;
    },
    transition(from, to) {
      if (from === to) return '';
      const key = from * 0x100000 + to;
      let sequence = transitions.get(key);
      if (sequence === undefined) {
        sequence = shortestTransition(styleOf(from), styleOf(to));
        if (transitions.size > TRANSITIONS_KEPT) transitions.clear();
        transitions.set(key, sequence);
      }
      return sequence;
    },
    onBlank(style) {
      blanks[style] ??= intern(blankOf(styleOf(style)));
      return blanks[style] ?? PLAIN;
    },
    onBlock(style) {
      blocks[style] ??= intern(blockOf(styleOf(style)));
      return blocks[style] ?? PLAIN;
    },
  };
}

function keyOf(style: Style): string {
  return `${style.attributes}/${style.foreground}/${style.background}`;
}

function blankOf(style: Style): Style {
  const attributes = style.attributes & SEEN_ON_BLANK;
  if (attributes === 0) return { attributes, foreground: '', background: style.background };
  // Inverse shows the foreground as an area, whose shade bold and dim may change.
  return { ...style, attributes: style.attributes & (SEEN_ON_BLANK | BOLD | DIM | HIDDEN) };
}

/** Inverse shows a block in the background's colour, and a hidden one is nothing but background. */
function blockOf(style: Style): Style {
  return style.attributes & (INVERSE | HIDDEN) ? style : { ...style, background: '' };
}

function withParameters(style: Style, parameters: string): Style {
  const codes = (parameters === '' ? '0' : parameters).split(/[;:]/);
  let { attributes, foreground, background } = style;
  for (let at = 0; at < codes.length; at++) {
    const code = Number(codes[at] || 0);
    const attribute = ATTRIBUTES.find(([, on]) => on === code);
    if (attribute) attributes |= attribute[0];
    else if (code === 0) [attributes, foreground, background] = [0, '', ''];
    else if (code >= 22 && code <= 29) for (const [bit, , off] of ATTRIBUTES) attributes &= off === code ? ~bit : -1;
    else if (code === 38 || code === 48) {
      const length = codes[at + 1] === '5' ? 3 : codes[at + 1] === '2' ? 5 : 1;
      const colour = length > 1 ? codes.slice(at, at + length).join(';') : '';
      if (code === 38) foreground = colour;
      else background = colour;
      at += length - 1;
    } else if (code === 39) foreground = '';
    else if (code === 49) background = '';
    else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) foreground = String(code);
    else if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107)) background = String(code);
  }
  return { attributes, foreground, background };
}

function shortestTransition(from: Style, to: Style): string {
  const anew = sgr(['0', ...settings(DEFAULT, to)]);
  const onward = sgr([...clearings(from, to), ...settings(afterClearings(from, to), to)]);
  const reset = keyOf(to) === keyOf(DEFAULT) ? '\x1b[m' : anew;
  return onward.length <= reset.length ? onward : reset;
}

function sgr(parameters: readonly string[]): string {
  return `\x1b[${parameters.join(';')}m`;
}

function clearings(from: Style, to: Style): string[] {
  const gone = from.attributes & ~to.attributes;
  return [...new Set(ATTRIBUTES.filter(([bit]) => gone & bit).map(([, , off]) => String(off)))];
}

function afterClearings(from: Style, to: Style): Style {
  const gone = from.attributes & ~to.attributes;
  const cleared = gone & (BOLD | DIM) ? gone | BOLD | DIM : gone;
  return { ...from, attributes: from.attributes & ~cleared };
}

function settings(from: Style, to: Style): string[] {
  const parameters: string[] = [];
  for (const [bit, on] of ATTRIBUTES) if (to.attributes & ~from.attributes & bit) parameters.push(String(on));
  if (from.foreground !== to.foreground) parameters.push(to.foreground || '39');
  if (from.background !== to.background) parameters.push(to.background || '49');
  return parameters;
}
