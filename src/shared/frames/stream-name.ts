/**
 * Which job a sequence belongs to, and which of its streams it is: `sh010_beauty.####.exr` and `sh010_depth.####.exr`
 * are two layers of the job `sh010.####.exr`. A pure function of one name: what lies beside it does not matter, so a
 * job's id never changes because another file turns up.
 */
import { isStreamName, type StreamKind } from './stream-words.ts';

/** A sequence's place among the streams of its job; null where its name does not tell. */
export interface StreamName {
  /** The directory without levels that only name a stream, the pattern without the words that do. */
  readonly job: { readonly directory: string; readonly pattern: string };
  /** As it stands in the name: `beauty`, `diffuse_direct`; `beauty/depth` where directory and file name one each. */
  readonly layer: string | null;
  /** `left`, `R`. */
  readonly view: string | null;
  /** `tile03`, `x0_y1`. */
  readonly tile: string | null;
}

type Found = Readonly<Record<StreamKind, string | null>>;

const KINDS: readonly StreamKind[] = ['tile', 'view', 'layer'];
const NONE: Found = { layer: null, view: null, tile: null };
/** No stream's name has more words than this. */
const MOST_WORDS = 4;
/** More than these levels of a path hardly name streams: a layer, a view, a tile. */
const MOST_LEVELS = 3;

/**
 * Reads a sequence's name. `directory` may be of either kind of system, relative or not; `pattern` as in a report
 * (`name.####.exr`). Two streams may come out alike (`a_beauty.####.exr`, `beauty_a.####.exr`): they are still two.
 */
export function streamOf(directory: string, pattern: string): StreamName {
  const dot = pattern.lastIndexOf('.');
  const frameEnd = pattern.lastIndexOf('#') + 1;
  const stemEnd = dot >= frameEnd ? dot : pattern.length;
  if (frameEnd === 0) return { job: { directory, pattern }, ...NONE };
  const file = readStem(pattern.slice(0, stemEnd));
  const place = readDirectory(directory, file.found);
  return { job: { directory: place.directory, pattern: file.stem + pattern.slice(stemEnd) }, ...place.found };
}

/** Takes one token of each kind out of the stem, again and again: behind a view a layer's letter may come to light. */
function readStem(whole: string): { readonly stem: string; readonly found: Found } {
  let stem = whole;
  let found = NONE;
  for (;;) {
    const taken = takeToken(stem, found);
    if (!taken) return { stem, found };
    stem = taken.stem;
    found = { ...found, [taken.kind]: taken.text };
  }
}

function takeToken(stem: string, found: Found): { stem: string; kind: StreamKind; text: string } | null {
  const parts = wordsOf(stem);
  for (const kind of KINDS) {
    const run = found[kind] === null ? findRun(parts, kind) : null;
    if (run) return { kind, text: stem.slice(run.start, run.end), stem: without(stem, run) };
  }
  return null;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

interface Word extends Span {
  readonly text: string;
  /** Beside the frame number, with a separator between. */
  readonly lone: boolean;
}

/** The words around the frame number, which parts them as separators do: `beauty####` is the word `beauty`. */
function wordsOf(stem: string): readonly (Word | null)[] {
  const frameEnd = stem.lastIndexOf('#') + 1;
  let frameStart = frameEnd;
  while (frameStart > 0 && stem[frameStart - 1] === '#') frameStart--;
  const words: (Word | null)[] = [];
  for (const match of stem.matchAll(/#+|[^\s._#-]+/g)) {
    const { index: start, 0: text } = match;
    const end = start + text.length;
    const lone = end + 1 === frameStart || start === frameEnd + 1;
    words.push(text.startsWith('#') ? null : { text, start, end, lone });
  }
  return words;
}

/** The last words that name a stream, as many as belong together; a frame number (null) parts them. */
function findRun(words: readonly (Word | null)[], kind: StreamKind): Span | null {
  for (let last = words.length - 1; last >= 0; last--) {
    for (let first = Math.max(0, last - MOST_WORDS + 1); first <= last; first++) {
      const run = words.slice(first, last + 1).filter((word) => word !== null);
      const [start] = run;
      const end = run.at(-1);
      if (!start || !end || run.length <= last - first) continue;
      const texts = run.map((word) => word.text);
      if (isStreamName(kind, texts, end.lone)) return { start: start.start, end: end.end };
    }
  }
  return null;
}

/** The stem without the span and one separator: the one before it, or at the beginning the one behind it. */
function without(stem: string, { start, end }: Span): string {
  const before = stem.slice(0, start);
  const behind = stem.slice(end);
  return /[\s._-]$/.test(before) ? before.slice(0, -1) + behind : before + behind.replace(/^[\s._-]/, '');
}

/** Drops the last levels that name nothing but a stream. */
function readDirectory(whole: string, ofFile: Found): { readonly directory: string; readonly found: Found } {
  let directory = whole;
  let found = ofFile;
  const dropped = new Set<StreamKind>();
  while (dropped.size < MOST_LEVELS) {
    const at = Math.max(directory.lastIndexOf('/'), directory.lastIndexOf('\\'));
    const level = directory.slice(at + 1);
    const kind = KINDS.find((each) => !dropped.has(each) && isWholly(each, level));
    const joined = kind && joinNames(kind, level, found[kind]);
    if (!kind || !joined) break;
    found = { ...found, [kind]: joined };
    dropped.add(kind);
    directory = parentOf(directory, at);
  }
  return { directory, found };
}

/** A root keeps its separator: `/`, `C:\\`. */
function parentOf(directory: string, separator: number): string {
  if (separator < 0) return '';
  const isRoot = separator === 0 || directory[separator - 1] === ':';
  return directory.slice(0, isRoot ? separator + 1 : separator);
}

function isWholly(kind: StreamKind, level: string): boolean {
  const words = level.split(/[\s._-]/);
  return words.length <= MOST_WORDS && isStreamName(kind, words, false);
}

/** What directory and file say together; null where they contradict each other. */
function joinNames(kind: StreamKind, level: string, inFile: string | null): string | null {
  if (inFile === null || inFile.toLowerCase() === level.toLowerCase()) return inFile ?? level;
  return kind === 'layer' ? `${level}/${inFile}` : null;
}
