import { describe, expect, it } from 'vitest';
import { UsageError } from '../../shared/usage-error.ts';
import { readScanArguments } from './scan-arguments.ts';

describe('readScanArguments', () => {
  it('reads the working directory to any depth when nothing is said', () => {
    expect(readScanArguments([])).toEqual({
      wants: null,
      targets: ['.'],
      form: 'text',
      check: false,
      depth: Number.POSITIVE_INFINITY,
      expected: null,
      all: false,
      long: false,
      ignore: [],
      namesOnly: false,
      subframes: false,
      deleteOrphans: false,
      orphans: null,
      yes: false,
    });
  });

  it('takes all options when they are given', () => {
    const argv =
      'a b --json --check --depth 2 --frames=-5-10 --all --long --ignore x* --ignore *y --delete-orphans --orphans 7 --yes';
    expect(readScanArguments(argv.split(' '))).toMatchObject({
      targets: ['a', 'b'],
      form: 'json',
      check: true,
      depth: 2,
      expected: [[-5, 10]],
      all: true,
      long: true,
      ignore: ['x*', '*y'],
      deleteOrphans: true,
      orphans: [[7, 7]],
      yes: true,
    });
    expect(readScanArguments(['--no-recursive', '--names'])).toMatchObject({ depth: 0, namesOnly: true });
    expect(readScanArguments(['--subframes'])).toMatchObject({ subframes: true });
    expect(readScanArguments(['--help']).wants).toBe('help');
  });

  it.each([
    [['--frames', '1-'], /1-/],
    [['--depth', '1.5'], /whole number/],
    [['--depth', '1', '--no-recursive'], /exclude each other/],
    [['--names', '--check'], /--names/],
    [['--yes'], /--delete-orphans/],
    [['--what'], /There is no option --what/],
  ])('refuses %j with a sentence', (argv, sentence) => {
    expect(() => readScanArguments(argv)).toThrow(UsageError);
    expect(() => readScanArguments(argv)).toThrow(sentence);
  });
});
