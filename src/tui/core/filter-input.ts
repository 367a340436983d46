/** The one-line input of the filter: typing, pasting and erasing as in a shell. */
import { cutText } from '../../shared/cut-text.ts';
import type { TerminalInput } from './key-press.ts';
import type { EraseCommand } from './tui-command.ts';

const LONGEST_FILTER = 200;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The text after a paste or a key with a character; the same text after any other key. */
export function typed(text: string, input: TerminalInput): string {
  if (input.kind === 'paste') return cutText(text + input.text.replace(/[\s\p{Cc}]+/gu, ' '), LONGEST_FILTER);
  const character = input.name === 'space' ? ' ' : input.name;
  return isCharacter(character) ? cutText(text + character, LONGEST_FILTER) : text;
}

export function erased(text: string, command: EraseCommand): string {
  switch (command) {
    case 'erase-character':
      return withoutLast(text);
    case 'erase-word':
      return text.replace(/\S*\s*$/u, '');
    case 'erase-filter':
      return '';
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
