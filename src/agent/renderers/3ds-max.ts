/** Autodesk 3ds Max: `3dsmaxcmd -start:1 -end=10 -o "C:\out\name.jpg" scene.max`; case counts for nothing in its switches. */
import { fileArgument, frameOf, framesBetween, joinFrames, optionOf } from './command-options.ts';
import { absolutePath, outputOf } from './output-template.ts';
import { type CommandLine, NOTHING_TOLD, type RendererKind } from './renderer-kind.ts';

export const max3ds: RendererKind = {
  program: '3ds Max',
  names: /^(3dsmaxcmd|3dsmax(batch)?)$/,
  read(command) {
    const argv = command.argv.map((arg) => arg.replace(/^-[A-Za-z]+/, (name) => name.toLowerCase()));
    const scene = fileArgument(argv, 'max');
    const path = optionOf(argv, '-outputname', '-o');
    const output = path === null ? null : outputOf(path, command);
    const frames = framesOf(argv);
    return {
      ...NOTHING_TOLD,
      scene: scene && (absolutePath(scene, command) ?? scene),
      // The number is put before the extension.
      outputs: output ? [{ directory: output.directory, pattern: null }] : [],
      frames,
      framesFrom: frames && 'command line',
      interactive: !/3dsmaxcmd[^/\\]*$/i.test(argv[0] ?? ''),
    };
  },
};

/** `-frames:1,5-10`, or `-start`, `-end` and `-nthframe`. */
function framesOf(argv: CommandLine['argv']): ReturnType<typeof framesBetween> {
  const list = optionOf(argv, '-frames', '-frame', '-f');
  if (list !== null) {
    const parts = list.split(',').map((part) => /^(-?\d{1,9})(?:-(-?\d{1,9}))?$/.exec(part));
    return joinFrames(parts.map((part) => part && framesBetween(Number(part[1]), Number(part[2] ?? part[1]))));
  }
  const step = frameOf(optionOf(argv, '-nthframe') ?? '1');
  return framesBetween(frameOf(optionOf(argv, '-start')), frameOf(optionOf(argv, '-end')), step);
}
