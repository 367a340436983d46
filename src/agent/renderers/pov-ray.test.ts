import { describe, expect, it } from 'vitest';
import { formatFrameRange } from '../../shared/frames/frame-notation.ts';
import { povRay } from './pov-ray.ts';
import type { NamedFiles } from './renderer-kind.ts';

const INI = `; a comment
Input_File_Name=/s/orbit.pov
Output_File_Name="ini.png" ; another
Final_Frame=3
+FJ
-F +FN
[Part]
Final_Frame=2
[other]
Final_Frame=9
`;

function read(line: string, inis: Readonly<Record<string, string>> = { '/w/a.ini': INI }) {
  const files: NamedFiles = { text: (path) => inis[path] ?? null, blend: () => null };
  const render = povRay.read({ argv: ['povray', ...line.split(' ')], workingDirectory: '/w' }, files);
  return [
    render?.outputs.map(({ directory, pattern }) => `${directory} | ${pattern ?? '?'}`).join(', '),
    render?.frames ? formatFrameRange(render.frames) : '',
  ];
}

// What POV-Ray 3.7 wrote for each of these.
describe('povRay', () => {
  it.each([
    ['+I/s/orbit.pov +Oframe.png +KFI1 +KFF12 +SF9 +EF10 +W16 +H9 -D', '/w | frame##.png', '9-10'],
    ['+I/s/orbit.pov +KFF3', '/s | orbit#.png', '1-3'],
    ['+I/s/orbit.pov +Oframe +KFF3', '/w | frame#.png', '1-3'],
    ['+I/s/orbit.pov +O/o/ +KFF3 +FJ', '/o | orbit#.jpg', '1-3'],
    ['+I/s/orbit.pov +Oframe.png +KFF3 +FT', '/w | frame.png#.tga', '1-3'],
    ['+I/s/orbit.pov +Oframe.v2.png +KFI998 +KFF1000', '/w | frame.v2####.png', '998-1000'],
    ['+I/s/orbit.pov +Ofr_12.png +KFF2', '/w | fr_12#.png', '1-2'],
    ['+I/s/orbit.pov', '/s | orbit.png', ''],
    ['/s/orbit.pov +ox.exr +kff2 +fe', '/w | x#.exr', '1-2'],
    ['+I/s/orbit.pov +Ox.foo +KFF2', '/w | x.foo#.png', '1-2'],
    ['+I/s/orbit.pov +Of.png +KFI5 +KFF5', '/w | f#.png', '5'],
    ['+I/s/orbit.pov +Of.png +KFI0 +KFF0', '/w | f.png', ''],
    ['+I/s/orbit.pov +Of.png +KFI3 +KFF5 +FN16 +SF4', '/w | f#.png', '4-5'],
    ['Input_File_Name=/s/orbit.pov Output_File_Name=f.png Final_Frame=2', '/w | f#.png', '1-2'],
    ['+I/s/orbit.pov +Of.png +KFF3 Output_to_File=false', '', '1-3'],
    ['+I/s/orbit.pov +O- +KFF3', '', '1-3'],
    ['+I/s/orbit.pov +O/dev/stdout +KFF3', '', '1-3'],
    ['+I/s/orbit.pov +Ofive.png +KFF5 +SF0.5', '/w | five#.png', ''],
    ['a.ini', '/w | ini#.png', '1-3'],
    ['a.ini[part]', '/w | ini#.png', '1-2'],
    ['a.ini +KFF1', '/w | ini.png', ''],
    ['missing.ini +I/s/orbit.pov +KFF2', '/s | orbit#.png', '1-2'],
  ])('reads povray %s', (line, outputs, frames) => {
    expect(read(line)).toEqual([outputs, frames]);
  });

  it('reads the settings that lie where it was started first', () => {
    expect(read('+I/s/orbit.pov +KFF4', { '/w/povray.ini': 'Final_Frame=9\nOutput_File_Name=/o/x' })).toEqual([
      '/o | x#.png',
      '1-4',
    ]);
  });

  it('renders nothing when no scene is named', () => {
    const files: NamedFiles = { text: () => null, blend: () => null };
    expect(povRay.read({ argv: ['povray', '-D'], workingDirectory: '/w' }, files)).toBeNull();
  });
});
