/** The one-line input of the filter: typing, pasting and the editing keys of a shell. */
import type { TerminalInput } from './key-press.ts';

const LONGEST_FILTER = 200;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The text after a key or a paste, the same text where the key is none of the input's. */
export function editFilter(text: string, input: TerminalInput): string {
  if (input.kind === 'paste') return bounded(text + input.text.replace(/[\s\p{Cc}]+/gu, ' '));
  switch (input.name) {
    case 'backspace':
    case 'ctrl-h':
      return withoutLast(text);
    case 'ctrl-u':
      return '';
    case 'ctrl-w':
      return text.replace(/\S*\s*$/u, '');
    case 'space':
      return bounded(`${text} `);
    default:
      return isCharacter(input.name) ? bounded(text + input.name) : text;
  }
}

function isCharacter(name: string): boolean {
  return [...graphemes.segment(name)].length === 1 && !/\p{Cc}/u.test(name);
}

function withoutLast(text: string): string {
  const segments = [...graphemes.segment(text)];
  return segments
    .slice(0, -1)
    .map(({ segment }) => segment)
    .join('');
}

function bounded(text: string): string {
  return text.length <= LONGEST_FILTER ? text : text.slice(0, LONGEST_FILTER).replace(/[\ud800-\udbff]$/u, '');
}
