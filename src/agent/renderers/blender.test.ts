import { describe, expect, it } from 'vitest';
import { formatFrameRange } from '../../shared/frames/frame-notation.ts';
import type { BlendSettings } from './blend-file.ts';
import { blender } from './blender.ts';
import type { NamedFiles } from './renderer-kind.ts';

const SETTINGS: BlendSettings = {
  output: '//frames/shot.####',
  first: 5,
  last: 41,
  step: 4,
  extension: 'exr',
  useExtension: true,
};

function read(line: string, settings: BlendSettings | null = SETTINGS) {
  const files: NamedFiles = { text: () => null, blend: (path) => (path === '/p/plain.blend' ? settings : null) };
  const render = blender.read({ argv: line.split(' '), workingDirectory: '/p' }, files);
  return [
    render?.outputs.map(({ directory, pattern }) => `${directory} | ${pattern ?? '?'}`).join(', '),
    render?.frames ? `${formatFrameRange(render.frames)} by ${render.framesFrom}` : '',
  ];
}

// What Blender 3.4.1 wrote for each of these.
describe('blender', () => {
  it.each([
    ['blender -b plain.blend -a', '/p/frames | shot.####.exr', '5-41x4 by scene'],
    ['blender -b plain.blend -s 1 -e 3 -j 1 -o //out/a_ -F PNG -a', '/p/out | a_####.png', '1-3 by command line'],
    ['blender -b plain.blend -o /o/##_b### -f 3..5,9,-1', '/o | ?', '3-5,9,41 by command line'],
    ['blender -b plain.blend -o out/rel -F JPEG -x 0 -f 1', '/p/out | rel####', '1 by command line'],
    ['blender -b plain.blend -f +2', '/p/frames | shot.####.exr', '7 by command line'],
    ['blender -b plain.blend -j 20 -o /o/ -a', '/o | ####.exr', '5,25 by command line'],
    ['blender -b plain.blend -o /o/c -F TIFF -f 1,3', '/o | c####.tif', '1,3 by command line'],
    ['blender -b plain.blend -F MPEG_NONSENSE -s 1 -e 2 -j 1 -o /o/m.png -a', '/o | ?', '1-2 by command line'],
    [
      'blender -b -o /o/pre plain.blend -f 1 -o /o/post -f 2',
      '/p/frames | shot.####.exr, /o | post####.exr',
      '1-2 by command line',
    ],
    ['blender -b plain.blend -a -o /o/late -s 7', '/p/frames | shot.####.exr', '5-41x4 by command line'],
    [
      'blender --background plain.blend --render-output /o/x##.exr --frame-start 1 --frame-end 2 --frame-jump 1 --render-anim',
      '/o | x##.exr',
      '1-2 by command line',
    ],
    ['blender -b plain.blend -E CYCLES -t 4 -P -a', '', ''],
    ['blender -b other.blend -o /o/x_ -F PNG -a', '/o | x_####.png', ''],
    ['blender -b plain.blend -- -a', '', ''],
    ['blender -b plain.blend -f 1 -- -h other.blend', '/p/frames | shot.####.exr', '1 by command line'],
    ['blender -b plain.blend -o /o/####/x -f 1', '', '1 by command line'],
    ['blender -b plain.blend -o /o/{blend_name}/x -f 1', '', '1 by command line'],
  ])('reads %s', (line, outputs, frames) => {
    expect(read(line)).toEqual([outputs, frames]);
  });

  it('knows frames but no scene when the file cannot be read', () => {
    expect(read('blender -b plain.blend -f 1..3', null)).toEqual(['', '1-3 by command line']);
    expect(read('blender -b plain.blend -f +1', null)).toEqual(['', '']);
  });

  it('asks for the scene that is named', () => {
    const needs = (line: string) => blender.needs?.({ argv: line.split(' '), workingDirectory: '/p' });
    expect(needs('blender -b a.blend -S Shot2 -a')).toEqual([{ kind: 'blend', path: '/p/a.blend', scene: 'Shot2' }]);
    expect(needs('blender -b /q/a.blend1')).toEqual([{ kind: 'blend', path: '/q/a.blend1', scene: null }]);
    expect(needs('blender')).toEqual([]);
  });

  it('hints where the scene would write when nothing is rendered on the command line', () => {
    const files: NamedFiles = { text: () => null, blend: () => SETTINGS };
    const render = blender.read({ argv: ['blender', 'plain.blend'], workingDirectory: '/p' }, files);
    expect(render).toMatchObject({ interactive: true, outputs: [], hints: ['/p/frames'], frames: null });
  });

  it('keeps to the paths of Windows when the scene lies there', () => {
    const files: NamedFiles = { text: () => null, blend: () => SETTINGS };
    const argv = ['C:\\Blender\\blender.exe', '-b', 'D:\\p\\s.blend', '-a'];
    const render = blender.read({ argv, workingDirectory: null }, files);
    expect(render?.outputs).toEqual([{ directory: 'D:\\p\\frames', pattern: 'shot.####.exr' }]);
  });
});
