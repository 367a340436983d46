import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitCommandLine } from './split-command-line.ts';

describe('splitCommandLine', () => {
  it.each([
    ['a.exe  -b "C:\\p x\\s.blend" -a', ['a.exe', '-b', 'C:\\p x\\s.blend', '-a']],
    ['"C:\\Program Files\\a.exe" -o=D:\\r\\', ['C:\\Program Files\\a.exe', '-o=D:\\r\\']],
    ['a "b\\"c" "d\\\\" e\\\\"f g"', ['a', 'b"c', 'd\\', 'e\\f g']],
    ['a -o:"c:\\o p\\i.jpg" ""', ['a', '-o:c:\\o p\\i.jpg', '']],
    ['a "never closed', ['a', 'never closed']],
    ['   ', []],
  ])('splits %s as Windows does', (line, argv) => {
    expect(splitCommandLine(line, 'windows')).toEqual(argv);
  });

  it('splits what ps shows at blanks, and keeps what quotes are left', () => {
    expect(splitCommandLine('blender -b /p/s.blend  --python-expr "a b" it\'s', 'posix')).toEqual([
      'blender',
      '-b',
      '/p/s.blend',
      '--python-expr',
      'a b',
      "it's",
    ]);
  });

  it('gives back what was quoted by the rules of Windows', () => {
    const argument = fc.string({ unit: fc.constantFrom('a', ' ', '"', '\\', '-'), maxLength: 8 });
    fc.assert(
      fc.property(fc.array(argument, { maxLength: 5 }), (argv) => {
        const line = argv
          .map(
            (each) =>
              `"${each.replace(/(\\*)("|$)/g, (_, slashes: string, quote: string) => slashes + slashes + (quote ? '\\"' : ''))}"`,
          )
          .join(' ');
        expect(splitCommandLine(line, 'windows')).toEqual(argv);
      }),
    );
  });
});
