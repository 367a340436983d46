/** Fusion, Natron, Clarisse and LightWave's render node: their frames are asked for on the command line. */
import { fileArgument, frameOf, framesBetween, hasFlag, numbersAfter, optionOf } from './command-options.ts';
import { outputOf } from './output-template.ts';
import type { RendererKind } from './renderer-kind.ts';
import { onlyDirectory, toldRender } from './told-render.ts';

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
    return toldRender(command, { scene: fileArgument(argv, 'comp'), frames, interactive: !hasFlag(argv, '-render') });
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
    return toldRender(command, {
      scene: fileArgument(argv, 'ntp', 'py'),
      outputs: [outputOf(output, command)],
      frames: range ? framesBetween(Number(range[1]), Number(range[2]), Number(range[3] ?? 1)) : null,
      interactive: !isRender,
    });
  },
};

/** `crender p.project -output /images/a -start_frame 1 -end_frame 10`. */
export const clarisse: RendererKind = {
  program: 'Clarisse',
  names: /^(crender|cnode|clarisse)$/,
  read(command) {
    const { argv } = command;
    return toldRender(command, {
      scene: fileArgument(argv, 'project', 'render'),
      // The number and the extension are added.
      outputs: [onlyDirectory(outputOf(optionOf(argv, '-output'), command))],
      frames: framesBetween(frameOf(optionOf(argv, '-start_frame')), frameOf(optionOf(argv, '-end_frame'))),
      interactive: /clarisse[^/\\]*$/i.test(argv[0] ?? ''),
    });
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
    return toldRender(command, {
      scene,
      frames: framesBetween(first, last, step),
      interactive: !/lwsn[^/\\]*$/i.test(command.argv[0] ?? ''),
    });
  },
};
