/** Chaos V-Ray Standalone: `vray -sceneFile=s.vrscene -imgFile=/images/n.exr -frames=1-10,2;20`. */
import { frameOf, framesBetween, hasFlag, joinFrames, optionOf, optionsOf } from './command-options.ts';
import { outputOf } from './output-template.ts';
import type { RendererKind } from './renderer-kind.ts';
import { onlyDirectory, toldRender } from './told-render.ts';

export const vRay: RendererKind = {
  program: 'V-Ray',
  names: /^v-?ray(\.bin)?$/,
  read(command) {
    const { argv } = command;
    const scene = optionOf(argv, '-sceneFile', '-scenefile');
    // A server for others' frames writes none itself.
    if (scene === null || hasFlag(argv, '-server')) return null;
    const output = outputOf(optionOf(argv, '-imgFile', '-imgfile'), command);
    const spans = optionsOf(argv, '-frames').flatMap((list) => list.split(';').filter((span) => span !== ''));
    const isOneFile = spans.length === 0 || optionOf(argv, '-noFrameNumbers') === '1';
    return toldRender(command, {
      scene,
      // With `-frames` the number is put into the name.
      outputs: [isOneFile ? output : onlyDirectory(output)],
      frames: joinFrames(spans, framesOf),
    });
  },
};

/** `5`, `1-10`, `1-10,2`. */
function framesOf(span: string): ReturnType<typeof framesBetween> {
  const match = /^(-?[\d.]+)(?:-(-?[\d.]+)(?:,(\d+))?)?$/.exec(span);
  return match && framesBetween(frameOf(match[1]), frameOf(match[2] ?? match[1]), Number(match[3] ?? 1));
}
