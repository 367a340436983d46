import type { ProcessSample } from '../../shared/protocol/hardware.ts';
import type { ListedProcess } from '../io/processes/process-listing.ts';
import { largest } from './largest.ts';
import { rounded } from './rate.ts';
import { TOP } from './top-processes.ts';

/** The busiest and those that hold most memory, of a list of systeminformation's. */
export function portableTopProcesses(
  list: readonly ListedProcess[],
  { platform, cores }: { readonly platform: NodeJS.Platform; readonly cores: number },
): ProcessSample[] {
  // On Windows all cores together are 100, elsewhere one core is.
  const ofOneCore = platform === 'win32' ? Math.max(1, cores) : 1;
  const busiest = largest(list, TOP, ({ cpu }) => cpu);
  const biggest = largest(list, TOP, ({ memRss }) => memRss);
  return [...new Set([...busiest, ...biggest])].map((process) => ({
    pid: process.pid,
    name: nameOf(process, platform),
    cpuPercent: rounded(process.cpu * ofOneCore, 0.1),
    memoryBytes: process.memRss * 1024,
  }));
}

/**
 * Outside of Windows the name may have arguments behind it, which may hold secrets: of those only the first word is
 * sure to be the program's, but what lies in an application's folder is called as that.
 */
function nameOf({ name, path }: ListedProcess, platform: NodeJS.Platform): string {
  const application = /\/([^/]+)\.app(?:\/|$)/.exec(path)?.[1];
  const shown = platform === 'win32' ? name : (application ?? name.split(' ', 1)[0]);
  return shown?.slice(0, 255) || '?';
}
