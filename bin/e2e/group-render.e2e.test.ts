import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type Machine, noMachines, startMachine } from './machines.ts';
import { freePort, type Program, startHub, temporaryDirectory, until } from './programs.ts';
import { missingProgram } from './renders.ts';

const FRAMES = 27;
const NODES = ['rn-1', 'rn-2', 'rn-3'];

/** Claims by placeholders and passes over what is there, as machines of a group do. */
const SCENE = `
import sys, bpy
output, file = sys.argv[sys.argv.index('--') + 1:]
scene = bpy.context.scene
scene.render.engine = 'CYCLES'
scene.cycles.samples = 64
scene.cycles.use_denoising = False
scene.render.resolution_x, scene.render.resolution_y, scene.render.resolution_percentage = 160, 90, 100
scene.render.filepath = output + '/shot.####'
scene.render.image_settings.file_format = 'OPEN_EXR'
scene.render.use_overwrite, scene.render.use_placeholder = False, True
scene.frame_start, scene.frame_end = 1, ${FRAMES}
bpy.ops.wm.save_as_mainfile(filepath=file)
`;

/** Tells which frame it has claimed, and makes a frame take a while on a machine of any speed. */
const SLOWLY = `
import time, bpy
def begin(scene, *_):
    print('claimed', scene.frame_current, flush=True)
    time.sleep(1.5)
bpy.app.handlers.render_pre.append(begin)
`;

const machines: Machine[] = [];
const programs: Program[] = [];
const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(machines.splice(0).map((machine) => machine.end('SIGKILL')));
  for (const program of programs.splice(0).reverse()) await program.end();
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function directory(): Promise<string> {
  const made = await temporaryDirectory();
  cleanups.push(made.remove);
  return made.path;
}

function claimsOf(machine: Machine): readonly number[] {
  return [...machine.output().matchAll(/^claimed (\d+)$/gm)].map(([, frame]) => Number(frame));
}

function frameFile(output: string, frame: number): string {
  return join(output, `shot.${String(frame).padStart(4, '0')}.exr`);
}

test.skipIf(noMachines() || missingProgram('blender'))(
  'a job that three Blenders render is one, and what a killed one leaves behind is named',
  async () => {
    const [data, work, port] = [await directory(), await directory(), await freePort()];
    const [output, scene, slowly, go] = ['frames', 'scene.blend', 'slowly.py', 'go'].map((name) => join(work, name));
    if (!output || !scene || !slowly || !go) throw new Error('no names');
    mkdirSync(output);
    writeFileSync(join(work, 'scene.py'), SCENE);
    writeFileSync(slowly, SLOWLY);
    execFileSync('blender', ['-b', '--factory-startup', '-P', join(work, 'scene.py'), '--', output, scene]);

    const hub = await startHub(data, port);
    programs.push(hub);
    for (const node of NODES) {
      const agent = [output, '--hub', hub.url, '--node-id', node, '--share', 'nas:/renders/shot'];
      const options = ['--frames', `1-${FRAMES}`, '--interval', '1'];
      machines.push(startMachine([...agent, ...options], ['blender', '-b', scene, '-t', '1', '-P', slowly, '-a'], go));
    }
    await until('all agents report', async () => (await hub.json('/api/nodes')).nodes.length === NODES.length);
    writeFileSync(go, '');
    const victim = machines[1];
    if (!victim) throw new Error('no machine');
    const job = async () => {
      const [summary] = (await hub.json('/api/jobs')).jobs;
      return summary ? hub.json(`/api/jobs/${summary.id}`) : null;
    };
    const workers = async (id: string) => (await hub.json(`/api/jobs/${id}/forecast`)).nodes;
    const before = await until('three nodes render and the hub tells when they will be done', async () => {
      const now = await job();
      return (
        now?.etaSeconds > 0 && !now.etaUnsure && (await workers(now.id)) === 3 && claimsOf(victim).length > 3 && now
      );
    });

    const count = claimsOf(victim).length;
    const orphan = await until('the victim has a frame in hand', () => {
      const frame = claimsOf(victim)[count];
      return frame !== undefined && statSync(frameFile(output, frame)).size === 0 && frame;
    });
    // The end that is foretold moves, whatever time has passed meanwhile.
    const foretoldEnd = async () => Date.now() + (await job()).etaSeconds * 1000;
    const endWithThree = await foretoldEnd();
    process.kill(victim.rendererPid() ?? Number.NaN, 'SIGKILL');

    let latestEnd = 0;
    await until('the forecast counts on two nodes', async () => {
      latestEnd = Math.max(latestEnd, await foretoldEnd());
      return (await workers(before.id)) === 2;
    });
    const named = await until(
      'the orphan is named',
      async () => {
        const now = await job();
        latestEnd = Math.max(latestEnd, Date.now() + now.etaSeconds * 1000);
        return now.orphans.length > 0 && now;
      },
      60,
    );
    expect(named.orphans).toEqual([
      expect.objectContaining({ frame: orphan, node: 'rn-2', path: frameFile(output, orphan), sizeBytes: 0 }),
    ]);
    expect(named).toMatchObject({ id: before.id, nodes: NODES, total: FRAMES, orphanedFrames: String(orphan) });
    expect(latestEnd).toBeGreaterThan(endWithThree);

    const ended = await until('the others have rendered all the rest', async () => {
      const now = await job();
      return now.state === 'aborted' && now;
    });
    const reason = `done but for 1 orphaned frame: ${orphan}; delete its file and render it again`;
    expect(ended).toMatchObject({ done: FRAMES - 1, missing: String(orphan), reason, etaSeconds: null });
    for (const machine of machines) if (machine !== victim) expect(claimsOf(machine)).not.toContain(orphan);
    expect((await hub.json('/api/jobs')).jobs).toHaveLength(1);
  },
);
