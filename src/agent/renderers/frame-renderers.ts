/**
 * Renderers that are started anew for each frame, on a file that was exported for it: Arnold's kick, RenderMan's
 * prman, Redshift's and LuxCore's consoles, 3Delight. What one of them is to do says nothing of the whole sequence.
 */
import { fileArgument, optionOf } from './command-options.ts';
import { directoryOf, outputOf } from './output-template.ts';
import type { RendererKind } from './renderer-kind.ts';
import { toldRender } from './told-render.ts';

export const kick = frameRenderer({
  program: 'Arnold',
  names: /^kick$/,
  scenes: ['ass', 'ass.gz', 'usd', 'usda', 'usdc'],
});

export const prman = frameRenderer({ program: 'RenderMan', names: /^prman$/, scenes: ['rib', 'rib.gz'] });

export const renderdl = frameRenderer({ program: '3Delight', names: /^renderdl$/, scenes: ['nsi', 'nsia', 'rib'] });

export const luxCore = frameRenderer({ program: 'LuxCore', names: /^luxcoreconsole$/, scenes: ['cfg', 'bcf', 'rsm'] });

/** `redshiftCmdLine scene.rs -oip /images`: a directory, where the others name a file. */
export const redshift: RendererKind = {
  program: 'Redshift',
  names: /^redshift(usd)?cmdline$/,
  read(command) {
    return toldRender(command, {
      scene: fileArgument(command.argv, 'rs', 'rsproxy', 'usd', 'usda', 'usdc', 'usdz'),
      outputs: [directoryOf(optionOf(command.argv, '-oip'), command)],
    });
  },
};

interface FrameRenderer {
  readonly program: string;
  readonly names: RegExp;
  /** Extensions of its scenes. */
  readonly scenes: readonly string[];
}

function frameRenderer({ program, names, scenes }: FrameRenderer): RendererKind {
  return {
    program,
    names,
    read(command) {
      const scene = fileArgument(command.argv, ...scenes);
      const output = outputOf(optionOf(command.argv, '-o'), command);
      return scene === null && output === null ? null : toldRender(command, { scene, outputs: [output] });
    },
  };
}
