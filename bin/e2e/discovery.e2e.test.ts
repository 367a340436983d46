import { mkdir, readdir, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  freePort,
  type Program,
  startHub,
  startProgram,
  startSentry,
  type TestHub,
  temporaryDirectory,
  until,
} from './programs.ts';
import { missingProgram, startFfmpeg, startPovray } from './renders.ts';

/** The most that it may take to find a render that is under way, and to follow it. */
const PROMISED_SECONDS = 5;

async function firstFile(directory: string): Promise<void> {
  await until(`a file in ${directory}`, async () => (await readdir(directory)).length > 0);
}

const missing = missingProgram('povray') || missingProgram('blender') || missingProgram('ffmpeg');

describe.skipIf(missing)('an agent that was told no directory', () => {
  let hub: TestHub;
  let agent: Program;
  let place: string;
  let scene: string;
  const started: Program[] = [];
  const removals: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    const temporary = await temporaryDirectory();
    removals.push(temporary.remove);
    place = await realpath(temporary.path);
    scene = join(place, 'p', 'shot.blend');
    await writeBlend(scene);
    const port = await freePort();
    hub = await startHub(join(place, 'data'), port);
    agent = startSentry('sentry-agent', ['--hub', hub.url, '--interval', '1'], { cwd: place });
    await until('the agent reports', async () => (await hub.json('/api/nodes')).nodes.length === 1);
  });

  afterAll(async () => {
    for (const program of started) await program.end('SIGKILL');
    await agent?.end();
    await hub?.end();
    for (const remove of removals) await remove();
  });

  /** Quick frames, as its directory is there with the first of them only, and more of them than it has time for. */
  async function writeBlend(path: string): Promise<void> {
    await mkdir(join(place, 'p'));
    const script = join(place, 'make.py');
    await writeFile(
      script,
      [
        'import bpy',
        's = bpy.context.scene',
        "s.render.engine = 'CYCLES'; s.cycles.samples = 16; s.cycles.use_denoising = False",
        's.render.resolution_x = 160; s.render.resolution_y = 90; s.render.resolution_percentage = 100',
        's.frame_start = 11; s.frame_end = 810; s.frame_step = 2',
        "s.render.filepath = '//frames/shot.####'; s.render.image_settings.file_format = 'OPEN_EXR'",
        `bpy.ops.wm.save_as_mainfile(filepath=${JSON.stringify(path)}, compress=False)`,
      ].join('\n'),
    );
    expect(await startProgram('blender', ['-b', '--factory-startup', '-P', script]).exited).toBe(0);
  }

  function render(program: Program): Program {
    started.push(program);
    return program;
  }

  /** The job of a directory, found in the time promised for a render that is under way. */
  // biome-ignore lint/suspicious/noExplicitAny: an answer as it came
  async function job(directory: string): Promise<any> {
    await firstFile(directory);
    return until(
      `a job in ${directory}; the agent said: ${agent.output()}`,
      async () =>
        (await hub.json('/api/jobs')).jobs.find((each: { outputDir: string }) => each.outputDir === directory),
      PROMISED_SECONDS,
    );
  }

  it('finds a running POV-Ray by its command line', async () => {
    const directory = join(place, 'pov');
    await mkdir(directory);
    const povray = render(startPovray(directory, 80, 160));
    expect(await job(directory)).toMatchObject({ total: 80, pattern: 'frame##.png', state: 'running' });
    await povray.end('SIGKILL');
  });

  it('finds a running Blender by what its scene says', async () => {
    const blender = render(startProgram('blender', ['-b', scene, '-a']));
    expect(await job(join(place, 'p', 'frames'))).toMatchObject({ total: 400, pattern: 'shot.####.exr' });
    await blender.end('SIGKILL');
  });

  it('finds a running Blender by what its command line says instead', async () => {
    const directory = join(place, 'other');
    const options = ['-o', join(directory, 'b_'), '-F', 'PNG', '-s', '1', '-e', '600', '-j', '1'];
    const blender = render(startProgram('blender', ['-b', scene, ...options, '-a']));
    expect(await job(directory)).toMatchObject({ total: 600, pattern: 'b_####.png' });
    await blender.end('SIGKILL');
  });

  it('finds a running FFmpeg where it was started, and tells of it until after its end', async () => {
    const directory = join(place, 'ffmpeg');
    await mkdir(directory);
    const ffmpeg = render(startFfmpeg(directory, 'beauty.%04d.png', { frames: 200, perSecond: 10 }));
    const { id } = await job(directory);
    const [node] = (await hub.json('/api/nodes')).nodes;
    // biome-ignore lint/suspicious/noExplicitAny: an answer as it came
    const seen = async (): Promise<any> => {
      const { report } = await hub.json(`/api/nodes/${node.id}`);
      return report.renderers?.find((each: { pid: number }) => each.pid === ffmpeg.process.pid);
    };
    expect(await seen()).toMatchObject({
      program: 'FFmpeg',
      endedAt: null,
      outputDirectories: [directory],
      frames: '1-200',
    });
    await ffmpeg.end('SIGTERM');
    await until('its end is told', async () => (await seen())?.endedAt);
    expect((await hub.json(`/api/jobs/${id}`)).total).toBe(200);
  });
});

describe.skipIf(missing)('all in one without a directory', () => {
  it('shows a render that runs', async () => {
    const temporary = await temporaryDirectory();
    const place = await realpath(temporary.path);
    const directory = join(place, 'out');
    await mkdir(directory);
    const povray = startPovray(directory, 80, 160);
    try {
      await firstFile(directory);
      const all = startSentry('sentry', ['--once', '--port', String(await freePort())], { cwd: place });
      expect(await all.exited).toBe(0);
      expect(all.output()).toMatch(/\/80\b/);
    } finally {
      await povray.end('SIGKILL');
      await temporary.remove();
    }
  });
});
