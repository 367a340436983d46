/** Autodesk 3ds Max: `3dsmaxcmd -start:1 -end=10 -o "C:\out\name.jpg" scene.max`; in its switches case is nothing. */
import { fileArgument, frameOf, framesBetween, joinFrames, optionOf } from './command-options.ts';
import { outputOf } from './output-template.ts';
import type { CommandLine, RendererKind } from './renderer-kind.ts';
import { onlyDirectory, toldRender } from './told-render.ts';

export const max3ds: RendererKind = {
  program: '3ds Max',
  names: /^(3dsmaxcmd|3dsmax(batch)?)$/,
  read(command) {
    const argv = command.argv.map((arg) => arg.replace(/^-[A-Za-z]+/, (name) => name.toLowerCase()));
    return toldRender(command, {
      scene: fileArgument(argv, 'max'),
      // The number is put before the extension.
      outputs: [onlyDirectory(outputOf(optionOf(argv, '-outputname', '-o'), command))],
      frames: framesOf(argv),
      interactive: !/3dsmaxcmd[^/\\]*$/i.test(argv[0] ?? ''),
    });
  },
};

/** `-frames:1,5-10`, or `-start`, `-end` and `-nthframe`. */
function framesOf(argv: CommandLine['argv']): ReturnType<typeof framesBetween> {
  const list = optionOf(argv, '-frames', '-frame', '-f');
  if (list !== null) {
    return joinFrames(list.split(','), (part) => {
      const span = /^(-?\d{1,9})(?:-(-?\d{1,9}))?$/.exec(part);
      return span && framesBetween(Number(span[1]), Number(span[2] ?? span[1]));
    });
  }
  const step = frameOf(optionOf(argv, '-nthframe') ?? '1');
  return framesBetween(frameOf(optionOf(argv, '-start')), frameOf(optionOf(argv, '-end')), step);
}
