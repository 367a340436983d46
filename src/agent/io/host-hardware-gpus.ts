/** The collectors of this machine's graphics cards. */
import { access, readdir, readFile } from 'node:fs/promises';
import type { Clock, Millis } from '../../shared/clock.ts';
import type { GpuVendor } from '../../shared/protocol/hardware.ts';
import { amdCards } from '../collectors/amd-cards.ts';
import { askedEvery } from '../collectors/asked-every.ts';
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
/** Looking for the driver's program means starting it. */
const PROGRAM_KEPT: Millis = 600_000;
const PROGRAM_LIMIT: Millis = 10_000;
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
  const findProgram = askedEvery(clock, PROGRAM_KEPT, () => findNvidiaSmi(AbortSignal.timeout(PROGRAM_LIMIT)));
  const nvidiaDeps = {
    clock,
    start: startProgram,
    findProgram,
    hasCard: isLinux ? hasNvidiaCard : async () => null,
    readKernelLog: lazily(isLinux ? createKernelLog : () => () => null),
  };
  const own = isLinux
    ? [amdCards({ clock, files: sysFiles, run: runProgram }, period), intelCards(sysFiles, clock, period)]
    : [];
  const toldElsewhere = async (): Promise<readonly GpuVendor[]> => [
    ...(isLinux ? (['amd', 'intel'] as const) : []),
    ...((await findProgram()) === null ? [] : (['nvidia'] as const)),
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
/**
 * What only paints a console: management chips (ASPEED, Matrox, XGI, Silicon Motion, Huawei), and what virtual machines
 * are given (Cirrus, QEMU, virtio, Red Hat, VMware, VirtualBox, Hyper-V, Amazon).
 */
const CONSOLES: ReadonlySet<string> = new Set([
  ...['0x1a03', '0x102b', '0x18ca', '0x126f', '0x19e5'],
  ...['0x1013', '0x1234', '0x1af4', '0x1b36', '0x15ad', '0x80ee', '0x1414', '0x1d0f'],
]);

/** The makers of all display controllers that may render, by their PCI numbers; null where the kernel does not list its devices. */
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
  return (await Promise.all(vendors)).filter((vendor) => vendor !== '' && !CONSOLES.has(vendor));
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
