/** All renderers that are recognised, and how a process is told to be one. */
import { max3ds } from './3ds-max.ts';
import { afterEffects } from './after-effects.ts';
import { blender } from './blender.ts';
import { cinema4d } from './cinema-4d.ts';
import { clarisse, fusion, lightWave, natron } from './compositors.ts';
import { ffmpeg } from './ffmpeg.ts';
import { kick, luxCore, prman, redshift, renderdl } from './frame-renderers.ts';
import { houdini, houdiniBatch, husk, mantra } from './houdini.ts';
import { maya } from './maya.ts';
import { nuke } from './nuke.ts';
import { povRay } from './pov-ray.ts';
import type { CommandLine, RendererKind } from './renderer-kind.ts';
import { vRay } from './v-ray.ts';

const KNOWN_RENDERERS: readonly RendererKind[] = [
  ...[blender, povRay, ffmpeg, husk, mantra, houdiniBatch, houdini, maya, kick, vRay, redshift, prman, renderdl],
  ...[nuke, afterEffects, cinema4d, max3ds, fusion, natron, clarisse, lightWave, luxCore],
];

/** A process that is a renderer by its program; `command` is its command line without any interpreter before it. */
export interface Recognised {
  readonly kind: RendererKind;
  readonly command: CommandLine;
}

/** Programs that run scripts: the script is what counts. */
const INTERPRETERS = /^(ba|da|z|k|fi|c|tc)?sh$|^python[\d.]*w?$|^perl[\d.]*$|^ruby[\d.]*$|^wine(64)?(-preloader)?$/;

/** Whether what runs there may start a renderer in its own place before long: shells and scripts. */
export function isInterpreter(argv: readonly string[]): boolean {
  return INTERPRETERS.test(programName(argv[0] ?? ''));
}

/** The renderer that a process is; null for all others. */
export function recogniseRenderer(command: CommandLine): Recognised | null {
  const { argv } = command;
  const direct = kindOf(argv[0] ?? '');
  if (direct) return { kind: direct, command };
  if (!isInterpreter(argv)) return null;
  // `bash -e /opt/blender/blender …`: the first argument that is no option of the interpreter.
  const at = argv.findIndex((arg, i) => i > 0 && !arg.startsWith('-'));
  // A command in an argument of its own (`sh -c 'blender …'`) starts the renderer as a process of its own.
  if (at < 0 || argv.slice(1, at).some((arg) => /^-[a-z]*[cm]$/.test(arg))) return null;
  const scripted = kindOf(argv[at] as string);
  return scripted && { kind: scripted, command: { ...command, argv: argv.slice(at) } };
}

function kindOf(program: string): RendererKind | null {
  const name = programName(program);
  return KNOWN_RENDERERS.find(({ names }) => names.test(name)) ?? null;
}

/** Without its directory, in lower case and without what systems and wrappers put behind it. */
function programName(program: string): string {
  const name = program.slice(Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\')) + 1);
  return name.toLowerCase().replace(/\.(exe|com|bat|cmd|sh|py|real)$/, '');
}
