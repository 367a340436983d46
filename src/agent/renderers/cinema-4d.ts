/** Maxon Cinema 4D: `Commandline -render scene.c4d -frame 100 150 10 -oimage /images/name`. */
import { framesBetween, hasFlag, numbersAfter, optionOf } from './command-options.ts';
import { outputOf } from './output-template.ts';
import type { RendererKind } from './renderer-kind.ts';
import { onlyDirectory, toldRender } from './told-render.ts';

export const cinema4d: RendererKind = {
  program: 'Cinema 4D',
  names: /^(commandline|cinema 4d( .*)?|c4d)$/,
  read(command) {
    const { argv } = command;
    const isRender = hasFlag(argv, '-render');
    // `Commandline` alone may be anything's.
    if (!isRender && /commandline[^/\\]*$/i.test(argv[0] ?? '')) return null;
    const [first = null, last = first, step = 1] = numbersAfter(argv, '-frame', 3);
    const images = [optionOf(argv, '-oimage'), optionOf(argv, '-omultipass')];
    return toldRender(command, {
      scene: optionOf(argv, '-render'),
      // The number and the extension are added as the scene says.
      outputs: images.map((path) => onlyDirectory(outputOf(path, command))),
      frames: framesBetween(first, last, step),
      interactive: !isRender,
    });
  },
};
