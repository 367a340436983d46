import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clock, directory, eventually, frames, machine, watch, watched } from '../../testing/watched-renderers.ts';

describe('createRendererWatch', () => {
  it('knows by the first search what runs, and where it writes', async () => {
    await mkdir(frames());
    machine.start(7, `povray +I/s/orbit.pov +O${frames()}/a.png +KFF24`);
    expect((await watched()).current()).toEqual([
      {
        pid: 7,
        program: 'POV-Ray',
        startedAt: clock.now() - 1_000,
        endedAt: null,
        exitStatus: null,
        cpuPercent: null,
        isInteractive: false,
        scene: 'orbit.pov',
        frames: [[1, 24]],
        outputs: [{ directory: frames(), pattern: 'a##.png', expected: [[1, 24]], expectedFrom: 'command line' }],
      },
    ]);
  });

  it('follows a directory that the command line names when it is made', async () => {
    machine.start(7, `blender -b s.blend -o ${frames()}/a_ -F PNG -s 1 -e 9 -j 1 -a`);
    expect((await watched()).current()).toMatchObject([{ outputs: [] }]);
    await mkdir(frames());
    await eventually((renderers) => expect(renderers).toMatchObject([{ outputs: [{ directory: frames() }] }]));
  });

  it('tells its listeners of a start and of an end', async () => {
    await watched();
    let told = 0;
    const stop = watch?.onChange(() => told++);
    machine.start(7, 'povray +I/s/a.pov +KFF3');
    await eventually((renderers) => expect(renderers).toMatchObject([{ pid: 7, endedAt: null }]));
    expect(told).toBeGreaterThan(0);
    told = 0;
    machine.end(7);
    await eventually((renderers) => expect(renderers[0]?.endedAt).not.toBeNull());
    expect(told).toBe(1);
    stop?.();
  });

  it('forgets a renderer an hour after its end', async () => {
    machine.start(7, 'povray +I/s/a.pov +KFF3');
    await watched();
    machine.end(7);
    await eventually((renderers) => expect(renderers[0]?.endedAt).not.toBeNull());
    clock.advance(59 * 60_000);
    expect(watch?.current()).toHaveLength(1);
    clock.advance(2 * 60_000);
    await eventually((renderers) => expect(renderers).toEqual([]));
  });

  it('tells what share of the machine a renderer uses', async () => {
    machine.start(7, 'povray +I/s/a.pov +KFF3');
    await watched();
    await eventually((renderers) => expect(renderers[0]?.cpuPercent).toBe(0));
    machine.use(7, 1.5);
    await eventually((renderers) => expect(renderers[0]?.cpuPercent).toBe(150));
  });

  it('counts a program with windows as a renderer while it writes', async () => {
    machine.start(7, `blender ${directory}/s.blend`);
    await watched();
    expect(watch?.current()).toEqual([]);
    await mkdir(frames());
    machine.write(7, [join(frames(), 'a0001.png')]);
    await eventually((renderers) => expect(renderers).toMatchObject([{ pid: 7, frames: null }]));
  });

  it('shows a wrapper and its renderer as one', async () => {
    await mkdir(frames());
    machine.start(7, `Render -rd ${frames()} -s 1 -e 4 /p/s.ma`);
    machine.start(8, 'maya.bin -batch -file /p/s.ma', { ancestors: [7] });
    await watched();
    await eventually((renderers) =>
      expect(renderers).toMatchObject([{ pid: 8, frames: [[1, 4]], outputs: [{ directory: frames() }] }]),
    );
  });

  it('shows at most 64 renderers', async () => {
    for (let pid = 1; pid <= 70; pid++) machine.start(pid, 'povray +I/s/a.pov +KFF3');
    expect((await watched()).current()).toHaveLength(64);
  });

  it('lets the one that is gone for longest go for the one that comes', async () => {
    for (let pid = 1; pid <= 64; pid++) machine.start(pid, 'povray +I/s/a.pov +KFF3');
    await watched();
    machine.end(9);
    await eventually((renderers) => expect(renderers.find(({ pid }) => pid === 9)?.endedAt).not.toBeNull());
    machine.start(100, 'povray +I/s/b.pov +KFF3');
    await eventually((renderers) => expect(renderers.map(({ pid }) => pid)).toContain(100));
    expect(watch?.current()?.some(({ pid }) => pid === 9)).toBe(false);
  });

  it('tells that nobody can tell, and goes on trying', async () => {
    machine.fail = true;
    await watched();
    expect(watch?.current()).toBeNull();
    machine.fail = false;
    await eventually(() => expect(watch?.current()).toEqual([]));
  });
});
