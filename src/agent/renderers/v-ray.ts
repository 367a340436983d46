/** Chaos V-Ray Standalone: `vray -sceneFile=s.vrscene -imgFile=/images/n.exr -frames=1-10,2;20`. */
import { frameOf, framesBetween, hasFlag, joinFrames, optionOf, optionsOf } from './command-options.ts';
import { absolutePath, outputOf } from './output-template.ts';
import { NOTHING_TOLD, type RendererKind } from './renderer-kind.ts';

export const vRay: RendererKind = {
  program: 'V-Ray',
  names: /^v-?ray(\.bin)?$/,
  read(command) {
    const { argv } = command;
    const scene = optionOf(argv, '-sceneFile', '-scenefile');
    // A server for others' frames writes none itself.
    if (scene === null || hasFlag(argv, '-server')) return null;
    const image = optionOf(argv, '-imgFile', '-imgfile');
    const output = image ? outputOf(image, command) : null;
    const spans = optionsOf(argv, '-frames').flatMap((list) => list.split(';').filter((span) => span !== ''));
    const frames = joinFrames(spans.map(framesOf));
    const isOneFile = spans.length === 0 || optionOf(argv, '-noFrameNumbers') === '1';
    return {
      ...NOTHING_TOLD,
      scene: absolutePath(scene, command) ?? scene,
      // With `-frames` the number is put into the name.
      outputs: output ? [isOneFile ? output : { directory: output.directory, pattern: null }] : [],
      frames,
      framesFrom: frames && 'command line',
    };
  },
};

/** `5`, `1-10`, `1-10,2`. */
function framesOf(span: string): ReturnType<typeof framesBetween> {
  const match = /^(-?[\d.]+)(?:-(-?[\d.]+)(?:,(\d+))?)?$/.exec(span);
  return match && framesBetween(frameOf(match[1]), frameOf(match[2] ?? match[1]), Number(match[3] ?? 1));
}
