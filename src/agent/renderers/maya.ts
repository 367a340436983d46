/** Autodesk Maya: `Render -s 1 -e 48 -rd /images scene.ma`, and Maya itself, with its windows or without. */
import { fileArgument, frameOf, framesBetween, hasFlag, optionOf } from './command-options.ts';
import { absolutePath, directoryOf } from './output-template.ts';
import type { RendererKind } from './renderer-kind.ts';
import { toldRender } from './told-render.ts';

export const maya: RendererKind = {
  program: 'Maya',
  names: /^(render|mayabatch|maya(20\d\d(\.\d)?)?(\.bin)?)$/,
  read(command) {
    const { argv } = command;
    const isBatch = /(render|mayabatch)(\.exe)?$/i.test(argv[0] ?? '') || hasFlag(argv, '-batch', '-prompt');
    const scene = fileArgument(argv, 'ma', 'mb');
    // Other programs are called `render` too.
    if (isBatch && scene === null) return null;
    const project = optionOf(argv, '-proj');
    const images = project && absolutePath(`${project}/images`, command);
    const step = frameOf(optionOf(argv, '-b') ?? '1');
    return toldRender(command, {
      scene,
      // The names in it depend on layers and cameras, and are the scene's.
      outputs: [directoryOf(optionOf(argv, '-rd'), command)],
      hints: images ? [images] : [],
      frames: framesBetween(frameOf(optionOf(argv, '-s')), frameOf(optionOf(argv, '-e')), step),
      interactive: !isBatch,
    });
  },
};
