/**
 * Names of a sequence's files with a word in the place of the frame number, as renderers, compositors and users write
 * them: `shot.####.exr`, `shot.%04d.exr`, `shot.$F4.exr`, and with its frames in front of the word `shot.1-20#.exr`.
 */
import { readParts } from './frame-notation.ts';
import { FrameRangeError, LARGEST_FRAME } from './frame-range.ts';

/**
 * How wide a run of `#` is. `digits`: one each, as in Blender, Nuke, After Effects, and in the patterns that we print;
 * a name holds no frames. `fileseq`: four each, `@` one each (`##@` is 9), and a name may hold its frames; from `####`
 * on, which would be 16 digits and is no number anybody writes, one each as well.
 */
export type PatternDialect = 'digits' | 'fileseq';

export interface FramePattern {
  /** With its closing separator; '' where the text is a bare name. */
  readonly directory: string;
  /** What stands before and behind the number in the name. */
  readonly prefix: string;
  readonly suffix: string;
  /** The fewest digits; 1 where numbers are not padded. */
  readonly padding: number;
  /** The frames that stand in the name, in notation; null where none do. */
  readonly frames: string | null;
  /** `shot.####.exr`, one `#` a digit: how reports and lists name the sequence. */
  readonly pattern: string;
  /** The frame that a file of this name (without directory) is; null where it is none of the sequence. */
  matches(name: string): number | null;
  /** The frame's file, with the directory as it was given; subframes stand with their decimals. */
  fileName(frame: number): string;
}

const WORDS = new RegExp(
  [
    String.raw`\[#+\]`, // After Effects
    '[#@]+',
    String.raw`%\d*[di]`, // printf, FFmpeg, Nuke: %4d pads with zeros in FFmpeg too
    // Houdini; $FF, $FSTART and the like are other variables.
    String.raw`\$F\d*(?![A-Za-z\d])`,
    String.raw`\$\{F\d*\}`,
    String.raw`<[fF]\d*>|<frame\d*>`, // RenderMan, Houdini's husk
    '<UDIM>|<udim>',
    String.raw`%\(UDIM\)d`,
  ].join('|'),
  'g',
);
/** Most digits that a frame number can have: more are refused, not written. */
const WIDEST = 15;
const UDIM_DIGITS = 4;

/** Reads a name or path; null where no word in its last part stands for a frame. Directories are never looked into. */
export function parseFramePattern(text: string, dialect: PatternDialect): FramePattern | null {
  const nameAt = nameStart(text);
  const name = text.slice(nameAt);
  const word = frameWord(name);
  if (!word) return null;
  const padding = wordWidth(word[0], dialect);
  if (padding > WIDEST) return null;
  const before = name.slice(0, word.index);
  const frames = dialect === 'fileseq' ? framesAtEnd(before) : null;
  return framePattern({
    directory: text.slice(0, nameAt),
    prefix: frames === null ? before : before.slice(0, before.length - frames.length),
    suffix: name.slice(word.index + word[0].length),
    padding,
    frames,
  });
}

function framePattern(
  parts: Pick<FramePattern, 'directory' | 'prefix' | 'suffix' | 'padding' | 'frames'>,
): FramePattern {
  const { directory, prefix, suffix, padding } = parts;
  return {
    ...parts,
    pattern: `${prefix}${'#'.repeat(padding)}${suffix}`,
    matches: (name) => {
      if (name.length <= prefix.length + suffix.length) return null;
      if (!name.startsWith(prefix) || !name.endsWith(suffix)) return null;
      return readNumber(name.slice(prefix.length, name.length - suffix.length), padding);
    },
    fileName: (frame) => `${directory}${prefix}${writeNumber(frame, padding)}${suffix}`,
  };
}

/** The minus stands before the zeros and is no digit: -1 at width 4 is `-0001`. */
function writeNumber(frame: number, padding: number): string {
  const [whole = '', decimals] = String(Math.abs(frame)).split('.');
  const digits = whole.padStart(padding, '0');
  return `${frame < 0 ? '-' : ''}${digits}${decimals === undefined ? '' : `.${decimals}`}`;
}

/** A width is a minimum; zeros beyond it make another sequence. printf counts the minus as a digit: `-001`. */
function readNumber(text: string, padding: number): number | null {
  const match = /^(-?)(\d{1,15})(\.\d{1,4})?$/.exec(text);
  if (!match) return null;
  const digits = match[2] ?? '';
  const isPrintf = match[1] === '-' && digits.length === padding - 1;
  if (digits.length < padding && !isPrintf) return null;
  if (digits.length > padding && digits.startsWith('0')) return null;
  const frame = Number(text);
  return Math.abs(frame) <= LARGEST_FRAME && !Object.is(frame, -0) ? frame : null;
}

/** `\` separates too where the text is a path of Windows: it bears a drive, or knows no other separator. */
function nameStart(text: string): number {
  const isWindows = /^([A-Za-z]:|\\\\)/.test(text) || !text.includes('/');
  return Math.max(text.lastIndexOf('/'), isWindows ? text.lastIndexOf('\\') : -1) + 1;
}

/** The word nearest the extension; a tile's number is the frame only where nothing else is. */
function frameWord(name: string): RegExpExecArray | null {
  const words = [...name.matchAll(WORDS)];
  return words.findLast((word) => !/udim/i.test(word[0])) ?? words.at(-1) ?? null;
}

function wordWidth(word: string, dialect: PatternDialect): number {
  if (/udim/i.test(word)) return UDIM_DIGITS;
  if (word.startsWith('[')) return word.length - 2;
  if (!/^[#@]/.test(word)) return Math.max(1, Number(/\d+/.exec(word)?.[0] ?? 1));
  const isOneEach = dialect === 'digits' || /^#{4,}$/.test(word);
  return isOneEach ? word.length : [...word].reduce((width, mark) => width + (mark === '#' ? 4 : 1), 0);
}

/**
 * The longest notation that `text` ends with. Decimals only in a last step: `1920x1038.1001-1076` ends with 1001-1076.
 * A number by itself is a frame only where it is set off, `shot.7#.exr`: in `sh010#.exr` it belongs to the name.
 */
function framesAtEnd(text: string): string | null {
  const run = /-?\d[\d,xy:-]*(?:(?<=x\d+)\.\d{1,4})?$/.exec(text)?.[0] ?? '';
  for (let at = 0; at < run.length; at++) {
    const candidate = run.slice(at);
    const previous = text[text.length - candidate.length - 1] ?? '';
    if (!/^-?\d/.test(candidate) || /\d/.test(previous)) continue;
    if (/^-?\d+$/.test(candidate) && !/^[._ ]?$/.test(previous)) continue;
    if (isNotation(candidate)) return candidate;
  }
  return null;
}

function isNotation(text: string): boolean {
  try {
    return [...readParts(text)].length > 0;
  } catch (error) {
    if (error instanceof FrameRangeError) return false;
    throw error;
  }
}
