/** Autodesk Maya: `Render -s 1 -e 48 -rd /images scene.ma`, and Maya itself, with its windows or without. */
import { fileArgument, frameOf, framesBetween, hasFlag, optionOf } from './command-options.ts';
import { absolutePath } from './output-template.ts';
import { type CommandLine, NOTHING_TOLD, type RendererKind, type ToldRender } from './renderer-kind.ts';

export const maya: RendererKind = {
  program: 'Maya',
  names: /^(render|mayabatch|maya(20\d\d(\.\d)?)?(\.bin)?)$/,
  read(command) {
    const name = (command.argv[0] ?? '').toLowerCase();
    const isBatch = /render(\.exe)?$|mayabatch(\.exe)?$/.test(name) || hasFlag(command.argv, '-batch', '-prompt');
    // Other programs are called `render` too.
    if (isBatch && fileArgument(command.argv, 'ma', 'mb') === null) return null;
    return { ...toldOf(command), interactive: !isBatch };
  },
};

/** `-rd` is a directory; the names in it depend on layers and cameras, and are the scene's. */
function toldOf(command: CommandLine): ToldRender {
  const { argv } = command;
  const scene = fileArgument(argv, 'ma', 'mb');
  const path = optionOf(argv, '-rd');
  const directory = path && absolutePath(path, command);
  const project = optionOf(argv, '-proj');
  const images = project && absolutePath(`${project}/images`, command);
  const frames = framesBetween(
    frameOf(optionOf(argv, '-s')),
    frameOf(optionOf(argv, '-e')),
    frameOf(optionOf(argv, '-b') ?? '1'),
  );
  return {
    ...NOTHING_TOLD,
    scene: scene && (absolutePath(scene, command) ?? scene),
    outputs: directory ? [{ directory, pattern: null }] : [],
    hints: images ? [images] : [],
    frames,
    framesFrom: frames && 'command line',
  };
}
