/**
 * SideFX Houdini: `husk` renders USD with Karma, `mantra` one IFD a frame, `hbatch`, `hython` and `hrender` a scene.
 * Where the frames go mostly stands in the scene, which only Houdini can read.
 */
import { fileArgument, frameOf, framesBetween, hasFlag, numbersAfter, optionOf } from './command-options.ts';
import { absolutePath, outputOf } from './output-template.ts';
import { type CommandLine, NOTHING_TOLD, type RendererKind, type ToldRender } from './renderer-kind.ts';

export const husk: RendererKind = {
  program: 'Karma (husk)',
  names: /^husk(-bin)?$/,
  read(command) {
    const { argv } = command;
    const first = frameOf(optionOf(argv, '-f', '--frame'));
    const count = optionOf(argv, '-n', '--frame-count');
    const step = frameOf(optionOf(argv, '-i', '--frame-inc') ?? '1');
    const frames = framesBetween(first, lastOf(first, frameOf(count ?? '1'), step), step);
    return toldOf(command, { scene: SCENES_USD, output: optionOf(argv, '-o', '--output'), frames });
  },
};

export const mantra: RendererKind = {
  program: 'Mantra',
  names: /^mantra(-bin)?$/,
  // Without an IFD it reads one from Houdini, image by image.
  read: (command) =>
    toldOf(command, { scene: ['ifd', 'ifd.gz', 'ifd.sc'], output: imageArgument(command), frames: null }),
};

export const houdiniBatch: RendererKind = {
  program: 'Houdini',
  names: /^(hbatch|hython[\d.]*|hrender|hscript)(-bin)?$/,
  read(command) {
    const { argv } = command;
    const scene = fileArgument(argv, ...SCENES_HIP);
    // Without a scene it may be any script; `hbatch -c 'render -f 1 10 mantra1'` bears its command in one argument.
    if (scene === null) return null;
    const words = argv.flatMap((arg) => (/^\s*render\s/.test(arg) ? arg.trim().split(/\s+/) : [arg]));
    const [first = null, last = null] = numbersAfter(words, '-f', 2);
    const [step = 1] = numbersAfter(words, '-i', 1);
    return toldOf(command, {
      scene: SCENES_HIP,
      output: optionOf(words, '-o'),
      frames: framesBetween(first, last, step),
    });
  },
};

export const houdini: RendererKind = {
  program: 'Houdini',
  names: /^(houdini(fx|core)?|hindie|happrentice|houdini-bin|houdinicore-bin)$/,
  read: (command) => ({ ...toldOf(command, { scene: SCENES_HIP, output: null, frames: null }), interactive: true }),
};

const SCENES_USD = ['usd', 'usda', 'usdc', 'usdz'];
const SCENES_HIP = ['hip', 'hiplc', 'hipnc'];

interface Parts {
  /** Extensions of its scenes. */
  readonly scene: readonly string[];
  readonly output: string | null;
  readonly frames: ToldRender['frames'];
}

function toldOf(command: CommandLine, { scene, output, frames }: Parts): ToldRender {
  const file = fileArgument(command.argv, ...scene);
  const told = output === null || hasFlag(command.argv, '--help', '--version') ? null : outputOf(output, command);
  return {
    ...NOTHING_TOLD,
    scene: file && (absolutePath(file, command) ?? file),
    outputs: told ? [told] : [],
    frames,
    framesFrom: frames && 'command line',
  };
}

function lastOf(first: number | null, count: number | null, step: number | null): number | null {
  return first === null || count === null || count < 1 || step === null ? null : first + (count - 1) * step;
}

function imageArgument({ argv }: CommandLine): string | null {
  return fileArgument(argv.slice(1), 'exr', 'pic', 'png', 'tif', 'tiff', 'jpg', 'rat');
}
