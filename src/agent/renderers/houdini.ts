/**
 * SideFX Houdini: `husk` renders USD with Karma, `mantra` one IFD a frame, `hbatch`, `hython` and `hrender` a scene.
 * Where the frames go mostly stands in the scene, which only Houdini can read.
 */
import { fileArgument, frameOf, framesBetween, numbersAfter, optionOf } from './command-options.ts';
import { outputOf } from './output-template.ts';
import type { CommandLine, RendererKind } from './renderer-kind.ts';
import { toldRender } from './told-render.ts';

export const husk: RendererKind = {
  program: 'Karma (husk)',
  names: /^husk(-bin)?$/,
  read(command) {
    const { argv } = command;
    const first = frameOf(optionOf(argv, '-f', '--frame'));
    const count = optionOf(argv, '-n', '--frame-count');
    const step = frameOf(optionOf(argv, '-i', '--frame-inc') ?? '1');
    return toldRender(command, {
      scene: fileArgument(argv, 'usd', 'usda', 'usdc', 'usdz'),
      outputs: [outputOf(optionOf(argv, '-o', '--output'), command)],
      frames: framesBetween(first, lastOf(first, frameOf(count ?? '1'), step), step),
    });
  },
};

export const mantra: RendererKind = {
  program: 'Mantra',
  names: /^mantra(-bin)?$/,
  // Without an IFD it reads one from Houdini, image by image.
  read: (command) =>
    toldRender(command, {
      scene: fileArgument(command.argv, 'ifd', 'ifd.gz', 'ifd.sc'),
      outputs: [outputOf(imageArgument(command), command)],
    }),
};

export const houdiniBatch: RendererKind = {
  program: 'Houdini',
  names: /^(hbatch|hython[\d.]*|hrender|hscript)(-bin)?$/,
  read(command) {
    const { argv } = command;
    const scene = fileArgument(argv, ...SCENES);
    // Without a scene it may be any script; `hbatch -c 'render -f 1 10 mantra1'` bears its command in one argument.
    if (scene === null) return null;
    const words = argv.flatMap((arg) => (/^\s*render\s/.test(arg) ? arg.trim().split(/\s+/) : [arg]));
    const [first = null, last = null] = numbersAfter(words, '-f', 2);
    const [step = 1] = numbersAfter(words, '-i', 1);
    return toldRender(command, {
      scene,
      outputs: [outputOf(optionOf(words, '-o'), command)],
      frames: framesBetween(first, last, step),
    });
  },
};

export const houdini: RendererKind = {
  program: 'Houdini',
  names: /^(houdini(fx|core)?|hindie|happrentice|houdini-bin|houdinicore-bin)$/,
  read: (command) => toldRender(command, { scene: fileArgument(command.argv, ...SCENES), interactive: true }),
};

const SCENES = ['hip', 'hiplc', 'hipnc'];

function lastOf(first: number | null, count: number | null, step: number | null): number | null {
  return first === null || count === null || count < 1 || step === null ? null : first + (count - 1) * step;
}

function imageArgument({ argv }: CommandLine): string | null {
  return fileArgument(argv.slice(1), 'exr', 'pic', 'png', 'tif', 'tiff', 'jpg', 'rat');
}
