/**
 * `.sentry.yaml` in an output directory: what people say of the renders there and below, so that nobody need be asked.
 *
 *     frames: 1-240          # what is to be rendered
 *     title: Shot 10, lighting
 *     ignore: ['*_preview.*'] # names that are no frames, as with `*` at either end
 *     layers: true           # each directory in here is a layer of one job; or a list of those that are
 *     share: farm            # the name by which all nodes know this directory
 */
import * as Type from 'typebox';
import { parse as parseYaml } from 'yaml';
import { formatFrameRange, parseFrameRange } from '../../../shared/frames/frame-notation.ts';
import { FrameRangeError } from '../../../shared/frames/frame-range.ts';
import { FrameNotation, Label, Name } from '../../../shared/protocol/schema.ts';
import type { SequenceReport } from '../../../shared/protocol/sequence.ts';
import { checkerFor } from '../../../shared/protocol/validate.ts';

export const SIDECAR_NAME = '.sentry.yaml';
/** A larger file is none that a person has written. */
export const LONGEST_SIDECAR_BYTES = 64 * 1024;
/** With more repetitions of one node a small text stands for gigabytes. */
const MOST_ALIASES = 20;

const SidecarText = Type.Object({
  /** A single frame is a number in YAML. */
  frames: Type.Optional(Type.Union([FrameNotation, Type.Integer()])),
  title: Type.Optional(Label),
  ignore: Type.Optional(Type.Array(Name, { maxItems: 64 })),
  layers: Type.Optional(Type.Union([Type.Boolean(), Type.Array(Name, { maxItems: 256 })])),
  share: Type.Optional(Name),
});

/** What a sidecar says; null is not said. */
export interface Sidecar {
  /** In range notation. */
  readonly frames: string | null;
  readonly title: string | null;
  readonly ignore: readonly string[];
  /** Which directories in its own are layers of one job. */
  readonly layers: 'all' | readonly string[];
  readonly share: string | null;
}

export type SidecarReading =
  | { readonly ok: true; readonly sidecar: Sidecar }
  /** A clause on what is wrong with it. */
  | { readonly ok: false; readonly problem: string };

const check = checkerFor(SidecarText);

/** Reads a sidecar's text; unknown keys are ignored, an empty one says nothing. Never throws. */
export function readSidecar(text: string): SidecarReading {
  let content: unknown;
  try {
    content = parseYaml(text, { maxAliasCount: MOST_ALIASES }) ?? {};
  } catch (error) {
    return { ok: false, problem: `is no YAML (${firstLine(error)})` };
  }
  const checked = check(content);
  if (!checked.ok) return { ok: false, problem: `is not as it should be: ${checked.problem.replace(/\.$/, '')}` };
  const { frames, title, ignore, layers, share } = checked.value;
  try {
    return {
      ok: true,
      sidecar: {
        frames: frames === undefined ? null : formatFrameRange(parseFrameRange(String(frames))) || null,
        title: title || null,
        ignore: ignore ?? [],
        layers: layers === true ? 'all' : layers || [],
        share: share || null,
      },
    };
  } catch (error) {
    if (error instanceof FrameRangeError) return { ok: false, problem: `names no frames: ${error.message}` };
    throw error;
  }
}

/** The sidecars that hold for a directory. */
export interface PlacedSidecar {
  readonly sidecar: Sidecar;
  /** From the sidecar's directory to the one asked for, `/` between its parts; '' for its own. */
  readonly below: string;
}

/** What they say together: of each thing the nearest says it, and a layer is a directory next to its sidecar. */
export function mergeSidecars(nearestFirst: readonly PlacedSidecar[]): {
  readonly frames: string | null;
  readonly title: string | null;
  readonly share: { readonly name: string; readonly directory: string } | null;
  readonly layer: string | null;
} {
  const nearest = <T>(of: (placed: PlacedSidecar) => T | null): T | null => {
    for (const placed of nearestFirst) {
      const said = of(placed);
      if (said !== null) return said;
    }
    return null;
  };
  return {
    frames: nearest(({ sidecar }) => sidecar.frames),
    title: nearest(({ sidecar }) => sidecar.title),
    share: nearest(({ sidecar, below }) => (sidecar.share === null ? null : { name: sidecar.share, directory: below })),
    layer: nearest((placed) => layerOf(placed)),
  };
}

function layerOf({ sidecar, below }: PlacedSidecar): string | null {
  if (below === '' || below.includes('/')) return null;
  return sidecar.layers === 'all' || sidecar.layers.includes(below) ? below : null;
}

/** `directory` of a layer without the layer itself: where its job is. */
export function layerReport(directory: string, layer: string | null): SequenceReport['layerOf'] {
  return layer === null ? null : { directory: directory.split('/').slice(0, -1).join('/'), layer };
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split('\n')[0] ?? '').slice(0, 200).replace(/[.:]$/, '');
}
