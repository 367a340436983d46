import type { Report } from '../src/shared/protocol/report.ts';

/** A report of about 3 KB as a render node sends it, its figures moved by `turn`. */
export function sampleReport(node: number, turn: number): Report {
  const percent = (turn * 7 + node) % 100;
  // A frame takes half a minute and more, the figures move with each report.
  const frame = 100 + Math.floor(turn / 10);
  return {
    hostname: `rn-${String(node).padStart(4, '0')}`,
    os: 'Debian GNU/Linux 12 x86_64',
    cpu: 'AMD EPYC 7763 64-Core Processor',
    gpu: 'NVIDIA RTX A6000',
    // At the pace of its interval: a clock that drifts has all its times read anew.
    timestamp: new Date(1_700_000_000_000 + turn * 2000).toISOString(),
    agentVersion: '0.1.0',
    sessionId: `session-${node}`,
    intervalSeconds: 2,
    tags: ['gpu', 'rack-4'],
    hardware: {
      uptimeSeconds: 400_000 + turn,
      cpu: {
        percent,
        perCore: Array.from({ length: 64 }, (_, i) => (percent + i) % 100),
        loadAverage: 31.5,
        cores: 64,
      },
      memory: { totalBytes: 270e9, usedBytes: 90e9 + turn * 1e6, swapTotalBytes: 8e9, swapUsedBytes: 0 },
      fileSystems: ['/', '/scratch', '/mnt/renders'].map((mount, i) => ({
        mount,
        source: `/dev/nvme${i}n1p1`,
        type: 'ext4',
        totalBytes: 4e12,
        freeBytes: 1e12 + turn,
        holdsOutput: i === 2,
      })),
      network: ['eth0', 'eth1'].map((name) => ({ name, receivedBytesPerSecond: 1e6 + turn, sentBytesPerSecond: 2e5 })),
      disks: { readBytesPerSecond: 1e6, writtenBytesPerSecond: 3e7 + turn },
      temperatures: Array.from({ length: 8 }, (_, i) => ({ sensor: `core ${i}`, celsius: 60 + i, limitCelsius: 95 })),
      gpus: [0, 1].map((i) => ({
        name: 'NVIDIA RTX A6000',
        busId: `0000:0${i}:00.0`,
        percent,
        memoryUsedBytes: 30e9,
        memoryTotalBytes: 48e9,
        celsius: 60 + (percent % 20),
        limitCelsius: 93,
        powerWatts: 280.5,
        fanPercent: 60,
      })),
    },
    roots: [{ path: '/mnt/renders', status: 'watching', reason: null, directories: 12, files: 4_000 }],
    sequences: [
      {
        share: 'nas:/renders',
        directory: `sq010/sh${node}/beauty`,
        localPath: `/mnt/renders/sq010/sh${node}/beauty`,
        pattern: 'beauty.####.exr',
        extension: 'exr',
        padding: 4,
        title: `sq010_sh${node}`,
        expected: '1-240',
        done: `1-${frame}`,
        writing: `${frame + 1}`,
        placeholders: '',
        doneBytes: frame * 12e6,
        truncated: false,
        startedAt: '2023-11-14T20:00:00.000Z',
        changedAt: new Date(1_700_000_000_000 + Math.floor(turn / 10) * 10_000).toISOString(),
        recent: Array.from({ length: 8 }, (_, i) => ({
          frame: frame - 7 + i,
          at: new Date(1_700_000_000_000 + Math.floor(turn / 10) * 10_000 - (8 - i) * 30_000).toISOString(),
          sizeBytes: 12e6,
        })),
      },
    ],
    problems: [],
  };
}
