/** Reports as agents send them, for tests and benchmarks: true to the schema, each field at will. */
import type { GpuSample, HardwareSample } from '../../shared/protocol/hardware.ts';
import type { Report } from '../../shared/protocol/report.ts';
import type { SequenceReport } from '../../shared/protocol/sequence.ts';

export function madeUpSequence(fields: Partial<SequenceReport> = {}): SequenceReport {
  return {
    share: 'nas:/renders',
    directory: 'sq010/sh0010',
    localPath: '/mnt/renders/sq010/sh0010',
    pattern: 'sh0010_lgt.####.exr',
    extension: 'exr',
    padding: 4,
    title: null,
    expected: null,
    done: '',
    writing: '',
    placeholders: '',
    doneBytes: 0,
    truncated: false,
    startedAt: null,
    changedAt: null,
    recent: [],
    ...fields,
  };
}

export function madeUpGpu(fields: Partial<GpuSample> = {}): GpuSample {
  return {
    name: 'RTX 4090',
    busId: null,
    percent: 98,
    memoryUsedBytes: 12e9,
    memoryTotalBytes: 24e9,
    celsius: 70,
    limitCelsius: 88,
    powerWatts: 320,
    fanPercent: 60,
    ...fields,
  };
}

export function madeUpHardware(fields: Partial<HardwareSample> = {}): HardwareSample {
  return {
    uptimeSeconds: 3600,
    cpu: { percent: 91, perCore: [], loadAverage: 30, cores: 32 },
    memory: { totalBytes: 256e9, usedBytes: 128e9, swapTotalBytes: 0, swapUsedBytes: 0 },
    fileSystems: null,
    network: null,
    disks: null,
    temperatures: [{ sensor: 'CPU', celsius: 61, limitCelsius: null }],
    gpus: [madeUpGpu()],
    ...fields,
  };
}

/** A machine with nothing to do. */
export function idleHardware(): HardwareSample {
  return madeUpHardware({
    cpu: { percent: 1, perCore: [], loadAverage: 0, cores: 32 },
    gpus: [madeUpGpu({ percent: 0, celsius: 36 })],
  });
}

export function madeUpReport(hostname: string, fields: Partial<Report> = {}): Report {
  return {
    hostname,
    os: 'Rocky Linux 9.4 x86_64',
    agentVersion: '0.1.0',
    intervalSeconds: 5,
    hardware: madeUpHardware(),
    roots: [{ path: '/mnt/renders', status: 'watching', reason: null, directories: 3, files: 240 }],
    sequences: [],
    problems: [],
    ...fields,
  };
}
