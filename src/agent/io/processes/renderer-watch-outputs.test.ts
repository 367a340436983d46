/** Where renderers write that do not say so on their command line. */
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clock, directory, eventually, frames, machine, watch, watched } from '../../testing/watched-renderers.ts';

describe('createRendererWatch', () => {
  it('finds where a renderer writes by the images that it holds open', async () => {
    await mkdir(frames());
    machine.start(7, 'Nuke13.2 -F 1-10 -x /p/comp.nk', { workingDirectory: null });
    await watched();
    machine.write(7, [join(frames(), 'a.0001.exr'), join(directory, 'cache.bin'), '/not/here/a.0001.exr']);
    await eventually((renderers) =>
      expect(renderers).toMatchObject([
        { outputs: [{ directory: frames(), pattern: null, expected: [[1, 10]], expectedFrom: 'command line' }] },
      ]),
    );
  });

  it('finds where a renderer writes by what turns up near its scene', async () => {
    await mkdir(join(directory, 'images'));
    const startedAt = Date.now() - 1_000;
    machine.start(7, `Nuke13.2 -F 1-10 -x ${directory}/comp.nk`, { workingDirectory: '/', startedAt });
    await watched();
    expect(watch?.current()).toMatchObject([{ outputs: [] }]);
    await writeFile(join(directory, 'images', 'a.0001.exr'), 'x');
    await eventually((renderers) =>
      expect(renderers).toMatchObject([{ outputs: [{ directory: join(directory, 'images') }] }]),
    );
  });

  it('takes only files of the name that was told when they turn up elsewhere', async () => {
    await mkdir(join(directory, 'other'));
    await writeFile(join(directory, 'other', 'b.0001.png'), 'x');
    const line = `blender -b ${directory}/a.blend -o /inside/a.#### -F PNG -s 1 -e 9 -a`;
    machine.start(7, line, { startedAt: Date.now() - 1_000 });
    await watched();
    expect(watch?.current()).toMatchObject([{ outputs: [] }]);
    await mkdir(join(directory, 'mine'));
    await writeFile(join(directory, 'mine', 'a.0001.png'), 'x');
    await eventually((renderers) =>
      expect(renderers).toMatchObject([{ outputs: [{ directory: join(directory, 'mine') }] }]),
    );
    expect(watch?.current()?.[0]?.outputs).toHaveLength(1);
  });

  it('is not misled by images that were there before', async () => {
    await writeFile(join(directory, 'a.0001.exr'), 'x');
    const longAgo = new Date(2020, 0, 1);
    await utimes(join(directory, 'a.0001.exr'), longAgo, longAgo);
    machine.start(7, 'Nuke13.2 -F 1-10 -x comp.nk', { startedAt: Date.now() - 60_000 });
    machine.start(8, 'Nuke13.2 -F 1-10 -x comp.nk', { startedAt: longAgo.getTime() });
    await watched();
    // The second has been at work for longer than the image is there.
    await eventually((renderers) => expect(renderers.find(({ pid }) => pid === 8)?.outputs).toHaveLength(1));
    expect(watch?.current()?.find(({ pid }) => pid === 7)?.outputs).toEqual([]);
  });

  it('does not look where everybody puts things', async () => {
    await writeFile(join(directory, 'a.0001.exr'), 'x');
    machine.start(7, 'Nuke13.2 -x comp.nk', { startedAt: Date.now() - 60_000 });
    await watched('ext4', new Set([directory]));
    expect(watch?.current()).toMatchObject([{ outputs: [] }]);
  });

  it('finds what turns up on a share between two looks, but not for a program that sits there', async () => {
    await writeFile(join(directory, 'a.0001.exr'), 'x');
    machine.start(7, 'Nuke13.2 comp.nk', { startedAt: 0 });
    machine.start(8, 'Nuke13.2 -x comp.nk', { startedAt: 0 });
    await watched('nfs4');
    expect(watch?.current()).toMatchObject([{ pid: 8, outputs: [] }]);
    await writeFile(join(directory, 'a.0002.exr'), 'x');
    await eventually((renderers) => expect(renderers).toMatchObject([{ pid: 8, outputs: [{ directory }] }]));
    clock.advance(60_000);
    expect(watch?.current()?.map(({ pid }) => pid)).toEqual([8]);
  });

  it('does not take what another renderer writes for the work of a program that sits there', async () => {
    await mkdir(frames());
    await writeFile(join(frames(), 'a01.png'), 'x');
    machine.start(7, `povray +I/s/orbit.pov +O${frames()}/a.png +KFF24`);
    await watched();
    machine.start(8, 'Nuke13.2 comp.nk', { startedAt: Date.now() - 60_000 });
    machine.start(9, 'Nuke13.2 -x comp.nk', { startedAt: Date.now() - 60_000 });
    // The second counts as a renderer, as it was told to render: when it is there, both were looked at.
    await eventually((renderers) => expect(renderers.map(({ pid }) => pid)).toContain(9));
    clock.advance(20_000);
    await eventually((renderers) => expect(renderers.find(({ pid }) => pid === 9)?.outputs).toEqual([]));
    expect(watch?.current()?.map(({ pid }) => pid)).toEqual([7, 9]);
  });
});
