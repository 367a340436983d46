/**
 * Processes by systeminformation, for systems without `/proc`: each call starts a program or more (`ps`, PowerShell),
 * so it is made rarely. What a process uses is left unknown: each system reckons it in another way.
 */
import type { Clock, Millis } from '../../../shared/clock.ts';
import { splitCommandLine } from '../../renderers/split-command-line.ts';
import type { ProcessList, SeenProcess, WantedProcess } from './process-list.ts';
import type { ListedProcess, ListProcesses } from './process-listing.ts';

export interface PortableProcessDeps {
  readonly clock: Clock;
  readonly listProcesses: ListProcesses;
  readonly platform: NodeJS.Platform;
}

const PERIOD: Millis = 15_000;
const MOST_ANCESTORS = 4;
/** `/Applications/Adobe After Effects 2024/aerender` has four. */
const MOST_WORDS_OF_A_PATH = 6;

export function createPortableProcessList({ clock, listProcesses, platform }: PortableProcessDeps): ProcessList {
  /** By pid, as of the last search. */
  let running = new Map<number, ListedProcess>();
  let given = new Set<string>();

  return {
    period: PERIOD,
    async search(wanted: WantedProcess) {
      const { list } = await listProcesses();
      running = new Map(list.filter(({ state }) => state !== 'zombie').map((process) => [process.pid, process]));
      const still = new Set<string>();
      const found: SeenProcess[] = [];
      for (const process of running.values()) {
        const argv = readingsOf(process, platform).find(wanted);
        if (!argv) continue;
        const identity = identityOf(process);
        still.add(identity);
        if (given.has(identity)) continue;
        const startedAt = Date.parse(process.started.replace(' ', 'T'));
        found.push({
          pid: process.pid,
          ancestors: ancestorsOf(process, running),
          identity,
          argv,
          workingDirectory: null,
          startedAt: Number.isNaN(startedAt) ? clock.now() : startedAt,
        });
      }
      given = still;
      return found;
    },
    vitals(process) {
      const now = running.get(process.pid);
      return now && identityOf(now) === process.identity ? { cpuSeconds: null } : null;
    },
    writtenFiles: () => [],
  };
}

function identityOf(process: ListedProcess): string {
  return `${process.pid} ${process.started} ${process.path} ${process.command} ${process.params}`;
}

/**
 * What its arguments may be, the likeliest first. Windows gives the line as it was typed; elsewhere its quotes are
 * gone, it comes cut where no argument ends, and a program's own path may bear blanks as well as what follows it.
 */
function readingsOf(process: ListedProcess, platform: NodeJS.Platform): readonly (readonly string[])[] {
  const { command, params, path, name } = process;
  if (platform === 'win32') return [splitCommandLine(command || path || name, 'windows')];
  const line = `${path === '' ? '' : `${path.replace(/\/+$/, '')}/`}${command || name} ${params}`;
  const words = line.split(' ');
  const readings: (readonly string[])[] = [];
  for (let length = 1; length <= MOST_WORDS_OF_A_PATH && length <= words.length; length++) {
    if (length > 1 && (!words[0]?.includes('/') || /^[-/]/.test(words[length - 1] ?? ''))) break;
    const rest = splitCommandLine(words.slice(length).join(' '), 'posix');
    readings.push([words.slice(0, length).join(' '), ...rest]);
  }
  return readings;
}

function ancestorsOf({ parentPid }: ListedProcess, running: ReadonlyMap<number, ListedProcess>): readonly number[] {
  const ancestors: number[] = [];
  for (let pid = parentPid; pid > 1 && ancestors.length < MOST_ANCESTORS; pid = running.get(pid)?.parentPid ?? 0) {
    if (ancestors.includes(pid)) break;
    ancestors.push(pid);
  }
  return ancestors;
}
