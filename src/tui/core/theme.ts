/** How the dashboard looks, as data: tones to colours, and the two sets of glyphs. Colour never alone carries meaning. */
import { TABLE_GLYPHS, type TableGlyphs } from '../../shared/state-looks.ts';

/** What a terminal can colour. */
export type ColourDepth = 'none' | '16' | '256';

/** The role of a piece of text; the theme decides what it looks like. */
export type Tone = 'plain' | 'dim' | 'strong' | 'good' | 'warn' | 'bad' | 'accent' | 'key' | 'border' | 'track';

/** SGR parameters of one tone at each depth; without colour, only weight is left. */
interface ToneLook {
  readonly none: string;
  readonly '16': string;
  readonly '256': string;
}

export interface Theme {
  readonly tones: Readonly<Record<Tone, ToneLook>>;
  /** What lies over the selected row; where it is inverse, tones would turn into blots and are left out. */
  readonly selection: ToneLook;
  readonly tonesInSelection: Readonly<Record<ColourDepth, boolean>>;
}

export const defaultTheme: Theme = {
  tones: {
    plain: { none: '', '16': '', '256': '' },
    dim: { none: '2', '16': '2', '256': '38;5;245' },
    strong: { none: '1', '16': '1', '256': '1' },
    good: { none: '', '16': '32', '256': '38;5;114' },
    warn: { none: '1', '16': '33', '256': '38;5;221' },
    bad: { none: '1', '16': '31', '256': '38;5;203' },
    accent: { none: '', '16': '36', '256': '38;5;80' },
    key: { none: '1', '16': '1', '256': '1;38;5;80' },
    border: { none: '2', '16': '2', '256': '38;5;242' },
    track: { none: '2', '16': '2', '256': '38;5;239' },
  },
  selection: { none: '7', '16': '7', '256': '48;5;237' },
  tonesInSelection: { none: false, '16': false, '256': true },
};

export type GlyphSetName = keyof typeof TABLE_GLYPHS;

export interface GlyphSet extends TableGlyphs {
  readonly selected: string;
  readonly ascending: string;
  readonly descending: string;
  readonly more: string;
  readonly before: string;
  readonly degree: string;
  readonly enter: string;
  readonly upDown: string;
  readonly cursor: string;
  /** So many times. */
  readonly times: string;
  readonly previous: string;
  readonly next: string;
  /** Left, right and line of a panel's top, of a rule inside it, and of its bottom. */
  readonly top: readonly [left: string, right: string];
  readonly rule: readonly [left: string, right: string];
  readonly bottom: readonly [left: string, right: string];
  readonly horizontal: string;
  readonly vertical: string;
  /** Parts of a cell from an eighth to a whole; in ASCII a cell is full or not. */
  readonly bar: {
    readonly parts: readonly string[];
    readonly frame: readonly [string, string];
  };
  /** From lowest to highest. */
  readonly spark: readonly string[];
  /** Two values side by side in a cell of a graph, each 0-4 high: `area[left][right]`. */
  readonly area: readonly (readonly string[])[];
  /** Where a line down the middle of a panel begins, crosses a rule, and ends. */
  readonly middle: { readonly down: string; readonly cross: string; readonly up: string };
}

const UNICODE: GlyphSet = {
  ...TABLE_GLYPHS.unicode,
  selected: '▌',
  ascending: '▲',
  descending: '▼',
  more: '▼',
  before: '▲',
  degree: '°',
  enter: '⏎',
  upDown: '↑↓',
  cursor: '▏',
  times: '×',
  previous: '◂',
  next: '▸',
  top: ['╭', '╮'],
  rule: ['├', '┤'],
  bottom: ['╰', '╯'],
  horizontal: '─',
  vertical: '│',
  bar: { parts: ['▏', '▎', '▍', '▌', '▋', '▊', '▉', TABLE_GLYPHS.unicode.cell], frame: ['', ''] },
  spark: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  area: [
    [' ', '⢀', '⢠', '⢰', '⢸'],
    ['⡀', '⣀', '⣠', '⣰', '⣸'],
    ['⡄', '⣄', '⣤', '⣴', '⣼'],
    ['⡆', '⣆', '⣦', '⣶', '⣾'],
    ['⡇', '⣇', '⣧', '⣷', '⣿'],
  ],
  middle: { down: '┬', cross: '┼', up: '┴' },
};

const ASCII: GlyphSet = {
  ...TABLE_GLYPHS.ascii,
  selected: '>',
  ascending: '^',
  descending: 'v',
  more: 'v',
  before: '^',
  degree: '',
  enter: 'enter',
  upDown: 'arrows',
  cursor: '_',
  times: 'x',
  previous: '<',
  next: '>',
  top: ['+', '+'],
  rule: ['+', '+'],
  bottom: ['+', '+'],
  horizontal: '-',
  vertical: '|',
  bar: { parts: [TABLE_GLYPHS.ascii.cell], frame: ['[', ']'] },
  spark: ['_', '.', ':', '-', '=', '+', '*', '#'],
  area: [
    [' ', '.', '.', ':', ':'],
    ['.', '.', ':', ':', '+'],
    ['.', ':', ':', '+', '+'],
    [':', ':', '+', '+', '#'],
    [':', '+', '+', '#', '#'],
  ],
  middle: { down: '+', cross: '+', up: '+' },
};

export function glyphSet(name: GlyphSetName): GlyphSet {
  return name === 'unicode' ? UNICODE : ASCII;
}
