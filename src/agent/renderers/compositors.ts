/** Fusion, Natron, Clarisse and LightWave's render node: their frames are asked for on the command line. */
import { fileArgument, frameOf, framesBetween, hasFlag, numbersAfter, optionOf } from './command-options.ts';
import { absolutePath, outputOf } from './output-template.ts';
import { type CommandLine, NOTHING_TOLD, type RendererKind, type ToldRender } from './renderer-kind.ts';

/** `Fusion comp.comp -render -start 1 -end 10 -step 1 -quit`. */
export const fusion: RendererKind = {
  program: 'Fusion',
  names: /^fusion(rendernode|consolenode|server)?\d*$/,
  read(command) {
    const { argv } = command;
    const frames = framesBetween(
      frameOf(optionOf(argv, '-start')),
      frameOf(optionOf(argv, '-end')),
      frameOf(optionOf(argv, '-step') ?? '1'),
    );
    return toldOf(command, { scenes: ['comp'], output: null, frames, interactive: !hasFlag(argv, '-render') });
  },
};

/** `NatronRenderer -w Write1 /images/a.####.exr 1-10 project.ntp`. */
export const natron: RendererKind = {
  program: 'Natron',
  names: /^natron(renderer)?(-bin)?$/,
  read(command) {
    const { argv } = command;
    const isRender = hasFlag(argv, '-b', '--background') || /natronrenderer[^/\\]*$/i.test(argv[0] ?? '');
    const output = argv.find((arg, at) => at > 0 && /#|%0\d+d/.test(arg)) ?? null;
    const range = argv.map((arg) => /^(-?\d{1,9})-(-?\d{1,9})(?::(\d{1,9}))?$/.exec(arg)).find((match) => match);
    const frames = range ? framesBetween(Number(range[1]), Number(range[2]), Number(range[3] ?? 1)) : null;
    return toldOf(command, { scenes: ['ntp', 'py'], output, frames, interactive: !isRender });
  },
};

/** `crender p.project -output /images/a -start_frame 1 -end_frame 10`. */
export const clarisse: RendererKind = {
  program: 'Clarisse',
  names: /^(crender|cnode|clarisse)$/,
  read(command) {
    const { argv } = command;
    const frames = framesBetween(frameOf(optionOf(argv, '-start_frame')), frameOf(optionOf(argv, '-end_frame')));
    const told = toldOf(command, {
      scenes: ['project', 'render'],
      output: optionOf(argv, '-output'),
      frames,
      interactive: /clarisse[^/\\]*$/i.test(argv[0] ?? ''),
    });
    // The number and the extension are added.
    return { ...told, outputs: told.outputs.map(({ directory }) => ({ directory, pattern: null })) };
  },
};

/** `lwsn -3 -c"config" -d"content" scene.lws 1 48 1`. */
export const lightWave: RendererKind = {
  program: 'LightWave',
  names: /^(lwsn|lightwave|layout)$/,
  read(command) {
    const scene = fileArgument(command.argv, 'lws');
    if (scene === null) return null;
    const [first = null, last = null, step = 1] = numbersAfter(command.argv, scene, 3);
    const isRender = /lwsn[^/\\]*$/i.test(command.argv[0] ?? '');
    return toldOf(command, {
      scenes: ['lws'],
      output: null,
      frames: framesBetween(first, last, step),
      interactive: !isRender,
    });
  },
};

interface Parts {
  /** Extensions of its scenes. */
  readonly scenes: readonly string[];
  readonly output: string | null;
  readonly frames: ToldRender['frames'];
  readonly interactive: boolean;
}

function toldOf(command: CommandLine, { scenes, output, frames, interactive }: Parts): ToldRender {
  const file = fileArgument(command.argv, ...scenes);
  const told = output === null ? null : outputOf(output, command);
  return {
    ...NOTHING_TOLD,
    scene: file && (absolutePath(file, command) ?? file),
    outputs: told ? [told] : [],
    frames: interactive ? null : frames,
    framesFrom: frames && !interactive ? 'command line' : null,
    interactive,
  };
}
