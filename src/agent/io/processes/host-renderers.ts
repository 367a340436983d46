/** The renderers of this machine, found by what its system has to tell of processes. */
import { homedir, tmpdir } from 'node:os';
import type { Clock } from '../../../shared/clock.ts';
import { readSystemMounts } from '../mounts.ts';
import type { SlowLane } from '../slow-lane.ts';
import type { ProcessList } from './process-list.ts';
import type { ListProcesses } from './process-listing.ts';
import { createPortableProcessList } from './process-portable.ts';
import { createProcProcessList } from './process-proc.ts';
import { createRendererFiles } from './renderer-files.ts';
import { createRendererWatch, type RendererWatch } from './renderer-watch.ts';

export interface HostRenderersDeps {
  readonly clock: Clock;
  readonly slowLane: SlowLane;
  /** For systems without `/proc`. */
  readonly listProcesses: ListProcesses;
}

export function hostRenderers({ clock, slowLane, listProcesses }: HostRenderersDeps): RendererWatch {
  return createRendererWatch({
    clock,
    processes: processListOf(process.platform, { clock, listProcesses }),
    files: createRendererFiles({ clock, slowLane, readMounts: readSystemMounts }),
    commonDirectories: new Set(['/', homedir(), tmpdir()]),
  });
}

/** `platform`: Linux is asked by its `/proc`, all others through systeminformation. */
function processListOf(
  platform: NodeJS.Platform,
  { clock, listProcesses }: Pick<HostRenderersDeps, 'clock' | 'listProcesses'>,
): ProcessList {
  if (platform === 'linux') return createProcProcessList(clock);
  return createPortableProcessList({ clock, listProcesses, platform });
}
