/** Adobe After Effects: `aerender -project p.aep -comp C -s 1 -e 10 -output shot[####].exr` has it done by AfterFX. */
import { frameOf, framesBetween, optionOf } from './command-options.ts';
import { outputOf } from './output-template.ts';
import type { RendererKind } from './renderer-kind.ts';
import { toldRender } from './told-render.ts';

export const afterEffects: RendererKind = {
  program: 'After Effects',
  names: /^(aerender|aerendercore|afterfx|adobe after effects( .*)?)$/,
  read(command) {
    const { argv } = command;
    const step = frameOf(optionOf(argv, '-i') ?? '1');
    return toldRender(command, {
      scene: optionOf(argv, '-project'),
      outputs: [outputOf(optionOf(argv, '-output'), command)],
      frames: framesBetween(frameOf(optionOf(argv, '-s')), frameOf(optionOf(argv, '-e')), step),
      interactive: !/aerender[^/\\]*$/i.test(argv[0] ?? ''),
    });
  },
};
