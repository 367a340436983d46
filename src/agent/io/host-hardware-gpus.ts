/** The collectors of this machine's graphics cards. */
import { access, readdir, readFile } from 'node:fs/promises';
import type { Clock, Millis } from '../../shared/clock.ts';
import type { GpuVendor } from '../../shared/protocol/hardware.ts';
import { amdCards } from '../collectors/amd-cards.ts';
import type { Collector } from '../collectors/collector.ts';
import { gpus } from '../collectors/gpus.ts';
import { intelCards } from '../collectors/intel-cards.ts';
import { nvidiaSmi } from '../collectors/nvidia-smi.ts';
import { isNotInstalled } from '../collectors/program-failure.ts';
import type { SysFiles } from '../collectors/sys-files.ts';
import { createKernelLog } from './kernel-log.ts';
import { startProgram } from './line-program.ts';
import { runProgram } from './run-program.ts';

export interface HostGpusDeps {
  readonly clock: Clock;
  readonly sysFiles: SysFiles;
  /** Null where this system's own files are to be left alone. */
  readonly platform: NodeJS.Platform | null;
  readonly systemInformation: () => Promise<typeof import('systeminformation')>;
}

/** No card's figures are worth more: the driver is asked each time. */
const CARD_PERIOD: Millis = 5_000;
/** Where the driver's program lies: on the PATH, in Windows' own Linux, in containers, in old Windows. */
const NVIDIA_SMI: readonly string[] = [
  'nvidia-smi',
  '/usr/lib/wsl/lib/nvidia-smi',
  '/usr/local/nvidia/bin/nvidia-smi',
  'C:\\Program Files\\NVIDIA Corporation\\NVSMI\\nvidia-smi.exe',
];

export function gpuCollectors(deps: HostGpusDeps, intervalMillis: Millis): readonly Collector[] {
  const { clock, sysFiles } = deps;
  const period = Math.max(intervalMillis, CARD_PERIOD);
  const isLinux = deps.platform === 'linux';
  const nvidiaDeps = {
    clock,
    start: startProgram,
    findProgram: findNvidiaSmi,
    hasCard: isLinux ? hasNvidiaCard : async () => null,
    readKernelLog: lazily(isLinux ? createKernelLog : () => () => null),
  };
  const own = isLinux
    ? [amdCards({ clock, files: sysFiles, run: runProgram }, period), intelCards(sysFiles, clock, period)]
    : [];
  const toldElsewhere = async (signal: AbortSignal): Promise<readonly GpuVendor[]> => [
    ...(isLinux ? (['amd', 'intel'] as const) : []),
    ...((await findNvidiaSmi(signal)) === null ? [] : (['nvidia'] as const)),
  ];
  const graphics = async (elsewhere: readonly GpuVendor[]) =>
    (await hasCardOfOthers(elsewhere)) ? (await (await deps.systemInformation()).graphics()).controllers : [];
  return [nvidiaSmi(nvidiaDeps, period), ...own, gpus({ clock, graphics, toldElsewhere })];
}

/** Its help asks no driver, and tells that it is there. */
async function findNvidiaSmi(signal: AbortSignal): Promise<string | null> {
  for (const program of NVIDIA_SMI) {
    try {
      await runProgram(program, ['--help'], signal);
      return program;
    } catch (error) {
      if (!isNotInstalled(error)) return program;
    }
  }
  return null;
}

const PCI = '/sys/bus/pci/devices';
const PCI_VENDORS: Readonly<Record<string, GpuVendor>> = { '0x10de': 'nvidia', '0x1002': 'amd', '0x8086': 'intel' };

/** The makers of all display controllers, by their PCI numbers; null where the kernel does not list its devices. */
async function displayVendors(): Promise<readonly string[] | null> {
  const devices = await readdir(PCI).catch(() => []);
  if (devices.length === 0) return null;
  const numberOf = (device: string, file: string): Promise<string> =>
    readFile(`${PCI}/${device}/${file}`, 'utf8').then(
      (text) => text.trim(),
      () => '',
    );
  const vendors = devices.map(async (device) =>
    // PCI class 03 is a display controller; cards that only compute bear it, too.
    (await numberOf(device, 'class')).startsWith('0x03') ? await numberOf(device, 'vendor') : '',
  );
  return (await Promise.all(vendors)).filter((vendor) => vendor !== '');
}

/** In containers and in Windows' Linux the card is on no bus that can be seen, but its driver is there. */
async function hasNvidiaCard(): Promise<boolean | null> {
  for (const device of ['/dev/nvidiactl', '/dev/dxg']) if (await isThere(device)) return true;
  const vendors = await displayVendors();
  return vendors === null ? null : vendors.some((vendor) => PCI_VENDORS[vendor] === 'nvidia');
}

/** Whether systeminformation, which starts programs, may find a card that nobody else tells. */
async function hasCardOfOthers(toldElsewhere: readonly GpuVendor[]): Promise<boolean> {
  const vendors = await displayVendors();
  return vendors === null || vendors.some((vendor) => !toldElsewhere.includes(PCI_VENDORS[vendor] ?? 'other'));
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Opens the log when it is first wanted: most machines have no card to look for in it. */
function lazily<T>(create: () => () => T): () => T {
  let read: (() => T) | null = null;
  return () => {
    read ??= create();
    return read();
  };
}
