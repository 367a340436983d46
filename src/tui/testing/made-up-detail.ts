/** What a hub knows of one node of the made-up farm. */
import type { FleetSnapshot } from '../../shared/protocol/fleet.ts';
import type { RenderNodeDetail } from '../../shared/protocol/render-node.ts';
import { madeUpFarm, madeUpJob, madeUpNode } from './made-up-farm.ts';

export function madeUpDetail(id: string, snapshot: FleetSnapshot = madeUpFarm()): RenderNodeDetail {
  const summary = snapshot.nodes.find((node) => node.id === id) ?? madeUpNode(id);
  const gpu = (percent: number, celsius: number) => ({
    name: 'NVIDIA GeForce RTX 4090',
    busId: '00000000:41:00.0',
    percent,
    memoryUsedBytes: 22.1e9,
    memoryTotalBytes: 24e9,
    celsius,
    limitCelsius: 88,
    powerWatts: 421,
    fanPercent: 100,
  });
  return {
    ...summary,
    firstSeenAt: '2026-01-25T10:00:00Z',
    seenAt: '2026-01-31T14:32:05Z',
    clockSkewSeconds: 42,
    jobs: [
      ...(summary.job
        ? [
            {
              ...madeUpJob(summary.job.title, summary.job.done, summary.job.total, summary.job.etaSeconds),
              ...summary.job,
              nodes: [id],
            },
          ]
        : []),
      madeUpJob('sq000_sh0010_prev', 48, 48, null),
    ],
    report: {
      hostname: id,
      os: 'Rocky Linux 9.4 x86_64',
      cpu: 'AMD EPYC 7543 32-Core Processor',
      gpu: 'NVIDIA GeForce RTX 4090 x2',
      hardware: {
        uptimeSeconds: 532_800,
        cpu: { percent: 97, perCore: [], loadAverage: 61.2, cores: 64 },
        memory: { totalBytes: 256e9, usedBytes: 182e9, swapTotalBytes: 8e9, swapUsedBytes: 0 },
        fileSystems: [
          {
            mount: '/',
            source: '/dev/nvme0n1p2',
            type: 'xfs',
            totalBytes: 960e9,
            freeBytes: 410e9,
            holdsOutput: false,
          },
          {
            mount: '/mnt/out',
            source: 'nas:/renders',
            type: 'nfs4',
            totalBytes: 48e12,
            freeBytes: 3.1e12,
            holdsOutput: true,
          },
        ],
        network: [{ name: 'enp65s0', receivedBytesPerSecond: 12.3e6, sentBytesPerSecond: 48.9e6 }],
        disks: { readBytesPerSecond: 1.2e6, writtenBytesPerSecond: 44e6 },
        temperatures: [{ sensor: 'CPU package', celsius: 69, limitCelsius: 95 }],
        gpus: [gpu(99, 91), gpu(98, 84)],
      },
      roots: [
        { path: '/mnt/out', status: 'polling', reason: null, directories: 12, files: 3402 },
        {
          path: '/mnt/plates',
          status: 'missing',
          reason: 'The directory does not exist; it is watched as soon as it appears.',
          directories: 0,
          files: 0,
        },
      ],
      sequences: summary.job
        ? [
            {
              share: 'nas:/renders',
              directory: '',
              localPath: `/mnt/out/${summary.job.title.replaceAll('_', '/')}`,
              pattern: `${summary.job.title}.####.exr`,
              extension: 'exr',
              padding: 4,
              title: null,
              expected: '1-240',
              done: `1-${summary.job.done}`,
              writing: '',
              placeholders: '',
              doneBytes: 5e9,
              truncated: false,
              startedAt: null,
              changedAt: null,
              recent: [{ frame: summary.job.done, at: '2026-01-31T14:30:42Z', sizeBytes: 42.3e6 }],
            },
          ]
        : [],
      problems: [{ source: 'temperatures', message: 'The sensor nvme0 did not answer within 2 s.' }],
    },
  };
}
