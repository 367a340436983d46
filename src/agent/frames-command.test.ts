import { describe, expect, test } from 'vitest';
import { UsageError } from '../shared/usage-error.ts';
import { readFramesArguments } from './frames-arguments.ts';
import { framesText } from './frames-command.ts';
import { FRAMES_HELP } from './frames-help.ts';

function printed(...argv: readonly string[]): string {
  return [...framesText(readFramesArguments(argv), false)].join('');
}

describe('sentry-agent frames', () => {
  test.each<[readonly string[], string]>([
    [['1-10x3'], '1 4 7 10\n'],
    [['1-10:5'], '1 6 5 9 4 7 10 3 2 8\n'],
    [['-5--1'], '-5 -4 -3 -2 -1\n'],
    [['--', '-5--4'], '-5 -4\n'],
    [['-2', '-1', '--lines'], '-2\n-1\n'],
    [['5', '1-3', '2-6'], '5 1 2 3 4 6\n'],
    [['1-2x0.3'], '1 1.3 1.6 1.9\n'],
    [['--range', '1', '2', '3', '5'], '1-3,5\n'],
    [['1-3,7', '--missing'], '4 5 6\n'],
    [['1-3,7', '--missing', '--range'], '4-6\n'],
    [['1-3', '--missing'], ''],
    [['1-3', '--missing', '--range'], ''],
    [['5-5y2'], ''],
    [['1-10x3', '--json'], '{"frames":[1,4,7,10],"count":4,"range":"1-10x3"}\n'],
    [['10-1x3', '--json'], '{"frames":[10,7,4,1],"count":4,"range":"1-10x3"}\n'],
    [['5-5y2', '--json'], '{"frames":[],"count":0,"range":""}\n'],
    [['1-3,7', '--missing', '--json'], '{"frames":[4,5,6],"count":3,"range":"4-6"}\n'],
    [['/r/shot.1-3#.exr'], '/r/shot.0001.exr\n/r/shot.0002.exr\n/r/shot.0003.exr\n'],
    [['a.1-2@.exr', 'b.5@.exr', 'a.2-3@.exr'], 'a.1.exr\na.2.exr\na.3.exr\nb.5.exr\n'],
    [['a.1,3@.exr', 'b.1,4@.exr', '--missing'], 'a.2.exr\nb.2.exr\nb.3.exr\n'],
    [
      ['a.1-2@.exr', 'b.2-3@.exr', '--json'],
      '{"frames":[1,2,3],"count":3,"range":"1-3","files":["a.1.exr","a.2.exr","b.2.exr","b.3.exr"]}\n',
    ],
  ])('%j prints %j', (argv, text) => {
    expect(printed(...argv)).toBe(text);
  });

  test.each<[readonly string[], RegExp]>([
    [[], /Name the frames to expand/],
    [['--json'], /Name the frames to expand/],
    [[''], /An empty expression names no frames/],
    [['1x5'], /has a step but no end/],
    [['1-3', '1-'], /has no end/],
    [['shot.#.exr'], /names no frames; .* shot\.1-10####\.exr/],
    [['shot.exr'], /"shot\.exr" is no frame range/],
    [['1-3', 'shot.1-3#.exr'], /cannot be expanded together/],
    [['--json', '--range', '1'], /exclude each other/],
    [['--jsn', '1'], /There is no option --jsn/],
    [['-x', '1'], /There is no option -x/],
    [['1-999999999x2', '--range'], /more than 200000 separate frames/],
    [['1-999999999x2', '--json'], /more than 200000 separate frames/],
  ])('%j is refused with a sentence', (argv, sentence) => {
    expect(() => framesText(readFramesArguments(argv), false)).toThrow(UsageError);
    expect(() => framesText(readFramesArguments(argv), false)).toThrow(sentence);
  });

  test('makes only as much text as is taken', () => {
    const [piece = ''] = framesText(readFramesArguments(['1-999999999x3']), false);
    expect(piece).toMatch(/^1 4 7 /);
    expect(piece.length).toBeLessThan(40_000);
  });

  test('says the same in pieces as in one', () => {
    expect(printed('1-30000')).toBe(`${Array.from({ length: 30_000 }, (_, i) => i + 1).join(' ')}\n`);
  });

  test('keeps what a terminal would obey from it, and from nobody else', () => {
    const asked = readFramesArguments(['\u001b]0;x.1@.exr']);
    expect([...framesText(asked, true)].join('')).toBe('\\x1b]0;x.1.exr\n');
    expect([...framesText(asked, false)].join('')).toBe('\u001b]0;x.1.exr\n');
  });

  test('asks for nothing where help is wanted', () => {
    expect(readFramesArguments(['--help'])).toMatchObject({ wants: 'help', groups: [] });
  });
});

test('FRAMES_HELP fits a terminal, and its examples of ranges are true', () => {
  expect(FRAMES_HELP.split('\n').filter((line) => line.length > 80)).toEqual([]);
  const shown = [...FRAMES_HELP.matchAll(/^ {2}(\S+) .*: (-?\d[-\d. ]+)$/gm)];
  expect(shown.map(([, notation]) => notation)).toEqual(['1-10x3', '1-10y3', '10-1x3', '1-2x0.3']);
  for (const [, notation = '', frames] of shown) expect(printed(notation)).toBe(`${frames}\n`);
});
