import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../shared/manual-clock.ts';
import type { SeenRenderer } from '../processes/renderer-watch.ts';
import type { FileFacts } from './output-watcher-files.ts';
import { createOwnWork } from './output-watcher-own-work.ts';

const PATHS = { path: '/mnt/out', realPath: '/vol/out' };
const FRAME_BYTES = 50_000;

function renderer(pid: number, more: Partial<SeenRenderer> = {}): SeenRenderer {
  const output = { directory: PATHS.path, pattern: null, expected: null, expectedFrom: null };
  return {
    pid,
    program: 'Blender',
    startedAt: -1e6,
    endedAt: null,
    exitStatus: null,
    cpuPercent: null,
    isInteractive: false,
    scene: null,
    frames: null,
    outputs: [output],
    ...more,
  };
}

function facts(sizeBytes: number, mtimeMs: number): FileFacts {
  return { kind: 'file', sizeBytes, mtimeMs, device: 1, inode: 1, uid: 1 };
}

/** A directory, this node's renderers, and what they hold and have written. */
function scene(current: readonly SeenRenderer[] | null) {
  const clock = new ManualClock();
  const open = new Set<string>();
  const system = { written: 0, asked: 0, counted: 0 };
  const renderers = {
    ready: Promise.resolve(),
    current: () => current,
    onChange: () => () => {},
    stop: async () => {},
  };
  const writes = {
    openForWriting: () => {
      system.asked++;
      return [...open];
    },
    writtenBytes: () => {
      system.counted++;
      return system.written;
    },
  };
  const told: string[] = [];
  const finder = createOwnWork({ clock, renderers, writes });
  const work = finder.of(PATHS, (name, evidence) => told.push(`${name} ${evidence}`));
  clock.advance(1000);
  return { clock, open, system, work, told, finder };
}

describe('createOwnWork', () => {
  it.each(['/mnt/out', '/vol/out'])('tells a file that a renderer has open, by whichever path (%s)', (path) => {
    const { work, open, told } = scene([renderer(1)]);
    open.add(`${path}/a.0001.exr`);
    work.told('a.0001.exr');
    open.clear();
    expect(told).toEqual(['a.0001.exr descriptor']);
    work.seen('a.0001.exr', facts(9, 1), 0);
    expect(work.finished('a.0001.exr')).toBe('descriptor');
  });

  it('tells a file by the bytes that were written meanwhile, and the claim after it by their order', () => {
    const { clock, system, work, told } = scene([renderer(1)]);
    work.seen('a.0001.exr', facts(0, 5000), 0);
    clock.advance(3000);
    work.still('a.0001.exr');
    system.written += FRAME_BYTES;
    clock.advance(1000);
    work.seen('a.0001.exr', facts(FRAME_BYTES, 8500), 0);
    work.seen('a.0002.exr', facts(0, 8503), 4000);
    expect(work.finished('a.0001.exr')).toBe('bytes');
    expect(told).toEqual(['a.0001.exr bytes', 'a.0002.exr order']);
    clock.advance(60_000);
    work.seen('a.0009.exr', facts(0, 99_000), 64_000);
    expect(work.evidenceOf('a.0002.exr')).toBe('order');
  });

  it('tells nothing of a file that grew while the renderer wrote nothing', () => {
    const { clock, work } = scene([renderer(1)]);
    work.seen('a.0001.exr', facts(0, 5000), 0);
    clock.advance(4000);
    work.seen('a.0001.exr', facts(FRAME_BYTES, 8500), 0);
    expect(work.finished('a.0001.exr')).toBeNull();
  });

  it('tells nothing by bytes when two renderers could have written it', () => {
    const { clock, system, work } = scene([renderer(1), renderer(2)]);
    work.seen('a.0001.exr', facts(0, 5000), 0);
    system.written += FRAME_BYTES;
    clock.advance(1000);
    work.seen('a.0001.exr', facts(FRAME_BYTES, 5500), 0);
    expect(work.finished('a.0001.exr')).toBeNull();
  });

  it.each<[string, readonly SeenRenderer[] | null]>([
    ['nobody can tell of renderers', null],
    ['there is none', []],
    [
      'they write elsewhere',
      [renderer(1, { outputs: [{ directory: '/other', pattern: null, expected: null, expectedFrom: null }] })],
    ],
  ])('asks nothing when %s', (_, current) => {
    const { work, open, system } = scene(current);
    open.add('/mnt/out/a.0001.exr');
    work.told('a.0001.exr');
    work.seen('a.0001.exr', facts(9, 1), 0);
    expect(work.finished('a.0001.exr')).toBeNull();
    expect(system.asked).toBe(0);
  });

  it('counts no more when it is stopped', async () => {
    const { clock, finder, system } = scene([renderer(1)]);
    expect(system.counted).toBeGreaterThan(0);
    await finder.stop();
    system.counted = 0;
    clock.advance(5000);
    expect(system.counted).toBe(0);
  });
});
