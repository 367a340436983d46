/**
 * What a terminal sends, as keys and pastes. Ink's own reads ESC and `[A` that arrive 30 ms apart as Escape and text,
 * hands `jjj` on as one call, and lets wheel, focus and paste marks through as text; this one does none of that.
 * Pure: it holds what is not yet whole, and is told by `flush()` when no more is coming.
 */
import { StringDecoder } from 'node:string_decoder';
import type { TerminalInput } from '../core/key-press.ts';

export interface InputDecoder {
  /** The whole inputs that these bytes complete. */
  push(bytes: Uint8Array): readonly TerminalInput[];
  /** What is held: a lone ESC that may yet become a sequence, the beginning of one, or nothing. */
  readonly held: 'nothing' | 'escape' | 'beginning';
  /** Nothing followed in time: a lone ESC was the key, the beginning of a sequence is dropped, a paste is handed on. */
  flush(): readonly TerminalInput[];
}

/** A paste longer than this is cut: it goes into one-line inputs. */
const LONGEST_PASTE = 65_536;
/** No sequence of a keyboard or a mouse is longer. */
const LONGEST_SEQUENCE = 64;
const PASTE_END = '\x1b[201~';

const CSI_LETTERS: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
};

/** `CSI n ~` of VT220 and its successors, rxvt's Home and End among them. */
const CSI_NUMBERS: Readonly<Record<string, string>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pgup',
  6: 'pgdn',
  7: 'home',
  8: 'end',
  11: 'f1',
  12: 'f2',
  13: 'f3',
  14: 'f4',
  15: 'f5',
  17: 'f6',
  18: 'f7',
  19: 'f8',
  20: 'f9',
  21: 'f10',
  23: 'f11',
  24: 'f12',
};

const CONTROL_NAMES: Readonly<Record<number, string>> = {
  0: 'ctrl-space',
  8: 'backspace',
  9: 'tab',
  10: 'enter',
  13: 'enter',
  27: 'esc',
  28: 'ctrl-\\',
  29: 'ctrl-]',
  30: 'ctrl-^',
  31: 'ctrl-_',
  127: 'backspace',
};

export function createInputDecoder(): InputDecoder {
  const utf8 = new StringDecoder('utf8');
  let rest = '';
  let paste: string | null = null;

  function takePaste(into: TerminalInput[]): boolean {
    const end = rest.indexOf(PASTE_END);
    // The end mark itself may be cut by the chunk's end.
    const until = end >= 0 ? end : Math.max(0, rest.length - (PASTE_END.length - 1));
    paste = `${paste ?? ''}${rest.slice(0, until)}`.slice(0, LONGEST_PASTE);
    rest = rest.slice(end >= 0 ? end + PASTE_END.length : until);
    if (end < 0) return false;
    into.push(pasteOf(paste));
    paste = null;
    return true;
  }

  function takeAll(): TerminalInput[] {
    const inputs: TerminalInput[] = [];
    while (rest !== '') {
      if (paste !== null) {
        if (takePaste(inputs)) continue;
        break;
      }
      const taken = takeOne(rest);
      if (taken === null) break;
      rest = rest.slice(taken.length);
      if (taken.name === 'paste') paste = '';
      else if (taken.name !== null) inputs.push({ kind: 'key', name: taken.name });
    }
    return inputs;
  }

  return {
    push(bytes) {
      rest += utf8.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      return takeAll();
    },
    get held() {
      if (paste !== null) return 'beginning';
      return rest === '' ? 'nothing' : rest === '\x1b' ? 'escape' : 'beginning';
    },
    flush() {
      const inputs: TerminalInput[] = [];
      if (paste !== null) inputs.push(pasteOf(`${paste}${rest}`));
      else if (rest === '\x1b') inputs.push({ kind: 'key', name: 'esc' });
      rest = '';
      paste = null;
      return inputs;
    },
  };
}

function pasteOf(text: string): TerminalInput {
  return { kind: 'paste', text: text.replace(/\r\n?/g, '\n') };
}

/** How much of the text the first input takes, and its name: null for what is swallowed, `paste` where one begins. */
interface Taken {
  readonly length: number;
  readonly name: string | null;
}

/** Null where the text may yet become something longer. */
function takeOne(text: string): Taken | null {
  if (text[0] !== '\x1b') return takeCharacter(text);
  if (text.length === 1) return null;
  if (text[1] === '[') return takeCsi(text);
  if (text[1] === 'O') return takeSs3(text);
  if (text[1] === '\x1b') return { length: 1, name: 'esc' };
  const { length, name } = takeCharacter(text.slice(1));
  return { length: length + 1, name: `alt-${name}` };
}

function takeCharacter(text: string): Taken {
  const code = text.codePointAt(0) ?? 0;
  if (code === 0x20) return { length: 1, name: 'space' };
  if (code > 0x20 && code !== 0x7f) return { length: code > 0xffff ? 2 : 1, name: String.fromCodePoint(code) };
  return { length: 1, name: CONTROL_NAMES[code] ?? `ctrl-${String.fromCharCode(code + 0x60)}` };
}

function takeSs3(text: string): Taken | null {
  const final = text[2];
  if (final === undefined) return null;
  if (final < ' ') return { length: 2, name: 'alt-O' };
  // The keypad's Enter in application mode.
  return { length: 3, name: final === 'M' ? 'enter' : (CSI_LETTERS[final] ?? null) };
}

function takeCsi(text: string): Taken | null {
  let end = 2;
  while (end < text.length && text.charCodeAt(end) >= 0x20 && text.charCodeAt(end) <= 0x3f) end++;
  if (end > LONGEST_SEQUENCE) return { length: end, name: null };
  const final = text[end];
  if (final === undefined) return null;
  // Something else began within the sequence: what came of it is dropped.
  if (final < ' ' || final > '~') return { length: end, name: null };
  const parameters = text.slice(2, end);
  // The oldest mouse reports bear three bytes behind their final letter.
  if (final === 'M' && parameters === '') return text.length < 6 ? null : { length: 6, name: null };
  // The Linux console's function keys: `CSI [ A`.
  if (final === '[' && parameters === '') return text.length < 4 ? null : { length: 4, name: null };
  return { length: end + 1, name: csiName(parameters, final) };
}

function csiName(parameters: string, final: string): string | null {
  const [first = '', modifier] = parameters.split(';');
  if (final === '~') {
    if (first === '200') return 'paste';
    return withModifier(CSI_NUMBERS[first], modifier);
  }
  if (final === 'Z') return 'shift-tab';
  if (parameters !== '' && !/^1;\d+$/.test(parameters)) return null;
  return withModifier(CSI_LETTERS[final], modifier);
}

/** xterm's modifier is 1 + shift + 2 alt + 4 ctrl. */
function withModifier(name: string | undefined, modifier: string | undefined): string | null {
  if (name === undefined) return null;
  const bits = Number(modifier ?? '1') - 1;
  if (!(bits >= 0)) return name;
  return `${bits & 4 ? 'ctrl-' : ''}${bits & 2 ? 'alt-' : ''}${bits & 1 ? 'shift-' : ''}${name}`;
}
