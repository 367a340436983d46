/** What of the renderers' outputs is followed: their directories, each once, with all that its renderers are to render. */
import { type FrameRange, unionFrames } from '../../shared/frame-range.ts';
import type { ExpectedSource } from '../../shared/protocol/sequence.ts';
import { locateFrame } from './sequence-name.ts';

/** As much of a renderer as says where its frames go. */
export interface OutputOwner {
  readonly outputs: readonly {
    readonly directory: string;
    readonly pattern: string | null;
    readonly expected: FrameRange | null;
    readonly expectedFrom: ExpectedSource | null;
  }[];
}

/** A directory to follow, and what is to come there. */
export interface DirectoryToFollow {
  readonly path: string;
  readonly expected: FrameRange | null;
  readonly expectedFrom: ExpectedSource | null;
}

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

/**
 * The directories that renderers write sequences into, each once. Where several render one sequence into one
 * directory, what is expected is the frames of all; where their sequences differ, or one of them does not say, it is
 * unknown: a range is never given to frames that it was not meant for.
 */
export function foundRoots(renderers: readonly OutputOwner[]): readonly DirectoryToFollow[] {
  const outputs = new Map<string, OutputOwner['outputs'][number][]>();
  for (const output of renderers.flatMap((renderer) => renderer.outputs)) {
    if (!isSequence(output.pattern)) continue;
    const same = outputs.get(output.directory);
    if (same) same.push(output);
    else outputs.set(output.directory, [output]);
  }
  return [...outputs].map(([path, there]) => ({ path, ...expectationOf(there) }));
}

function expectationOf(outputs: OutputOwner['outputs']): Pick<DirectoryToFollow, 'expected' | 'expectedFrom'> {
  let expected: FrameRange | null = null;
  for (const output of outputs) {
    const differs = output.pattern !== outputs[0]?.pattern;
    if (!output.expected || differs) return { expected: null, expectedFrom: null };
    expected = expected ? unionFrames(expected, output.expected) : output.expected;
  }
  const sources = outputs.map(({ expectedFrom }) => expectedFrom);
  return { expected, expectedFrom: sources.includes('command line') ? 'command line' : (sources[0] ?? null) };
}

/** One film is no sequence; one numbered image is one of a sequence that is rendered frame by frame. */
function isSequence(pattern: string | null): boolean {
  return pattern === null || pattern.includes('#') || isRenderFileName(pattern);
}
