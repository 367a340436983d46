import { formatFrameRangeWithin } from '../../../shared/frames/frame-notation.ts';
import type { RendererProcess } from '../../../shared/protocol/renderer.ts';
import type { SeenRenderer } from './renderer-watch.ts';

/** As many as a report bears. */
const MOST_RENDERERS = 64;
const MOST_DIRECTORIES = 16;
/** A range that falls apart into more than this is of no use to anybody. */
const LONGEST_FRAMES = 4096;

/** This machine's renderers in a report's words: those that run first, then those that ended last. */
export function rendererReports(renderers: readonly SeenRenderer[]): readonly RendererProcess[] {
  const endOf = ({ endedAt }: SeenRenderer): number => endedAt ?? Number.POSITIVE_INFINITY;
  return renderers
    .toSorted((a, b) => (endOf(a) === endOf(b) ? a.pid - b.pid : endOf(b) - endOf(a)))
    .slice(0, MOST_RENDERERS)
    .map((renderer) => ({
      pid: renderer.pid,
      program: renderer.program.slice(0, 512),
      startedAt: new Date(renderer.startedAt).toISOString(),
      endedAt: renderer.endedAt === null ? null : new Date(renderer.endedAt).toISOString(),
      exitStatus: renderer.exitStatus,
      cpuPercent: renderer.cpuPercent,
      interactive: renderer.isInteractive,
      outputDirectories: [...new Set(renderer.outputs.map(({ directory }) => directory))].slice(0, MOST_DIRECTORIES),
      frames: renderer.frames && formatFrameRangeWithin(renderer.frames, LONGEST_FRAMES).notation,
      ...(renderer.isInteractive ? { interactive: true } : {}),
      scene: renderer.scene?.slice(0, 255) || null,
    }));
}
