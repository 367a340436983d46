/**
 * Updates that wait, on systems with APT, without network and without root. Reckoning them takes a second of a
 * processor, so that it is done some time after the start, then only when the lists or the installed packages have
 * changed, and not soon again.
 */
import type { Clock, Millis } from '../../shared/clock.ts';
import { type AptUpdates, hasNewerKernel, LIST_UPGRADABLE, readUpgradable } from './apt-updates.ts';
import { type CollectorOf, type RunProgram, sound, WORKS } from './collector.ts';

export interface AptDeps {
  readonly clock: Clock;
  readonly run: RunProgram;
  /** When the file or directory was last changed, Unix milliseconds; null where it is not there. */
  readonly changedAt: (path: string) => Promise<Millis | null>;
  /** Names in a directory; rejects where there is none. */
  readonly list: (directory: string) => Promise<readonly string[]>;
  /** The running kernel, as `uname -r` has it. */
  readonly kernelRelease: string;
}

const STATUS = '/var/lib/dpkg/status';
const LISTS = '/var/lib/apt/lists';
/** What is installed, what could be, and what is preferred. */
const SOURCES: readonly string[] = [STATUS, LISTS, '/etc/apt/preferences.d', '/etc/apt/preferences'];
const FIRST_LOOK: Millis = 5 * 60_000;
const RESTED: Millis = 2 * 3_600_000;
const REBOOT_MARK = '/run/reboot-required';

export function apt(deps: AptDeps, periodMillis: Millis): CollectorOf<'packages'> {
  const { clock, run, changedAt } = deps;
  /** Of which state of the system, when, and what came of it: a failure costs no less, and is not soon repeated. */
  let last: { readonly of: string; readonly at: Millis; readonly updates: AptUpdates | Error } | null = null;

  /** Null where no list of a server's packages was ever fetched. */
  async function updates(signal: AbortSignal): Promise<AptUpdates | null> {
    if (!(await deps.list(LISTS).catch(() => [])).some((name) => /_Packages(?:\.|$)/.test(name))) return null;
    const state = (await Promise.all(SOURCES.map(changedAt))).join();
    const isTrueStill = last?.of === state && !(last.updates instanceof Error);
    if (last === null || (!isTrueStill && clock.monotonic() - last.at >= RESTED))
      last = { of: state, at: clock.monotonic(), updates: await reckon(run, signal) };
    if (last.updates instanceof Error) throw last.updates;
    return last.updates;
  }

  return {
    name: 'apt',
    part: 'packages',
    periodMillis,
    timeoutMillis: 120_000,
    cheap: false,
    restsFirst: FIRST_LOOK,
    async availability() {
      return (await changedAt(STATUS)) === null ? { kind: 'absent', why: 'no APT on this system' } : WORKS;
    },
    async collect(signal) {
      const { updates: all = null, securityUpdates = null } = (await updates(signal)) ?? {};
      return sound({ updates: all, securityUpdates, rebootRequired: await needsReboot(deps) });
    },
  };
}

async function reckon(run: RunProgram, signal: AbortSignal): Promise<AptUpdates | Error> {
  try {
    const found = readUpgradable(await run('env', LIST_UPGRADABLE, signal));
    return found ?? new Error('apt list --upgradable gives no list');
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** The mark that packages leave behind, or a kernel newer than the running one. */
async function needsReboot({ changedAt, list, kernelRelease }: AptDeps): Promise<boolean | null> {
  if ((await changedAt(REBOOT_MARK)) !== null) return true;
  const files = await list('/boot').catch((): readonly string[] => []);
  const installed = files.filter((file) => file.startsWith('vmlinuz-')).map((file) => file.slice('vmlinuz-'.length));
  return hasNewerKernel(kernelRelease, installed);
}
