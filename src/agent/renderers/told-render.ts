/** What a command line tells of a render, put together as for nearly every renderer. */
import type { FrameRange } from '../../shared/frames/frame-range.ts';
import { absolutePath } from './output-template.ts';
import type { CommandLine, ToldOutput, ToldRender } from './renderer-kind.ts';

interface Told {
  /** As it was typed. */
  readonly scene: string | null;
  /** Null for each that leads nowhere. */
  readonly outputs?: readonly (ToldOutput | null)[];
  /** Absolute. */
  readonly hints?: readonly string[];
  readonly frames?: FrameRange | null;
  /** Then no frames are told: what a program with windows was started with is soon over. */
  readonly interactive?: boolean;
}

export function toldRender(command: CommandLine, told: Told): ToldRender {
  const { scene, outputs = [], hints = [], interactive = false } = told;
  const frames = interactive ? null : (told.frames ?? null);
  return {
    scene: scene && (absolutePath(scene, command) ?? scene),
    outputs: outputs.filter((output) => output !== null),
    hints,
    frames,
    framesFrom: frames && 'command line',
    interactive,
  };
}

/** Of a program that makes the names itself: puts in the number, or more than that. */
export function onlyDirectory(output: ToldOutput | null): ToldOutput | null {
  return output && { directory: output.directory, pattern: null };
}
