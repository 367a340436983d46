/**
 * Where in a file's name the frame number stands. The rule: the digit group nearest the extension, unless it is part
 * of a word that tells something else (a version `v012`, a tile `tile03` or `x0_y1`, a size `1920x1080`, a day, `rec709`) and
 * there is another group. A UDIM number by itself (`1001`) cannot be told from a frame by one name: nearest wins there
 * too. Which group it is depends on the name's other characters, never on the digits of the frame itself, but for what
 * `dependsOnDigits` tells.
 */
import { LARGEST_FRAME } from '../../../shared/frames/frame-range.ts';

/** `name.slice(0, start)` is the prefix, `name.slice(end)` the suffix; the number between them may bear a minus. */
export interface FrameSpot {
  readonly start: number;
  readonly end: number;
  readonly frame: number;
}

/** Tells the names that are never a finished output: temporary files, dotfiles. */
export type IgnoreRule = (name: string) => boolean;

/** Temporary names of renderers and copy programs; `*` stands at the beginning, the end, or both. */
export const DEFAULT_IGNORE: readonly string[] = [
  '.*',
  '*~',
  '*.tmp',
  '*.tmp.*',
  '*.part',
  '*.part.*',
  '*.partial',
  '*_part.*',
  '*_checkpoint',
];

/** More digits than this are read as no number at all, whatever their zeros. */
const MOST_DIGITS = 15;

/** Extensions of what lies beside renders but is none: everything else that bears a number counts. */
const NOT_OUTPUTS: ReadonlySet<string> = new Set(
  (
    'log txt md csv json yaml yml toml ini cfg conf xml html htm pdf lock pid sock bak swp db sqlite core out err ' +
    'py pyc sh bat ps1 js ts mel lua cpp c h so dll exe ' +
    'blend blend1 blend2 pov pov-state inc ma mb hip hiplc hipnc nk comp aep c4d max ass usd usda usdc usdz rib vrscene ' +
    'abc fbx obj mtl gltf glb vdb bgeo sim zip 7z gz xz bz2 zst tar rar'
  ).split(' '),
);

/** Words whose digits are no frame while the name has others: the tile, layer or version of one. */
const OTHER_NUMBERS =
  /(?:(?<![a-z])v\d+|(?<![a-z0-9])(?:tile[._-]?\d+|x\d+[._-]?y\d+|u\d+[._-]?v\d+|udim[._-]?\d+|crypto(?:matte|object|material|asset)\d+))(?![a-z0-9])/gi;
/** Words whose digits are never a frame: sizes, colour spaces, codecs, depths and rates. */
const MEASURES =
  /(?<![a-z0-9])(?:\d+(?:x\d+|[kp]|bits?|fps|mm)|(?:rec|bt)(?:601|709|2020|2100)|[hx]26[45]|prores(?:422|4444))(?![a-z0-9])/gi;
const MEASURE_BEGUN = /(?<![a-z0-9])(?:rec|bt|[hx]|prores)$/i;
/** Nor are those of a day, or of a moment of it: `2026-01-31`, `2026-11-21 at 10.22.31` (screenshots, recordings). */
const MOMENTS = /(?<!\d)(?:19|20)\d\d-[01]\d-\d\d(?:(?: at |[ _-])\d\d?(?:\.\d\d\.|-\d\d-|:\d\d:)\d\d)?(?!\d)/g;
const MOMENT_BEGUN = /(?<!\d)(?:19|20)\d\d-[01]\d-(?:\d\d(?: at |[ _-])\d\d?(?:\.\d\d\.|-\d\d-|:\d\d:))?$/;

/** Reads the frame number out of a file name; null where the name bears none. */
export function locateFrame(name: string): FrameSpot | null {
  const stemEnd = extensionStart(name);
  const nearest = groupBefore(name, stemEnd);
  if (!nearest) return null;
  if (!isInWord(name, nearest)) {
    const spot = readGroup(name, nearest);
    if (spot) return spot;
  }
  return locateAmongWords(name, stemEnd);
}

/** Whether some digits behind this would be no frame (a day's, a colour space's), and others would. */
export function dependsOnDigits(prefix: string): boolean {
  return MOMENT_BEGUN.test(prefix) || MEASURE_BEGUN.test(prefix);
}

/**
 * Whether the dash that ends this may as well be one that only separates: `render-0001.png` is read as frame -1, but
 * `shot.-0001.exr` cannot be meant otherwise.
 */
export function endsInAmbiguousDash(prefix: string): boolean {
  return /[^\d._ -]-$/.test(prefix);
}

/** Whether a file of this name may be what a renderer puts out, by its extension. */
export function isOutputName(name: string): boolean {
  const extension = extensionOf(name);
  if (extension !== '') return !NOT_OUTPUTS.has(extension.toLowerCase());
  // `render.log.1`, `core.4711`: what stands before the numbers tells.
  const word = /([^.]*)(?:\.\d+)*$/.exec(name)?.[1] ?? '';
  return !NOT_OUTPUTS.has(word.toLowerCase());
}

/** `*` at either end only: `.*`, `*~`, `*.part.*`, or a whole name. Cheaper than regular expressions, and never slow. */
export function compileIgnore(globs: readonly string[]): IgnoreRule {
  const rules = globs.map(compileGlob);
  return (name) => rules.some((matches) => matches(name));
}

/**
 * Whether `temporary` is what `name` may have been called while it was written: it holds the whole name up to the
 * extension, set off from what stands around it (`.X.aB3d`, `X.png.tmp`, `X_part.png`).
 */
export function isTemporaryOf(name: string, temporary: string): boolean {
  const dot = name.lastIndexOf('.');
  const stem = dot < 1 ? name : name.slice(0, dot);
  const at = temporary.indexOf(stem);
  return at >= 0 && !isWordAt(temporary, at - 1) && !isWordAt(temporary, at + stem.length);
}

/** The extension as it stands in the name, without its dot; '' where there is none: `name_0030`, `name.exr.0030`. */
export function extensionOf(name: string): string {
  return name.slice(extensionStart(name) + 1);
}

/** Where the extension's dot stands; the name's length where there is no extension: it has a letter, and is one word. */
function extensionStart(name: string): number {
  const dot = name.lastIndexOf('.');
  if (dot < 0) return name.length;
  let letters = 0;
  for (let i = dot + 1; i < name.length; i++) {
    const code = name.charCodeAt(i);
    if (code === UNDERSCORE || code === BLANK) return name.length;
    if (!isDigit(code) && code !== DASH) letters++;
  }
  return letters > 0 ? dot : name.length;
}

const UNDERSCORE = 95;
const BLANK = 32;
const DASH = 45;

interface DigitGroup {
  readonly start: number;
  readonly end: number;
}

/** The last digits before `limit`. */
function groupBefore(name: string, limit: number): DigitGroup | null {
  let end = limit;
  while (end > 0 && !isDigit(name.charCodeAt(end - 1))) end--;
  if (end === 0) return null;
  let start = end - 1;
  while (start > 0 && isDigit(name.charCodeAt(start - 1))) start--;
  return { start, end };
}

/** Whether letters beside the digits may make them something else than a frame. */
function isInWord(name: string, { start, end }: DigitGroup): boolean {
  if (isLetter(name.charCodeAt(start - 1)) || isLetter(name.charCodeAt(end))) return true;
  // `2026-01-31`, `10.22.31`.
  if (end - start === 2 && isDigit(name.charCodeAt(start - 2))) return true;
  const before = name.charCodeAt(start - 2) | 32;
  // `tile_03`, `udim_1001`.
  return before === 101 || before === 109;
}

function locateAmongWords(name: string, stemEnd: number): FrameSpot | null {
  const stem = name.slice(0, stemEnd);
  const others = spansOf(stem, OTHER_NUMBERS);
  const never = [...spansOf(stem, MEASURES), ...spansOf(stem, MOMENTS)];
  let onlyOthers: FrameSpot | null = null;
  for (let group = groupBefore(name, stemEnd); group; group = groupBefore(name, group.start)) {
    if (isWithin(group, never)) continue;
    const spot = readGroup(name, group);
    if (spot && !isWithin(group, others)) return spot;
    onlyOthers ??= spot;
  }
  return onlyOthers;
}

function spansOf(text: string, words: RegExp): readonly DigitGroup[] {
  return Array.from(text.matchAll(words), ({ 0: word, index }) => ({ start: index, end: index + word.length }));
}

function isWithin(group: DigitGroup, spans: readonly DigitGroup[]): boolean {
  return spans.some((span) => span.start <= group.start && group.end <= span.end);
}

function compileGlob(glob: string): IgnoreRule {
  const open = glob.startsWith('*');
  const text = glob.slice(open ? 1 : 0, glob.length > 1 && glob.endsWith('*') ? -1 : undefined);
  if (glob.length > 1 && glob.endsWith('*')) {
    return open ? (name) => name.includes(text) : (name) => name.startsWith(text);
  }
  return open ? (name) => name.endsWith(text) : (name) => name === text;
}

function readGroup(name: string, { start, end }: DigitGroup): FrameSpot | null {
  if (end - start > MOST_DIGITS) return null;
  let number = 0;
  for (let i = start; i < end; i++) number = number * 10 + name.charCodeAt(i) - 48;
  if (number > LARGEST_FRAME) return null;
  // `foo-0001` is frame -1, but the dash in `2026-01` and before a 0 only separates.
  const minus = number > 0 && name[start - 1] === '-' && !isDigit(name.charCodeAt(start - 2));
  return minus ? { start: start - 1, end, frame: -number } : { start, end, frame: number };
}

function isWordAt(name: string, at: number): boolean {
  const code = name.charCodeAt(at);
  return isDigit(code) || isLetter(code);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isLetter(code: number): boolean {
  const lower = code | 32;
  return lower >= 97 && lower <= 122;
}
