/**
 * Where in a file's name the frame number stands. The rule: the digit group nearest the extension, never a
 * version (`v012`) unless it is the only group. A character scan, since directories hold 100,000 names.
 */
import { LARGEST_FRAME } from '../../shared/frame-range.ts';

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
];

/** More digits than this are read as no number at all, whatever their zeros. */
const MOST_DIGITS = 15;

/** Extensions of what lies beside renders but is none: everything else that bears a number counts. */
const NOT_OUTPUTS: ReadonlySet<string> = new Set(
  (
    'log txt md csv json yaml yml toml ini cfg conf xml html htm pdf lock pid sock bak swp db sqlite ' +
    'py pyc sh bat ps1 js ts mel lua cpp c h so dll exe ' +
    'blend blend1 blend2 pov pov-state inc ma mb hip hiplc hipnc nk comp aep c4d max ass usd usda usdc usdz rib vrscene ' +
    'abc fbx obj mtl gltf glb vdb bgeo sim zip 7z gz xz bz2 zst tar rar'
  ).split(' '),
);

/** Reads the frame number out of a file name; null where the name bears none or is no output by its extension. */
export function locateFrame(name: string): FrameSpot | null {
  const dot = name.lastIndexOf('.');
  if (dot < 1 || !isOutputExtension(name.slice(dot + 1))) return null;
  let version: FrameSpot | null = null;
  let groups = 0;
  for (let end = dot; end > 0; ) {
    if (!isDigit(name.charCodeAt(end - 1))) {
      end--;
      continue;
    }
    let start = end - 1;
    while (start > 0 && isDigit(name.charCodeAt(start - 1))) start--;
    groups++;
    const spot = readGroup(name, start, end);
    if (spot && !isVersion(name, start)) return spot;
    version ??= spot;
    end = start;
  }
  return groups === 1 ? version : null;
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

/** The extension as it stands in the name, without its dot; '' where there is none. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot + 1);
}

function compileGlob(glob: string): IgnoreRule {
  const open = glob.startsWith('*');
  const text = glob.slice(open ? 1 : 0, glob.length > 1 && glob.endsWith('*') ? -1 : undefined);
  if (glob.length > 1 && glob.endsWith('*')) {
    return open ? (name) => name.includes(text) : (name) => name.startsWith(text);
  }
  return open ? (name) => name.endsWith(text) : (name) => name === text;
}

function isOutputExtension(extension: string): boolean {
  for (let i = 0; i < extension.length; i++) {
    if (!isDigit(extension.charCodeAt(i))) return !NOT_OUTPUTS.has(extension.toLowerCase());
  }
  return false;
}

function readGroup(name: string, start: number, end: number): FrameSpot | null {
  if (end - start > MOST_DIGITS) return null;
  let number = 0;
  for (let i = start; i < end; i++) number = number * 10 + name.charCodeAt(i) - 48;
  if (number > LARGEST_FRAME) return null;
  // `foo-0001` is frame -1, but the dash in `2026-01` and before a 0 only separates.
  const minus = number > 0 && name[start - 1] === '-' && !isDigit(name.charCodeAt(start - 2));
  return minus ? { start: start - 1, end, frame: -number } : { start, end, frame: number };
}

function isVersion(name: string, start: number): boolean {
  const mark = name.charCodeAt(start - 1) | 32;
  return mark === 118 && !isLetter(name.charCodeAt(start - 2));
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
