/** The collectors that ask programs and sockets, with the real ones behind them. */
import { mkdir, readdir, stat } from 'node:fs/promises';
import { release } from 'node:os';
import type { Clock, Millis } from '../../shared/clock.ts';
import { apt } from '../collectors/apt.ts';
import { bmcFans } from '../collectors/bmc-fans.ts';
import type { Collector, ReadKernelText } from '../collectors/collector.ts';
import { containers } from '../collectors/containers.ts';
import { engineAt } from '../collectors/docker-engine.ts';
import { drives } from '../collectors/drives.ts';
import { failedServices } from '../collectors/failed-services.ts';
import { ipmi } from '../collectors/ipmi.ts';
import { createIpmitool } from '../collectors/ipmitool.ts';
import { engineSockets } from './engine-sockets.ts';
import { accessTo } from './file-access.ts';
import { runProgram } from './run-program.ts';

export interface ProgramDeps {
  readonly clock: Clock;
  readonly read: ReadKernelText;
  /** Of it `DOCKER_HOST` and `XDG_RUNTIME_DIR`, where engines of users listen. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What is dear to ask is asked seldom. */
const CONTAINER_PERIOD: Millis = 30_000;
const SERVICE_PERIOD: Millis = 60_000;
const IPMI_PERIOD: Millis = 60_000;
const FAN_CONTROL_PERIOD: Millis = 120_000;
const PACKAGE_PERIOD: Millis = 600_000;
const DRIVE_PERIOD: Millis = 600_000;

/** None is started yet. They look for what only Linux has, but for containers. */
export function programCollectors(deps: ProgramDeps, periodMillis: Millis): readonly Collector[] {
  const { clock, read, environment } = deps;
  const run = runProgram;
  const atMostEvery = (slowest: Millis): Millis => Math.max(periodMillis, slowest);
  const ipmitool = createIpmitool(run, accessTo);
  const aptDeps = { clock, run, changedAt, list: (path: string) => readdir(path), kernelRelease: release() };
  const containersDeps = { clock, accessTo, engineAt, sockets: engineSockets(environment) };
  return [
    ipmi({ clock, ipmitool, cacheFile: ipmiCacheFile }, atMostEvery(IPMI_PERIOD)),
    bmcFans(ipmitool, read, atMostEvery(FAN_CONTROL_PERIOD)),
    drives({ run, accessTo }, atMostEvery(DRIVE_PERIOD)),
    apt(aptDeps, atMostEvery(PACKAGE_PERIOD)),
    containers(containersDeps, atMostEvery(CONTAINER_PERIOD)),
    failedServices(run, accessTo, atMostEvery(SERVICE_PERIOD)),
  ];
}

async function changedAt(path: string): Promise<Millis | null> {
  const found = await stat(path).catch(() => null);
  return found === null ? null : found.mtimeMs;
}

const PRIVATE_DIRECTORY = '/run/mata-sentry';

/** In a directory that nobody but root can have made, and that is gone with the next start of the machine. */
async function ipmiCacheFile(): Promise<string | null> {
  try {
    await mkdir(PRIVATE_DIRECTORY, { recursive: true, mode: 0o700 });
  } catch {
    return null;
  }
  return `${PRIVATE_DIRECTORY}/ipmi-sensors`;
}
