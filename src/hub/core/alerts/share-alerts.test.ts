import { expect, test } from 'vitest';
import type { FileSystemSample } from '../../../shared/protocol/hardware.ts';
import type { Report } from '../../../shared/protocol/report.ts';
import { idleHardware } from '../../testing/made-up-report.ts';
import { nodesNamed, watchedFarm, wellNode } from '../../testing/watched-farm.ts';

interface Mounted extends Partial<FileSystemSample> {
  readonly percent?: number;
}

function mounted({ percent = 40, ...fields }: Mounted = {}): FileSystemSample {
  const room = { totalBytes: 50e12, freeBytes: 50e12 - percent * 5e11 };
  return { mount: '/mnt/renders', source: 'nas:/renders', type: 'nfs4', holdsOutput: true, ...room, ...fields };
}

function withMounts(id: string, fileSystems: readonly FileSystemSample[], fields: Partial<Report> = {}): Report {
  return wellNode(id, { hardware: { ...idleHardware(), fileSystems: [...fileSystems] }, ...fields });
}

const root = (status: 'watching' | 'unreadable' | 'missing', path = '/mnt/renders/out') => ({
  roots: [{ path, status, reason: status === 'watching' ? null : 'Out of sight: 40 s', directories: 1, files: 1 }],
});

test.each<[string, Mounted, number, readonly string[]]>([
  ['has room', { percent: 84 }, 700, []],
  ['is full for a moment only', { percent: 96 }, 59, []],
  ['is full', { percent: 96 }, 70, ['disk-filling warn raised: nas:/renders 96% full, 40 nodes']],
  ['is full to the brim', { percent: 98 }, 70, ['disk-filling crit raised: nas:/renders 98% full, 40 nodes']],
  ['fills up for a moment only', { fullInSeconds: 10_800 }, 500, []],
  [
    'fills up',
    { fullInSeconds: 10_800 },
    700,
    ['disk-filling crit raised: nas:/renders 40% full, 40 nodes; full in 3h00'],
  ],
  [
    'is full and fills up',
    { percent: 96, fullInSeconds: 10_800 },
    700,
    ['disk-filling crit raised: nas:/renders 96% full, 40 nodes; full in 3h00'],
  ],
  [
    'is out of inodes',
    { inodesPercent: 92 },
    70,
    ['disk-filling warn raised: nas:/renders inodes 92% above 90%, 40 nodes'],
  ],
])('an alert watch, of a share of 40 nodes that %s', (_, fields, until, said) => {
  const farm = watchedFarm();
  // Each system has its own way to name and to mount it.
  const windows = { mount: 'R:', source: '\\\\NAS\\renders', type: 'NTFS', ...fields };
  const reports = nodesNamed(40, (id, number) => withMounts(id, [mounted(number > 38 ? windows : fields)]));
  farm.hears(0, until, reports);
  expect(farm.said()).toEqual(said);
  for (const alert of farm.book.list())
    expect(alert).toMatchObject({ node: null, job: null, label: 'nas:/renders', times: 1 });
});

test('an alert watch tells where a share is mounted, and clears it when all say that there is room again', () => {
  const farm = watchedFarm();
  farm.hears(0, 100, [...nodesNamed(3, (id) => withMounts(id, [mounted({ percent: 96 })]))]);
  expect(farm.book.list()).toMatchObject([
    { details: ['2.0 TB of 50.0 TB are free', 'Mounted at /mnt/renders by 3 nodes'], figure: { most: 96, limit: 85 } },
  ]);
  farm.hears(
    101,
    160,
    nodesNamed(3, (id) => withMounts(id, [mounted({ percent: 60 })])),
  );
  expect(farm.said()).toEqual([
    expect.stringMatching(/^disk-filling warn cleared: nas:\/renders 96% full, 3 nodes, over after .*, at most 96%$/),
  ]);
});

test('an alert watch keeps what it said of a share while all that mount it are silent, until they are forgotten', () => {
  const farm = watchedFarm();
  farm.hears(
    0,
    100,
    nodesNamed(2, (id) => withMounts(id, [mounted({ percent: 96 })])),
  );
  farm.run(101, 300);
  expect(farm.said().filter((each) => each.startsWith('disk-filling warn raised'))).toHaveLength(1);
  farm.fleet.forget('rn-1');
  farm.fleet.forget('rn-2');
  farm.run(301, 340);
  expect(farm.book.counts.open).toBe(0);
});

test('an alert watch believes no single node that a share of many fills up', () => {
  const farm = watchedFarm();
  const reports = nodesNamed(40, (id, number) => withMounts(id, [mounted(number === 1 ? { fullInSeconds: 600 } : {})]));
  farm.hears(0, 1_300, reports);
  expect(farm.said()).toEqual([]);
});

test('an alert watch tells of the disks of each node by itself', () => {
  const farm = watchedFarm();
  const disk = mounted({ mount: '/scratch', source: '/dev/md0', type: 'xfs', percent: 91 });
  const guest = mounted({ mount: '/host', source: 'share0', type: 'virtiofs', percent: 91 });
  farm.hears(0, 70, [withMounts('rn-1', [disk]), withMounts('rn-2', [disk, guest])]);
  expect(
    farm.book
      .list()
      .map(({ node, message }) => `${node} ${message}`)
      .sort(),
  ).toEqual(['rn-1 /scratch 91% above 85%', 'rn-2 /host 91% above 85%', 'rn-2 /scratch 91% above 85%']);
});

test.each([
  ['its source', 'nas:/rend*', 0],
  ['its mount', '/mnt/*', 0],
  ['another one', 'nas:/home', 1],
])('a threshold whose label names %s is that of a share', (_, label, count) => {
  const farm = watchedFarm({ thresholds: [{ metric: 'diskUsedPercent', label, warn: 97, crit: 99 }] });
  farm.hears(
    0,
    70,
    nodesNamed(3, (id) => withMounts(id, [mounted({ percent: 96 })])),
  );
  expect(farm.book.list()).toHaveLength(count);
});

test.each<[string, number, 'unreadable' | 'missing', readonly string[]]>([
  ['one of ten', 1, 'unreadable', ['output-unreadable crit raised: Out of sight: 40 s']],
  ['three of ten', 3, 'unreadable', Array(3).fill('output-unreadable crit raised: Out of sight: 40 s')],
  ['four of ten', 4, 'unreadable', ['output-unreadable crit raised: nas:/renders is out of sight of 4 of 10 nodes']],
  [
    'ten of ten',
    10,
    'missing',
    ['output-unreadable warn raised: nas:/renders lacks a directory that 10 of 10 nodes watch'],
  ],
])('an alert watch, of a share that %s nodes cannot read', (_, count, status, said) => {
  const farm = watchedFarm();
  const reports = nodesNamed(10, (id, number) =>
    withMounts(id, [mounted()], root(number > count ? 'watching' : status)),
  );
  farm.hears(0, 65, reports);
  expect(farm.said()).toEqual(said);
});

test('an alert watch closes the alerts of nodes when it turns out that the share does not answer', () => {
  const farm = watchedFarm();
  const hung = (count: number) =>
    nodesNamed(6, (id, number) =>
      // A share that hangs is left out of the file systems.
      number > count ? withMounts(id, [mounted()], root('watching')) : withMounts(id, [], root('unreadable')),
    );
  farm.hears(0, 9, hung(0));
  farm.hears(10, 40, hung(1));
  expect(farm.said()).toEqual(['output-unreadable crit raised: Out of sight: 40 s']);
  farm.hears(41, 70, hung(6));
  expect(farm.said()).toEqual([
    'output-unreadable crit raised: nas:/renders is out of sight of 6 of 6 nodes',
    'output-unreadable crit cleared: Out of sight: 40 s; told of nas:/renders as a whole',
  ]);
  farm.hears(71, 140, hung(0));
  expect(farm.book.counts.open).toBe(0);
});
