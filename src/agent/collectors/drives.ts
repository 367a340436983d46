/**
 * Health of the drives: by `smartctl`, or by `nvme` where that is not installed. One drive after the other, seldom,
 * and never so that one wakes up: while it sleeps, what it told last stands, without a temperature.
 */
import type { Millis } from '../../shared/clock.ts';
import type { DriveSample } from '../../shared/protocol/upkeep.ts';
import { type Availability, type CollectorOf, type Reading, type RunProgram, WORKS } from './collector.ts';
import type { AccessTo } from './collector-files.ts';
import { LIST_ARGUMENTS, logArguments, type NvmeDrive, readNvmeList, readNvmeLog } from './drives-nvme.ts';
import { isNotInstalled, outputInSpite, ProgramFailure } from './program-failure.ts';
import {
  type DriveAnswer,
  healthArguments,
  readDrive,
  readScan,
  SCAN_ARGUMENTS,
  type ScannedDrive,
} from './smartctl.ts';

export interface DrivesDeps {
  readonly run: RunProgram;
  readonly accessTo: AccessTo;
}

/** A drive and the way to ask it. */
interface AskedDrive {
  readonly path: string;
  /** How it is called in the sample. */
  readonly device: string;
  readonly ask: (signal: AbortSignal) => Promise<DriveAnswer>;
}

const MOST_DRIVES = 64;

export function drives(deps: DrivesDeps, periodMillis: Millis): CollectorOf<'drives'> {
  /** What each drive told when it was last awake. */
  let awake: ReadonlyMap<string, DriveSample> = new Map();
  return {
    name: 'drives',
    part: 'drives',
    periodMillis,
    timeoutMillis: 120_000,
    cheap: false,
    availability: (signal) => availabilityOf(deps, signal),
    async collect(signal) {
      const found = await findDrives(deps.run, signal);
      if (found === null) throw new Error(NOT_INSTALLED);
      const reading = await askAll(found, awake, signal);
      awake = new Map(reading.value.map((sample) => [sample.device, sample]));
      return reading;
    },
  };
}

const NOT_INSTALLED = 'neither smartctl (smartmontools) nor nvme (nvme-cli) is installed';

async function availabilityOf({ run, accessTo }: DrivesDeps, signal: AbortSignal): Promise<Availability> {
  const found = await findDrives(run, signal);
  if (found === null) return { kind: 'absent', why: NOT_INSTALLED };
  if (found.length === 0) return { kind: 'absent', why: 'no drive that could tell of its health' };
  const access = await Promise.all(found.map(({ path }) => accessTo(path)));
  // Drives behind a controller have no file of their own.
  if (access.includes('open') || !access.includes('barred')) return WORKS;
  return { kind: 'barred', why: `${found[0]?.path} may not be opened: run the agent as root` };
}

/** Null where no program is installed that could ask them. */
async function findDrives(run: RunProgram, signal: AbortSignal): Promise<AskedDrive[] | null> {
  try {
    const scanned = readScan(await run('smartctl', SCAN_ARGUMENTS, signal).catch(outputInSpite));
    return scanned.slice(0, MOST_DRIVES).map((drive) => bySmartctl(run, drive));
  } catch (error) {
    if (!isNotInstalled(error)) throw error;
  }
  try {
    const listed = readNvmeList(await run('nvme', LIST_ARGUMENTS, signal));
    return listed.slice(0, MOST_DRIVES).map((drive) => byNvme(run, drive));
  } catch (error) {
    // It exits 1 where the system knows no such drives at all.
    if (error instanceof ProgramFailure && typeof error.code === 'number') return [];
    if (!isNotInstalled(error)) throw error;
    return null;
  }
}

function bySmartctl(run: RunProgram, drive: ScannedDrive): AskedDrive {
  // `megaraid,4`: one of several behind one path.
  const device = drive.type.includes(',')
    ? `${deviceOf(drive.path)} ${drive.type}`.slice(0, 255)
    : deviceOf(drive.path);
  return {
    path: drive.path,
    device,
    ask: async (signal) => {
      const text = await run('smartctl', healthArguments(drive), signal).catch(outputInSpite);
      return readDrive(text, device);
    },
  };
}

function byNvme(run: RunProgram, drive: NvmeDrive): AskedDrive {
  return {
    path: drive.path,
    device: deviceOf(drive.path),
    ask: async (signal) => {
      const sample = readNvmeLog(await run('nvme', logArguments(drive.path), signal), drive);
      return sample ? { kind: 'told', sample } : { kind: 'failed', why: 'nvme gave no health log' };
    },
  };
}

/** One after the other: a time-out ends the round, a drive that fails does not. */
async function askAll(
  found: readonly AskedDrive[],
  awake: ReadonlyMap<string, DriveSample>,
  signal: AbortSignal,
): Promise<Reading<DriveSample[]>> {
  const value: DriveSample[] = [];
  const problems: string[] = [];
  for (const drive of found) {
    const { device } = drive;
    const answer = await drive.ask(signal).catch((error): DriveAnswer => {
      if (signal.aborted) throw error;
      return { kind: 'failed', why: error instanceof Error ? error.message : String(error) };
    });
    if (answer.kind === 'told') value.push(answer.sample);
    else if (answer.kind === 'sleeps') value.push({ ...(awake.get(device) ?? unknownDrive(device)), celsius: null });
    else problems.push(`${device}: ${answer.why}`);
  }
  return { value, problems };
}

function deviceOf(path: string): string {
  return path.replace(/^\/dev\//, '').slice(0, 255);
}

/** A drive of which nothing but its name is known. */
export function unknownDrive(device: string): DriveSample {
  return {
    device,
    model: null,
    serial: null,
    healthy: null,
    celsius: null,
    limitCelsius: null,
    wearPercent: null,
    sparePercent: null,
    errors: null,
    powerOnSeconds: null,
    readBytes: null,
    writtenBytes: null,
  };
}
