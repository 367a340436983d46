/**
 * Renderers that are started anew for each frame, on a file that was exported for it: Arnold's kick, RenderMan's
 * prman, Redshift's and LuxCore's consoles, 3Delight. What one of them is to do says nothing of the whole sequence.
 */
import { fileArgument, optionOf } from './command-options.ts';
import { absolutePath, outputOf } from './output-template.ts';
import { type CommandLine, NOTHING_TOLD, type RendererKind, type ToldOutput } from './renderer-kind.ts';

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
    const path = optionOf(command.argv, '-oip');
    const directory = path && absolutePath(path, command);
    return {
      ...NOTHING_TOLD,
      scene: sceneOf(command, ['rs', 'rsproxy', 'usd', 'usda', 'usdc', 'usdz']),
      outputs: directory ? [{ directory, pattern: null }] : [],
    };
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
      const scene = sceneOf(command, scenes);
      const output = optionOf(command.argv, '-o');
      const told: ToldOutput | null = output === null ? null : outputOf(output, command);
      return scene === null && told === null ? null : { ...NOTHING_TOLD, scene, outputs: told ? [told] : [] };
    },
  };
}

function sceneOf(command: CommandLine, extensions: readonly string[]): string | null {
  const file = fileArgument(command.argv, ...extensions);
  return file && (absolutePath(file, command) ?? file);
}
