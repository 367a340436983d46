import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatFrameRange } from '../../shared/frames/frame-notation.ts';
import { isInterpreter, recogniseRenderer } from './known-renderers.ts';
import type { NamedFiles, ToldRender } from './renderer-kind.ts';
import { splitCommandLine } from './split-command-line.ts';

const NO_FILES: NamedFiles = { text: () => null, blend: () => null };

function told(line: string, workingDirectory: string | null = '/prod'): { program: string; render: ToldRender | null } {
  const rules = /^"?[A-Za-z]:\\|\.exe/.test(line) ? 'windows' : 'posix';
  const recognised = recogniseRenderer({ argv: splitCommandLine(line, rules), workingDirectory });
  if (!recognised) return { program: '', render: null };
  return { program: recognised.kind.program, render: recognised.kind.read(recognised.command, NO_FILES) };
}

/** `directory | pattern`, each output; the frames. */
function summary(line: string, workingDirectory?: string): readonly [program: string, outputs: string, frames: string] {
  const { program, render } = told(line, workingDirectory);
  const outputs = render?.outputs.map(({ directory, pattern }) => `${directory} | ${pattern ?? '?'}`).join(', ') ?? '-';
  return [program, outputs, render?.frames ? formatFrameRange(render.frames) : ''];
}

describe('recogniseRenderer', () => {
  it.each([
    [
      'husk --make-output-path -o render/test.$F4.exr --engine xpu -f 1 -n 100 -r 320 180 kermit.usd',
      'Karma (husk)',
      '/prod/render | test.####.exr',
      '1-100',
    ],
    [
      '/opt/hfs20/bin/husk-bin --frame 10 --frame-count 5 --frame-inc 2 --output /r/a.<F4>.exr s.usdc',
      'Karma (husk)',
      '/r | a.####.exr',
      '10-18x2',
    ],
    ['husk -n 10 -o /r/a.$F4.exr s.usd', 'Karma (husk)', '/r | a.####.exr', ''],
    ['husk -f 999999990 -n 20 s.usd', 'Karma (husk)', '', ''],
    ['mantra -V 2a -f /ifd/a.0007.ifd /r/a.0007.exr', 'Mantra', '/r | a.0007.exr', ''],
    [
      'hython3.9 /opt/hfs/bin/hrender.py -e -f 1 240 -i 2 -d mantra1 -o /r/a.$F4.pic /p/a.hip',
      'Houdini',
      '/r | a.####.pic',
      '1-239x2',
    ],
    ['/opt/hfs/bin/hbatch -c "render -V -f 1 10 mantra1" /p/a.hiplc', 'Houdini', '', '1-10'],
    [
      '/usr/autodesk/maya2024/bin/Render -r arnold -s 1.0 -e 48.0 -b 1 -rd /r/images -im shot /p/s.ma',
      'Maya',
      '/r/images | ?',
      '1-48',
    ],
    [
      '"C:\\Program Files\\Autodesk\\Maya2024\\bin\\Render.exe" -s 10 -e 20 -rd D:\\out\\s1 "D:\\p x\\s.mb"',
      'Maya',
      'D:\\out\\s1 | ?',
      '10-20',
    ],
    ['/usr/autodesk/maya2024/bin/maya.bin -batch -file /p/s.ma', 'Maya', '', ''],
    ['kick -dw -i /ass/s.0012.ass -o /r/s.0012.exr', 'Arnold', '/r | s.0012.exr', ''],
    [
      '/usr/ChaosGroup/bin/vray.bin -sceneFile=/p/s.vrscene -imgFile=/r/s.exr -frames=1-10,2;20 -display=0',
      'V-Ray',
      '/r | ?',
      '1-9x2,20',
    ],
    ['vray -sceneFile=s.vrscene -imgFile=out/still.png', 'V-Ray', '/prod/out | still.png', ''],
    [
      'C:\\ProgramData\\Redshift\\bin\\redshiftCmdLine.exe C:\\p\\s.0001.rs -oip D:\\out',
      'Redshift',
      'D:\\out | ?',
      '',
    ],
    ['prman -t:8 -progress /rib/s.0101.rib', 'RenderMan', '', ''],
    ['/usr/local/Nuke13.2v4/Nuke13.2 -F 1-50x10 -x /p/comp.nk', 'Nuke', '', '1-41x10'],
    [
      '/Applications/Nuke7.0v5/NukeX7.0v5.app/NukeX7.0v5 -x -m 8 -f --gpu -F 10-20 -F 34-60 /w/c.nk',
      'Nuke',
      '',
      '10-20,34-60',
    ],
    ['Nuke14.0 -F 10-2x3 -x /p/comp.nk', 'Nuke', '', '4-10x3'],
    ['Nuke14.0 -X WriteBlur myscript.nk 1-20', 'Nuke', '', '1-20'],
    [
      '"C:\\Adobe\\aerender.exe" -project c:\\p\\a.aep -comp "Comp 1" -s 1 -e 10 -output c:\\o\\f[####].psd',
      'After Effects',
      'c:\\o | f####.psd',
      '1-10',
    ],
    [
      '"C:\\Program Files\\MAXON\\Cinema 4D\\Commandline.exe" -render c:\\s\\h.c4d -frame 100 150 10 -oimage d:\\i\\name',
      'Cinema 4D',
      'd:\\i | ?',
      '100-150x10',
    ],
    [
      '"C:\\Autodesk\\3dsmaxcmd.exe" -outputName:"c:\\o p\\i.jpg" -Start:1 -end=9 -nthFrame 4 c:\\s\\m.max',
      '3ds Max',
      'c:\\o p | ?',
      '1-9x4',
    ],
    ['3dsmaxcmd -o=/o/i.jpg -frames:1,5-7 /s/m.max', '3ds Max', '/o | ?', '1,5-7'],
    ['NatronRenderer -w Write1 /r/a.####.exr 1-10:3 /p/a.ntp', 'Natron', '/r | a.####.exr', '1-10x3'],
    ['Fusion /p/a.comp -render -start 5 -end 9 -quit', 'Fusion', '', '5-9'],
    ['lwsn -3 -c/cfg -d/content /content/s.lws 1 48 1', 'LightWave', '', '1-48'],
    ['crender /p/a.project -output /r/a -start_frame 1 -end_frame 4', 'Clarisse', '/r | ?', '1-4'],
    ['luxcoreconsole -o /r/l.png scene.cfg', 'LuxCore', '/r | l.png', ''],
    ['renderdl /nsi/s.0001.nsi', '3Delight', '', ''],
    ['/bin/sh /opt/wrap/blender -b x.blend', 'Blender', '', ''],
    ['python3 -u /opt/farm/nuke.py -F 1-2 -x a.nk', 'Nuke', '', '1-2'],
  ])('reads %s', (line, program, outputs, frames) => {
    expect(summary(line)).toEqual([program, outputs, frames]);
  });

  it.each([
    'vim /p/blender.txt',
    'bash -c "blender -b x.blend -a"',
    'python3 -m blender',
    'bash',
    '/usr/bin/blender-thumbnailer a.blend b.png',
    '/usr/bin/rendercheck',
    'node nuke/server.js',
    '',
  ])('passes over %s', (line) => {
    expect(told(line).program).toBe('');
  });

  it.each([
    'Render --help',
    '/usr/lib/xyz/render page.html',
    'Commandline --port 80',
    'vray -server -portNumber=20207',
    'kick --help',
    'hython /opt/tools/clean.py',
    'lwsn -2 -c/cfg job1 ack1',
    'blender --version',
    'ffmpeg -version',
    'Nuke13.2 -t /p/publish.py',
    'povray --help',
  ])('recognises that %s renders nothing', (line) => {
    expect(told(line).render).toBeNull();
  });

  it.each([
    'blender scene.blend',
    'Nuke13.2 /p/c.nk',
    'houdinifx a.hip',
    '"C:\\Adobe\\AfterFX.exe"',
    'maya.bin',
    'Fusion a.comp',
    'Fusion a.comp -start 1 -end 5',
  ])('takes %s for a program with windows', (line) => {
    const { render } = told(line);
    expect(render?.interactive).toBe(true);
    expect(render?.frames).toBeNull();
  });

  it('leaves out outputs whose directory cannot be known', () => {
    for (const output of ['$HIP/render/a.$F4.exr', '/r/$F4/a.exr', '/r/<layer>/a.%04d.exr'])
      expect(told(`husk -f 1 -o ${output} a.usd`).render?.outputs).toEqual([]);
    expect(told('husk -f 1 -o out/a.$F4.exr a.usd', null).render?.outputs).toEqual([]);
  });
});

describe('the known renderers', () => {
  const programs =
    'blender povray ffmpeg husk mantra hbatch Render mayabatch kick vray redshiftCmdLine prman Nuke13 aerender Commandline 3dsmaxcmd Fusion NatronRenderer crender lwsn'.split(
      ' ',
    );
  const word = fc.oneof(
    fc.constantFrom(
      '-o',
      '-a',
      '-f',
      '-b',
      '-s',
      '-e',
      '-F',
      '-x',
      '-n',
      '-i',
      '-frames',
      '-frame',
      '-render',
      '-rd',
      '-imgFile',
      '+KFF3',
      '--',
      '-1',
    ),
    fc.constantFrom(
      's.blend',
      's.ma',
      's.c4d',
      's.ini[x]',
      's.nk',
      's.lws',
      '1-10',
      '1..5',
      '1,2-x',
      '999999999',
      '//####/a',
      '%099d.png',
    ),
    fc.string({ maxLength: 12 }),
  );

  it('read whatever stands there without failing, and tell no path that is not whole', () => {
    fc.assert(
      fc.property(fc.constantFrom(...programs), fc.array(word, { maxLength: 12 }), (program, rest) => {
        const recognised = recogniseRenderer({ argv: [program, ...rest], workingDirectory: '/prod' });
        const render = recognised?.kind.read(recognised.command, NO_FILES);
        for (const { directory } of render?.outputs ?? []) expect(directory).toMatch(/^(\/|[A-Za-z]:[\\/]|\\\\)/);
        if (render?.frames) expect(render.framesFrom).not.toBeNull();
      }),
      { numRuns: 3000 },
    );
  });

  it('are not held up by a line that is made to', () => {
    for (const part of ['.ini[', '@', '<a', '#', '%', '[#', '$F', '.blend1'])
      for (const program of programs)
        told([program, part.repeat(60_000 / part.length), '-o', part.repeat(60_000 / part.length)].join(' '));
  });

  it.each([
    ['blender -b -s 1 -e 99999 -j 2', ' -a'],
    ['blender -b -f 1', ',3,5'],
    ['vray -sceneFile=a.vrscene -frames=1-99999,2', ';1-99999,2'],
    ['Nuke13 -x a.nk', ' -F 1-99999x2'],
    ['3dsmaxcmd a.max -frames:1', ',3,5'],
  ])('hold no more of %s than a command line can mean', (start, part) => {
    const { render } = told(start + part.repeat(60_000 / part.length));
    expect(render).not.toBeNull();
    expect(render?.frames?.length ?? 0).toBeLessThanOrEqual(100_000);
  });
});

describe('isInterpreter', () => {
  it('tells shells and scripts from programs', () => {
    expect([['/bin/bash', '-e'], ['python3.11', 'x'], ['/usr/bin/blender'], []].map(isInterpreter)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
