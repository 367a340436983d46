/** `sentry-agent frames`: range notation made into frames or file names, piece by piece, however many there are. */
import { displaySafe, terminalSafeJson } from '../shared/display-safe.ts';
import { orMistake } from '../shared/frames/frame-mistake.ts';
import { formatFrameRange, rangeOfParts } from '../shared/frames/frame-notation.ts';
import { framesInOrder } from '../shared/frames/frame-order.ts';
import {
  ascendingFrames,
  countFrames,
  type FrameRange,
  gapsOf,
  NO_FRAMES,
  unionFrames,
} from '../shared/frames/frame-range.ts';
import { UsageError } from '../shared/usage-error.ts';
import type { FrameGroup, FramesArguments } from './frames-arguments.ts';

/** Characters printed at a time, about. */
const CHUNK = 32_768;

/**
 * What is printed, in pieces that are made only when the one before is out. Throws UsageError before the first where
 * a range is to be reckoned with as a whole (`--json`, `--range`, `--missing`) and has too many separate frames.
 * `isTerminal`: names are made harmless for one; elsewhere they stand as they are.
 */
export function framesText(asked: FramesArguments, isTerminal: boolean): Iterable<string> {
  const ranges = asked.form === 'list' && !asked.missing ? null : asked.groups.map((group) => rangeOf(group, asked));
  const total = (ranges ?? []).reduce(unionFrames, NO_FRAMES);
  switch (asked.form) {
    case 'range':
      return total.length === 0 ? [] : [`${formatFrameRange(total)}\n`];
    case 'json':
      return inChunks(jsonPieces(asked, ranges ?? [], total));
    case 'list':
      return inChunks(listPieces(asked, ranges, isTerminal));
  }
}

function rangeOf({ parts }: FrameGroup, { missing }: FramesArguments): FrameRange {
  const range = orMistake(UsageError, () => rangeOfParts(parts));
  return missing ? gapsOf(range) : range;
}

/** In the order of the notation; the holes in it have none, and ascend. */
function framesOf(group: FrameGroup, missing: FrameRange | null): Iterable<number> {
  return missing ? ascendingFrames(missing) : framesInOrder(group.parts);
}

function* listPieces(
  { groups, missing, lines }: FramesArguments,
  ranges: readonly FrameRange[] | null,
  isTerminal: boolean,
): Generator<string, void> {
  const separator = lines || groups.some((group) => group.pattern) ? '\n' : ' ';
  let isFirst = true;
  for (const [index, group] of groups.entries()) {
    for (const frame of framesOf(group, missing ? (ranges?.[index] ?? NO_FRAMES) : null)) {
      const name = group.pattern?.fileName(frame);
      const text = name === undefined ? `${frame}` : isTerminal ? displaySafe(name) : name;
      yield isFirst ? text : `${separator}${text}`;
      isFirst = false;
    }
  }
  if (!isFirst) yield '\n';
}

/** `{frames, count, range}`, and of names `files` too: of their frames, those of all sequences together. */
function* jsonPieces(
  { groups, missing }: FramesArguments,
  ranges: readonly FrameRange[],
  total: FrameRange,
): Generator<string, void> {
  const frames = missing ? ascendingFrames(total) : framesInOrder(groups.flatMap((group) => group.parts));
  yield '{"frames":[';
  yield* separated(frames, String);
  yield `],"count":${countFrames(total)},"range":${JSON.stringify(formatFrameRange(total))}`;
  if (groups.some((group) => group.pattern)) {
    yield ',"files":[';
    yield* separated(filesOf(groups, missing ? ranges : null), (name) => terminalSafeJson(JSON.stringify(name)));
    yield ']';
  }
  yield '}\n';
}

function* filesOf(groups: readonly FrameGroup[], missing: readonly FrameRange[] | null): Generator<string, void> {
  for (const [index, group] of groups.entries()) {
    const frames = framesOf(group, missing && (missing[index] ?? NO_FRAMES));
    for (const frame of frames) if (group.pattern) yield group.pattern.fileName(frame);
  }
}

function* separated<T>(items: Iterable<T>, textOf: (item: T) => string): Generator<string, void> {
  let isFirst = true;
  for (const item of items) {
    yield isFirst ? textOf(item) : `,${textOf(item)}`;
    isFirst = false;
  }
}

function* inChunks(pieces: Iterable<string>): Generator<string, void> {
  let chunk = '';
  for (const piece of pieces) {
    chunk += piece;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}
