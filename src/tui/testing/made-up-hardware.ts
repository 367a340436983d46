/** A machine that tells everything that one can, some of it bad. */
import type { GpuSample, HardwareSample } from '../../shared/protocol/hardware.ts';

export function madeUpGpu(fields: Partial<GpuSample> = {}): GpuSample {
  return {
    name: 'NVIDIA GeForce RTX 4090',
    busId: '00000000:41:00.0',
    percent: 98,
    memoryUsedBytes: 21.8e9,
    memoryTotalBytes: 24e9,
    celsius: 84,
    limitCelsius: 88,
    powerWatts: 421,
    fanPercent: 100,
    vendor: 'nvidia',
    driver: '550.54.14',
    memoryCelsius: 92,
    powerLimitWatts: 450,
    clockMegahertz: 2520,
    memoryClockMegahertz: 10_501,
    throttleReasons: [],
    pcieGeneration: 4,
    pcieGenerationMost: 4,
    pcieWidth: 16,
    pcieWidthMost: 16,
    eccCorrected: null,
    eccUncorrected: null,
    xid: null,
    ...fields,
  };
}

const DRIVE = {
  device: 'nvme0n1',
  model: 'Samsung SSD 990 PRO 1TB',
  serial: 'S6Z1NJ0T',
  healthy: true,
  celsius: 48,
  limitCelsius: 82,
  wearPercent: 12,
  sparePercent: 100,
  errors: 0,
  powerOnSeconds: 31_536_000,
  readBytes: 41e12,
  writtenBytes: 73e12,
} as const;

/** `levels` of the same machine are `MADE_UP_LEVELS`. */
export function madeUpHardware(): HardwareSample {
  return {
    uptimeSeconds: 532_800,
    cpu: {
      percent: 97,
      perCore: Array.from({ length: 64 }, (_, core) => 80 + (core % 5) * 5),
      loadAverage: 61.2,
      loadAverage5: 58.4,
      loadAverage15: 40.1,
      cores: 64,
      iowaitPercent: 3,
      stealPercent: 0,
      clockMegahertz: 3120,
    },
    memory: {
      totalBytes: 256e9,
      usedBytes: 182e9,
      swapTotalBytes: 8e9,
      swapUsedBytes: 4.2e9,
      cachedBytes: 31e9,
      dirtyBytes: 1.2e9,
    },
    pressure: { cpuPercent: 12, memoryPercent: 0, ioPercent: 4 },
    fileSystems: [
      { mount: '/', source: '/dev/nvme0n1p2', type: 'xfs', totalBytes: 960e9, freeBytes: 410e9, holdsOutput: false },
      {
        mount: '/mnt/out',
        source: 'nas:/renders',
        type: 'nfs4',
        totalBytes: 48e12,
        freeBytes: 3.1e12,
        holdsOutput: true,
        fullInSeconds: 3 * 86_400,
      },
    ],
    network: [
      {
        name: 'enp65s0',
        receivedBytesPerSecond: 12.3e6,
        sentBytesPerSecond: 48.9e6,
        linkBytesPerSecond: 1.25e9,
        errorsPerSecond: 0,
      },
    ],
    disks: {
      readBytesPerSecond: 1.2e6,
      writtenBytesPerSecond: 44e6,
      devices: [{ name: 'nvme0n1', readBytesPerSecond: 1.2e6, writtenBytesPerSecond: 44e6, busyPercent: 31 }],
    },
    temperatures: [
      { sensor: 'k10temp Tctl', celsius: 69, limitCelsius: 95 },
      { sensor: 'nvme Composite', celsius: 48, limitCelsius: 82 },
    ],
    gpus: [
      madeUpGpu({
        percent: 99,
        celsius: 91,
        clockMegahertz: 1980,
        throttleReasons: ['hw_thermal_slowdown', 'sw_power_cap'],
        eccCorrected: 3,
      }),
      madeUpGpu({ pcieWidth: 8, xid: 79 }),
      madeUpGpu({
        percent: null,
        memoryUsedBytes: null,
        celsius: null,
        powerWatts: null,
        fanPercent: null,
        lost: true,
      }),
    ],
    fans: [
      { fan: 'FAN1', rpm: 5600 },
      { fan: 'FAN2', rpm: 0 },
    ],
    processes: [
      { pid: 4242, name: 'blender', cpuPercent: 5980, memoryBytes: 171e9 },
      { pid: 812, name: 'dockerd', cpuPercent: 4, memoryBytes: 120e6 },
    ],
    ipmi: {
      temperatures: [
        { sensor: 'CPU_VRM0', celsius: 97, limitCelsius: null },
        { sensor: 'P1-DIMMA1', celsius: 52, limitCelsius: 85 },
      ],
      fans: [],
      voltages: [{ sensor: '12V', volts: 12.06 }],
      systemWatts: 1130,
      powerSupplies: [
        { name: 'PSU1', ok: true, status: null, watts: 1130, celsius: 44 },
        { name: 'PSU2', ok: false, status: 'no input', watts: null, celsius: null },
      ],
    },
    fanControl: {
      mode: 'full',
      zones: [
        { zone: 0, percent: 100 },
        { zone: 1, percent: 80 },
      ],
      board: 'H12SSL-i',
    },
    drives: [DRIVE, { ...DRIVE, device: 'nvme1n1', serial: 'S6Z1NJ0V', healthy: false, wearPercent: 93, errors: 12 }],
    packages: { updates: 12, securityUpdates: 3, rebootRequired: true },
    containers: [
      { id: 'c1', name: 'license', image: 'rlm:14', state: 'running', cpuPercent: 2, memoryBytes: 90e6 },
      { id: 'c2', name: 'proxy', image: 'nginx:1.27', state: 'restarting', cpuPercent: null, memoryBytes: null },
    ],
    services: { failed: ['nfs-idmapd.service'] },
  };
}

export const MADE_UP_LEVELS = {
  cpuPercent: 'crit',
  memPercent: 'notice',
  'gpuTempC[0]': 'crit',
  'gpuTempC[1]': 'crit',
  'gpuMemPercent[0]': 'warn',
  'gpuMemPercent[1]': 'warn',
  'diskUsedPercent[/mnt/out]': 'crit',
  'diskFullInSeconds[/mnt/out]': 'notice',
  'driveWearPercent[nvme1n1]': 'crit',
  swapPercent: 'warn',
  vrmTempC: 'crit',
  dimmTempC: 'notice',
  'psuTempC[PSU1]': 'notice',
} as const;
