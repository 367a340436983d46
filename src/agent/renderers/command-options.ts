/** Reads the options of render programs leniently: `-o x`, `-o=x`, `-o:x`; what is unknown is passed over. */
import {
  type FrameRange,
  type Interval,
  LARGEST_FRAME,
  rangeOfFrames,
  rangeOfIntervals,
} from '../../shared/frames/frame-range.ts';

/** The value of the last of the named options; null where none is given. */
export function optionOf(argv: readonly string[], ...names: readonly string[]): string | null {
  return optionsOf(argv, ...names).at(-1) ?? null;
}

/** The values of all of the named options in their order. */
export function optionsOf(argv: readonly string[], ...names: readonly string[]): readonly string[] {
  const values: string[] = [];
  for (let at = 1; at < argv.length; at++) {
    const arg = argv[at] as string;
    const value = argv[at + 1];
    if (names.includes(arg)) {
      if (value !== undefined) values.push(value);
      continue;
    }
    const name = names.find((each) => arg.startsWith(`${each}=`) || arg.startsWith(`${each}:`));
    if (name !== undefined) values.push(arg.slice(name.length + 1));
  }
  return values;
}

/** The whole numbers that follow the option, at most `most`: `-frame 1 100 2`. */
export function numbersAfter(argv: readonly string[], name: string, most: number): readonly number[] {
  const at = argv.lastIndexOf(name);
  const numbers: number[] = [];
  for (const arg of at < 0 ? [] : argv.slice(at + 1, at + 1 + most)) {
    const number = frameOf(arg);
    if (number === null) break;
    numbers.push(number);
  }
  return numbers;
}

export function hasFlag(argv: readonly string[], ...names: readonly string[]): boolean {
  return argv.some((arg, at) => at > 0 && names.includes(arg));
}

/** The last argument that bears one of the extensions, in any case, and is no option itself. */
export function fileArgument(argv: readonly string[], ...extensions: readonly string[]): string | null {
  const found = argv.findLast((arg, at) => {
    if (at === 0 || arg.startsWith('-')) return false;
    const name = arg.toLowerCase();
    return extensions.some((extension) => name.endsWith(`.${extension}`));
  });
  return found ?? null;
}

/** A frame number as command lines give it; Maya and V-Ray write whole ones as `12.0`. */
export function frameOf(text: string | null | undefined): number | null {
  if (text === null || text === undefined || !/^[+-]?\d{1,9}(\.0*)?$/.test(text)) return null;
  return Number(text) + 0;
}

/** Each `step`th frame from `first` to `last`; null where a part is unknown, or makes no sense. */
export function framesBetween(first: number | null, last: number | null, step: number | null = 1): FrameRange | null {
  if (first === null || last === null || step === null || step === 0) return null;
  const [low, high] = first <= last ? [first, last] : [last, first];
  if (high > LARGEST_FRAME || low < -LARGEST_FRAME) return null;
  const stride = Math.abs(step);
  if (stride === 1) return [[low, high]];
  const count = Math.floor((high - low) / stride) + 1;
  if (count > MOST_FRAMES) return null;
  const direction = first <= last ? stride : -stride;
  return rangeOfFrames(Array.from({ length: count }, (_, i) => first + i * direction));
}

/** The frames of all of the parts together; null where those of one of them are unknown, and without any. */
export function joinFrames<Part>(
  parts: readonly Part[],
  framesOf: (part: Part) => FrameRange | null,
): FrameRange | null {
  const intervals: Interval[] = [];
  for (const part of parts) {
    const frames = framesOf(part);
    // Part by part, so that a line of many long ones is given up before it is held.
    if (frames === null || intervals.length + frames.length > MOST_FRAMES) return null;
    for (const interval of frames) intervals.push(interval);
  }
  return parts.length === 0 ? null : rangeOfIntervals(intervals);
}

/** More single frames than this on one command line are a mistake, or somebody's joke. */
const MOST_FRAMES = 100_000;
