import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TerminalInput } from '../core/key-press.ts';
import { createInputDecoder } from './input-decoder.ts';

const bytes = (text: string) => Buffer.from(text, 'utf8');
const names = (inputs: readonly TerminalInput[]) =>
  inputs.map((input) => (input.kind === 'key' ? input.name : `paste:${input.text}`));
const decode = (text: string) => names(createInputDecoder().push(bytes(text)));

const SEQUENCES: readonly (readonly [string, readonly string[]])[] = [
  ['jjj', ['j', 'j', 'j']],
  ['a?G[ ', ['a', '?', 'G', '[', 'space']],
  ['\r\n\t\x7f\b', ['enter', 'enter', 'tab', 'backspace', 'backspace']],
  ['\x03\x04\x0c\x15\x17\x1a', ['ctrl-c', 'ctrl-d', 'ctrl-l', 'ctrl-u', 'ctrl-w', 'ctrl-z']],
  ['\x1b[A\x1b[B\x1b[C\x1b[D', ['up', 'down', 'right', 'left']],
  ['\x1bOA\x1bOB\x1bOH\x1bOF\x1bOM', ['up', 'down', 'home', 'end', 'enter']],
  ['\x1b[H\x1b[F\x1b[1~\x1b[4~\x1b[7~\x1b[8~', ['home', 'end', 'home', 'end', 'home', 'end']],
  ['\x1b[5~\x1b[6~\x1b[3~\x1b[2~', ['pgup', 'pgdn', 'delete', 'insert']],
  ['\x1b[1;5A\x1b[1;2B\x1b[5;3~', ['ctrl-up', 'shift-down', 'alt-pgup']],
  ['\x1b[Z', ['shift-tab']],
  ['\x1bf\x1b\r\x1b\x7f', ['alt-f', 'alt-enter', 'alt-backspace']],
  ['é漢🎬', ['é', '漢', '🎬']],
  ['\x1b\x1b[A', ['esc', 'up']],
  ['\x1b[I\x1b[O', []],
  ['\x1b[<64;10;5M\x1b[<0;1;1m', []],
  ['\x1b[M !!j', ['j']],
  ['\x1b[97;5u\x1b[27;5;97~\x1b[?62;4c\x1b[200;1Rj', ['j']],
  ['\x1b[[Aj', ['j']],
  ['\x1b[200~two\r\nlines\x1b[Aq\x1b[201~q', ['paste:two\nlines\x1b[Aq', 'q']],
  ['\x1b[12\x1b[A', ['up']],
  ['\x1b[1\x03', ['ctrl-c']],
];

describe('createInputDecoder', () => {
  it.each(SEQUENCES)('reads %j as %j', (text, expected) => {
    expect(decode(text)).toEqual(expected);
  });

  it('reads the same when the bytes arrive in any pieces', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...SEQUENCES), { maxLength: 6 }),
        fc.infiniteStream(fc.nat(4)),
        (all, cuts) => {
          const whole = bytes(all.map(([text]) => text).join(''));
          const decoder = createInputDecoder();
          const inputs: TerminalInput[] = [];
          for (let at = 0; at < whole.length; ) {
            const length = 1 + (cuts.next().value ?? 0);
            inputs.push(...decoder.push(whole.subarray(at, at + length)));
            at += length;
          }
          expect(names(inputs)).toEqual(all.flatMap(([, expected]) => expected));
        },
      ),
    );
  });

  it('holds a lone ESC until it is flushed, then it is the key', () => {
    const decoder = createInputDecoder();
    expect(decoder.push(bytes('\x1b'))).toEqual([]);
    expect(decoder.held).toBe('escape');
    expect(names(decoder.flush())).toEqual(['esc']);
    expect(decoder.held).toBe('nothing');
  });

  it('drops the beginning of a sequence when nothing follows it', () => {
    const decoder = createInputDecoder();
    decoder.push(bytes('\x1b[1;'));
    expect(decoder.held).toBe('beginning');
    expect(decoder.flush()).toEqual([]);
    expect(names(decoder.push(bytes('A')))).toEqual(['A']);
  });

  it('hands on a paste whose end never came when it is flushed', () => {
    const decoder = createInputDecoder();
    expect(decoder.push(bytes('\x1b[200~half'))).toEqual([]);
    expect(decoder.held).toBe('beginning');
    expect(names(decoder.flush())).toEqual(['paste:half']);
    expect(names(decoder.push(bytes('q')))).toEqual(['q']);
  });

  it('cuts a paste when it is longer than any input can hold', () => {
    const [input] = createInputDecoder().push(bytes(`\x1b[200~${'x'.repeat(200_000)}\x1b[201~`));
    expect(input?.kind === 'paste' && input.text.length).toBe(65_536);
  });

  it('never throws and never yields an unnamed key when the bytes are random', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 12 })), (chunks) => {
        const decoder = createInputDecoder();
        const inputs = [...chunks.flatMap((chunk) => decoder.push(chunk)), ...decoder.flush()];
        for (const input of inputs) if (input.kind === 'key') expect(input.name).not.toBe('');
      }),
    );
  });
});
