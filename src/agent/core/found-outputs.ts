/** What of the renderers' outputs is followed: their directories, each once, and what is to be rendered into each. */
import { type FrameRange, unionFrames } from '../../shared/frames/frame-range.ts';
import { streamOf } from '../../shared/frames/stream-name.ts';
import type { ExpectedSource } from '../../shared/protocol/sequence.ts';
import { locateFrame } from './sequences/sequence-name.ts';

/** What one renderer is to render into a directory. */
export interface ExpectedOutput {
  /** `name.####.exr`, or the name of one numbered file; null where only the directory is known. */
  readonly pattern: string | null;
  /** Null is unknown. */
  readonly expected: FrameRange | null;
  readonly expectedFrom: ExpectedSource | null;
}

/** As much of a renderer as says where its frames go. */
export interface OutputOwner {
  readonly outputs: readonly (ExpectedOutput & { readonly directory: string })[];
}

/** A directory that nobody named: renderers of this machine write into it. */
export interface FoundRoot {
  readonly path: string;
  readonly outputs: readonly ExpectedOutput[];
}

export type Expectation = Pick<ExpectedOutput, 'expected' | 'expectedFrom'>;

/** What comes of a renderer, one file a frame. */
const IMAGES: ReadonlySet<string> = new Set(
  (
    'exr sxr png jpg jpeg tif tiff tx dpx cin tga targa hdr rgbe webp bmp rgb rgba sgi pic rat iff psd jp2 j2c jxl ' +
    'avif ppm pgm pfm pnm vrimg dds'
  ).split(' '),
);

/** Whether a file of this name is a numbered image: what a renderer leaves behind frame by frame. */
export function isRenderFileName(name: string): boolean {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return IMAGES.has(extension) && !name.startsWith('.') && locateFrame(name) !== null;
}

/** The directories that renderers write sequences into, each once. */
export function foundRoots(renderers: readonly OutputOwner[]): readonly FoundRoot[] {
  const found = new Map<string, ExpectedOutput[]>();
  for (const { directory, ...output } of renderers.flatMap((renderer) => renderer.outputs)) {
    if (!isSequence(output.pattern)) continue;
    const same = found.get(directory);
    if (same) same.push(output);
    else found.set(directory, [output]);
  }
  return [...found].map(([path, outputs]) => ({ path, outputs }));
}

const UNKNOWN: Expectation = { expected: null, expectedFrom: null };

/**
 * What is expected of the sequence of this pattern: the frames of all renderers whose output it is, by its name, or by
 * its directory where no name is known. A range is never given to frames that it was not meant for: where a renderer
 * that may write the sequence does not say what, or only one of several is known by name, it is unknown.
 */
export function expectationOf(outputs: readonly ExpectedOutput[], pattern: string): Expectation {
  const named = outputs.filter((output) => output.pattern !== null);
  if (named.length > 0 && named.length < outputs.length) return UNKNOWN;
  const meant = outputs.filter((output) => output.pattern === null || isOutputOf(output.pattern, pattern));
  let expected: FrameRange | null = null;
  for (const output of meant) {
    if (!output.expected) return UNKNOWN;
    expected = expected ? unionFrames(expected, output.expected) : output.expected;
  }
  const sources = meant.map(({ expectedFrom }) => expectedFrom);
  return { expected, expectedFrom: sources.includes('command line') ? 'command line' : (sources[0] ?? null) };
}

/** Whether the sequence, or a file of it, is what was told, however wide its numbers, or one of its streams: a layer, a view. */
export function isOutputOf(told: string, pattern: string): boolean {
  const wanted = unpadded(told);
  const seen = unpadded(pattern);
  return wanted === seen || streamOf('', wanted).job.pattern === streamOf('', seen).job.pattern;
}

/** With one `#` in the place of the frame number. */
function unpadded(pattern: string): string {
  const end = pattern.lastIndexOf('#') + 1;
  if (end > 0) return `${pattern.slice(0, end).replace(/#+$/, '#')}${pattern.slice(end)}`;
  const spot = locateFrame(pattern);
  return spot ? `${pattern.slice(0, spot.start)}#${pattern.slice(spot.end)}` : pattern;
}

/** One film is no sequence; one numbered image is one of a sequence that is rendered frame by frame. */
function isSequence(pattern: string | null): boolean {
  return pattern === null || pattern.includes('#') || isRenderFileName(pattern);
}
