/** `sentry-agent doctor`: what this machine can tell, what it cannot, and why. */
import { resolve } from 'node:path';
import { EXIT } from '../../shared/cli.ts';
import type { Millis } from '../../shared/clock.ts';
import { displaySafe } from '../../shared/display-safe.ts';
import type { HubApi } from '../../shared/hub-api.ts';
import type { Collector, ReadKernelText } from '../collectors/collector.ts';
import { type CheckDirectoryDeps, checkDirectory } from './check-directory.ts';
import { checkHub } from './check-hub.ts';
import { checkKernelLog, checkWatches } from './check-system.ts';
import type { DoctorArguments } from './doctor-arguments.ts';
import { doctorJson } from './doctor-json.ts';
import { doctorText } from './doctor-text.ts';
import { type ExamineDeps, examineCollector, type FirstLook } from './examine-collector.ts';
import { type CheckFinding, type CollectorFinding, type Diagnosis, isHealthy } from './finding.ts';

/** Rates are the difference of two looks that are so far apart at least. */
const BETWEEN_LOOKS: Millis = 1_000;

/** Where a diagnosis is printed. */
export interface DoctorOutput {
  readonly print: (text: string) => Promise<void>;
  readonly printError: (text: string) => void;
  /** Cells in a line of the terminal that is printed to; null where it is none. */
  readonly columns: number | null;
  /** Whether errors go to a terminal, where a line that is written over shows how far it is. */
  readonly showsProgress: boolean;
}

/** A hub to be tried, or a sentence on why it cannot be. */
export type HubToTry = { readonly url: URL; readonly api: HubApi } | { readonly mistake: string };

export interface DoctorDeps extends DoctorOutput, ExamineDeps, Omit<CheckDirectoryDeps, 'clock'> {
  readonly collectors: readonly Collector[];
  readonly read: ReadKernelText;
  readonly mayReadKernelLog: () => boolean;
  readonly workingDirectory: string;
  /** Throws UsageError where the address is none. */
  readonly hub: (url: string) => HubToTry;
}

/** Examines and prints; resolves with the exit status. */
export async function runDoctor(args: DoctorArguments, deps: DoctorDeps): Promise<number> {
  // A wrong address is told before anything is looked at.
  const hub = args.hub === null ? null : deps.hub(args.hub);
  const collectors = await examineAll(deps);
  const checks = await checkAll(args.directories, hub, collectors, deps);
  const diagnosis: Diagnosis = { collectors, checks };
  await deps.print(args.form === 'json' ? doctorJson(diagnosis) : doctorText(diagnosis, deps.columns));
  return isHealthy(diagnosis) ? EXIT.done : EXIT.failed;
}

/** One after the other: what each costs can be told only while no other works. */
async function examineAll(deps: DoctorDeps): Promise<readonly CollectorFinding[]> {
  const { collectors, clock } = deps;
  const firstLooks: FirstLook[] = [];
  const findings: CollectorFinding[] = [];
  try {
    for (const [at, collector] of collectors.entries()) {
      tellProgress(`asking ${collector.name} (${at + 1} of ${collectors.length}) …`, deps);
      firstLooks.push(await examineCollector(collector, deps));
    }
    tellProgress('looking again, for rates …', deps);
    await new Promise<void>((resolve) => clock.after(BETWEEN_LOOKS, resolve));
    for (const { finding, again } of firstLooks) findings.push(again ? await again() : finding);
  } finally {
    for (const collector of collectors) collector.stop?.();
    tellProgress('', deps);
  }
  return findings;
}

async function checkAll(
  directories: readonly string[],
  hub: HubToTry | null,
  collectors: readonly CollectorFinding[],
  deps: DoctorDeps,
): Promise<readonly CheckFinding[]> {
  const hasNvidia = collectors.some(({ name, state }) => name === 'nvidia-smi' && state !== 'absent');
  const absolute = [...new Set(directories.map((directory) => resolve(deps.workingDirectory, directory)))];
  const found: readonly (CheckFinding | null)[] = [
    hub && (await tryHub(hub)),
    ...(await Promise.all(absolute.map((directory) => checkDirectory(directory, deps)))),
    checkWatches(deps.read),
    hasNvidia ? checkKernelLog(deps.mayReadKernelLog()) : null,
  ];
  return found.filter((check) => check !== null);
}

async function tryHub(hub: HubToTry): Promise<CheckFinding> {
  return 'mistake' in hub ? { name: 'hub', state: 'fails', message: hub.mistake } : checkHub(hub.url, hub.api);
}

function tellProgress(text: string, { showsProgress, printError }: DoctorDeps): void {
  if (showsProgress) printError(`\r\x1b[K${displaySafe(text)}`);
}
