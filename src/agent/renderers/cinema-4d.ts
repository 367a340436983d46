/** Maxon Cinema 4D: `Commandline -render scene.c4d -frame 100 150 10 -oimage /images/name`. */
import { framesBetween, hasFlag, numbersAfter, optionOf } from './command-options.ts';
import { absolutePath, outputOf } from './output-template.ts';
import { NOTHING_TOLD, type RendererKind, type ToldOutput } from './renderer-kind.ts';

export const cinema4d: RendererKind = {
  program: 'Cinema 4D',
  names: /^(commandline|cinema 4d( .*)?|c4d)$/,
  read(command) {
    const { argv } = command;
    const isRender = hasFlag(argv, '-render');
    // `Commandline` alone may be anything's.
    if (!isRender && /commandline[^/\\]*$/i.test(argv[0] ?? '')) return null;
    const scene = optionOf(argv, '-render');
    const [first = null, last = first, step = 1] = numbersAfter(argv, '-frame', 3);
    const frames = framesBetween(first, last, step);
    const outputs = [optionOf(argv, '-oimage'), optionOf(argv, '-omultipass')].flatMap((path) =>
      path === null ? [] : (outputOf(path, command) ?? []),
    );
    return {
      ...NOTHING_TOLD,
      scene: scene && (absolutePath(scene, command) ?? scene),
      // The number and the extension are added as the scene says.
      outputs: outputs.map((output): ToldOutput => ({ ...output, pattern: null })),
      frames,
      framesFrom: frames && 'command line',
      interactive: !isRender,
    };
  },
};
