/** Foundry Nuke: `Nuke13.2 -F 1-50x10 -x comp.nk`; where the frames go stands in the script. */
import { fileArgument, framesBetween, hasFlag, joinFrames, optionsOf } from './command-options.ts';
import type { RendererKind } from './renderer-kind.ts';
import { toldRender } from './told-render.ts';

export const nuke: RendererKind = {
  program: 'Nuke',
  names: /^nuke(x|studio|assist|indie)?(\d[\d.v]*)?$/,
  read(command) {
    const { argv } = command;
    const script = fileArgument(argv, 'nk', 'nknc', 'nkind');
    const isRender = hasFlag(argv, '-x', '-X', '-xi', '-Xi', '-ix');
    if (hasFlag(argv, '-t', '--tg') && !isRender) return null;
    const asked = optionsOf(argv, '-F', '--frame');
    // The range may also stand behind the script.
    const last = argv.at(-1) ?? '';
    const ranges = asked.length === 0 && script !== null && last !== script ? [last] : asked;
    return toldRender(command, { scene: script, frames: joinFrames(ranges, framesOf), interactive: !isRender });
  },
};

/** `5`, `1-10`, `1-50x10`; older ones `1,50,10`. */
function framesOf(text: string): ReturnType<typeof framesBetween> {
  const match = /^(-?\d{1,9})(?:[-,](-?\d{1,9})(?:[x,](\d{1,9}))?)?$/.exec(text);
  if (!match) return null;
  const first = Number(match[1]);
  return framesBetween(first, match[2] === undefined ? first : Number(match[2]), Number(match[3] ?? 1));
}
