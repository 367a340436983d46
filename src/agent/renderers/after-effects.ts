/** Adobe After Effects: `aerender -project p.aep -comp C -s 1 -e 10 -output shot[####].exr`, which has it done by AfterFX. */
import { frameOf, framesBetween, optionOf } from './command-options.ts';
import { absolutePath, outputOf } from './output-template.ts';
import { NOTHING_TOLD, type RendererKind } from './renderer-kind.ts';

export const afterEffects: RendererKind = {
  program: 'After Effects',
  names: /^(aerender|aerendercore|afterfx|adobe after effects( .*)?)$/,
  read(command) {
    const { argv } = command;
    const project = optionOf(argv, '-project');
    const asked = optionOf(argv, '-output');
    const output = asked === null ? null : outputOf(asked, command);
    const step = frameOf(optionOf(argv, '-i') ?? '1');
    const frames = framesBetween(frameOf(optionOf(argv, '-s')), frameOf(optionOf(argv, '-e')), step);
    return {
      ...NOTHING_TOLD,
      scene: project && (absolutePath(project, command) ?? project),
      outputs: output ? [output] : [],
      frames,
      framesFrom: frames && 'command line',
      interactive: !/aerender[^/\\]*$/i.test(argv[0] ?? ''),
    };
  },
};
