/** The renderers of this machine, found by what its system has to tell of processes. */
import { homedir, tmpdir } from 'node:os';
import type { Clock } from '../../../shared/clock.ts';
import { readSystemMounts } from '../mounts.ts';
import type { SlowLane } from '../slow-lane.ts';
import type { ProcessList } from './process-list.ts';
import { createPortableProcessList } from './process-portable.ts';
import { createProcProcessList } from './process-proc.ts';
import { createRendererFiles } from './renderer-files.ts';
import { createRendererWatch, type RendererWatch } from './renderer-watch.ts';

export interface HostRenderersDeps {
  readonly clock: Clock;
  readonly slowLane: SlowLane;
}

export function hostRenderers({ clock, slowLane }: HostRenderersDeps): RendererWatch {
  return createRendererWatch({
    clock,
    processes: processListOf(process.platform, clock),
    files: createRendererFiles({ clock, slowLane, readMounts: readSystemMounts }),
    commonDirectories: new Set(['/', homedir(), tmpdir()]),
  });
}

/** `platform`: Linux is asked by its `/proc`, all others through systeminformation. */
function processListOf(platform: NodeJS.Platform, clock: Clock): ProcessList {
  if (platform === 'linux') return createProcProcessList(clock);
  // Loaded when first asked: it is large, and Linux does without.
  const listProcesses = async () => (await import('systeminformation')).processes();
  return createPortableProcessList({ clock, listProcesses, platform });
}
