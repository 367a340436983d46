/**
 * Subframes stand in a name with their decimals: `foo.0001.5.exr` is frame 1.5 of `foo.####.exr`. By the name alone it
 * is frame 5 of `foo.0001.#.exr`, as `plate.1001.5.exr` may well be, so they are joined only where somebody asks for it.
 */
import { ascendingFrames, type FrameRange, rangeOfFrames, unionFrames } from '../../shared/frames/frame-range.ts';
import type { ScannedDefect, ScannedSequence } from './scanned-sequence.ts';

/** A sequence, and those that it was made of: itself, and those of its subframes. */
export interface JoinedSequence {
  readonly sequence: ScannedSequence;
  readonly sources: readonly ScannedSequence[];
}

/** More decimals are none: frames are told to a ten-thousandth. */
const MOST_DECIMALS = 4;

/** Whether the range names subframes: those are meant then. */
export function hasSubframes(range: FrameRange | null): boolean {
  return range?.some(([first]) => !Number.isInteger(first)) ?? false;
}

/** Each subframe with the sequence of its whole frames; what has none stays what it is called. */
export function joinSubframes(sequences: readonly ScannedSequence[]): JoinedSequence[] {
  const parts = new Map<ScannedSequence, ScannedSequence[]>();
  for (const sequence of sequences) {
    const home = homeOf(sequence, sequences) ?? sequence;
    const known = parts.get(home);
    if (known) known.push(sequence);
    else parts.set(home, [sequence]);
  }
  return [...parts].map(([home, sources]) => {
    const others = sources.filter((source) => source !== home);
    return { sequence: others.reduce(joined, home), sources: [home, ...others] };
  });
}

/** The sequence again, when its sources have been checked. */
export function rejoined(sources: readonly ScannedSequence[], { expected }: ScannedSequence): JoinedSequence[] {
  const [home, ...others] = sources;
  return home ? [{ sequence: { ...others.reduce(joined, home), expected }, sources }] : [];
}

/** Where the subframes of `sequence` belong; null where it has none. */
function homeOf(sequence: ScannedSequence, all: readonly ScannedSequence[]): ScannedSequence | null {
  const whole = wholeFrameOf(sequence);
  if (!whole || sequence.columns.some(({ width }) => width > MOST_DECIMALS)) return null;
  const { prefix, digits, suffix } = whole;
  const homes = all.filter(({ pattern, padding }) => {
    const fits = digits.startsWith('0') ? digits.length === padding : digits.length >= padding;
    return fits && pattern === `${prefix}${'#'.repeat(padding)}${suffix}`;
  });
  return homes.sort((a, b) => b.padding - a.padding)[0] ?? null;
}

interface WholeFrame {
  readonly prefix: string;
  readonly sign: 1 | -1;
  readonly digits: string;
  readonly suffix: string;
}

/** The number in front of the decimals: a minus behind a separator is one. */
function wholeFrameOf({ columns }: ScannedSequence): WholeFrame | null {
  const [group] = columns.map((column) => column.group);
  const match = group && /^(.*?)((?<=[._ ]|^)-)?(\d{1,9})\.$/su.exec(group.prefix);
  if (!match) return null;
  return { prefix: match[1] ?? '', sign: match[2] ? -1 : 1, digits: match[3] ?? '', suffix: group.suffix };
}

function joined(home: ScannedSequence, sub: ScannedSequence): ScannedSequence {
  const both = (a: FrameRange, b: FrameRange): FrameRange =>
    unionFrames(a, rangeOfFrames(Array.from(ascendingFrames(b), (frame) => subframeOf(frame, sub))));
  const defects = sub.defects.map((defect): ScannedDefect => ({ ...defect, frame: subframeOf(defect.frame, sub) }));
  return {
    ...home,
    frames: both(home.frames, sub.frames),
    placeholders: both(home.placeholders, sub.placeholders),
    orphans: both(home.orphans, sub.orphans),
    suspicious: both(home.suspicious, sub.suspicious),
    bytes: home.bytes + sub.bytes,
    defects: [...home.defects, ...defects].sort((a, b) => a.frame - b.frame),
    columns: [...home.columns, ...sub.columns],
  };
}

/** Of 25 in `foo.0001.25.exr` it is 1.25, of 5 in `foo.0001.05.exr` 1.05. */
function subframeOf(decimals: number, sub: ScannedSequence): number {
  const whole = wholeFrameOf(sub);
  const width = sub.columns.find(({ frames }) => frames.get(decimals) !== null)?.width ?? 1;
  const sign = whole?.sign ?? 1;
  return sign * Number(`${whole?.digits ?? 0}.${String(decimals).padStart(width, '0')}`) + 0;
}
