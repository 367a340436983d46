/** What `sentry-agent frames` is asked for: read wholly before anything is printed, so that a refusal stands alone. */
import { type CommandLine, readCommandLine } from '../shared/command-line.ts';
import { orMistake } from '../shared/frames/frame-mistake.ts';
import { readParts } from '../shared/frames/frame-notation.ts';
import type { FramePart } from '../shared/frames/frame-part.ts';
import { type FramePattern, parseFramePattern } from '../shared/frames/frame-pattern.ts';
import { UsageError } from '../shared/usage-error.ts';

/** Frames in the order in which they are named; of one sequence of files, or mere numbers. */
export interface FrameGroup {
  readonly pattern: FramePattern | null;
  readonly parts: readonly FramePart[];
}

export interface FramesArguments {
  readonly wants: CommandLine['wants'];
  /** Either one group of numbers, or one a sequence. */
  readonly groups: readonly FrameGroup[];
  readonly form: 'list' | 'range' | 'json';
  /** What is asked for is not the frames, but the holes between them. */
  readonly missing: boolean;
  /** One a line; names, which may hold blanks, always are. */
  readonly lines: boolean;
}

const PROGRAM = 'sentry-agent frames';

/** `argv` is what follows the word `frames`. Throws UsageError. */
export function readFramesArguments(argv: readonly string[]): FramesArguments {
  const { options, expressions } = split(argv);
  const { flags, wants } = readCommandLine(PROGRAM, options, {
    json: { type: 'boolean' },
    range: { type: 'boolean' },
    missing: { type: 'boolean' },
    lines: { type: 'boolean' },
  });
  if (wants === null && expressions.length === 0)
    throw new UsageError(`Name the frames to expand, as in ${PROGRAM} 1-10x3.`);
  if (flags.json && flags.range) throw new UsageError('--json and --range exclude each other; give one of them.');
  return {
    wants,
    groups: wants === null ? groupsOf(expressions) : [],
    form: flags.json ? 'json' : flags.range ? 'range' : 'list',
    missing: flags.missing === true,
    lines: flags.lines === true,
  };
}

/** `-5--1` is no option; behind `--` nothing is. No option takes a value, so the two can be told apart one by one. */
function split(argv: readonly string[]): { options: readonly string[]; expressions: readonly string[] } {
  const end = argv.indexOf('--');
  const mixed = end < 0 ? argv : argv.slice(0, end);
  const isOption = (argument: string): boolean => /^-[^\d.]/.test(argument);
  return {
    options: mixed.filter(isOption),
    expressions: [...mixed.filter((argument) => !isOption(argument)), ...(end < 0 ? [] : argv.slice(end + 1))],
  };
}

function groupsOf(expressions: readonly string[]): readonly FrameGroup[] {
  const groups = new Map<string, { readonly pattern: FramePattern | null; readonly parts: FramePart[] }>();
  for (const expression of expressions) {
    const pattern = parseFramePattern(expression, 'fileseq');
    const key = pattern ? `${pattern.directory}${pattern.pattern}` : '';
    const group = groups.get(key) ?? { pattern, parts: [] };
    groups.set(key, group);
    for (const part of partsOf(expression, pattern)) group.parts.push(part);
  }
  if (groups.has('') && groups.size > 1)
    throw new UsageError('Ranges and names of files cannot be expanded together; give the one or the other.');
  return [...groups.values()];
}

function partsOf(expression: string, pattern: FramePattern | null): readonly FramePart[] {
  if (expression.trim() === '')
    throw new UsageError(`An empty expression names no frames; write it as ${PROGRAM} 1-10.`);
  if (pattern?.frames === null)
    throw new UsageError(
      `"${expression.slice(0, 80)}" names no frames; write them where the padding begins: shot.1-10####.exr.`,
    );
  return orMistake(UsageError, () => [...readParts(pattern?.frames ?? expression)]);
}
