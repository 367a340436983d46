import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { ManualClock } from '../../shared/manual-clock.ts';
import { type Mount, parseMountInfo } from '../io/mounts.ts';
import { createSlowLane, type SlowLane } from '../io/slow-lane.ts';
import { fileSystems, type Room } from './file-systems.ts';
import { shownMounts } from './shown-mounts.ts';

const signal = new AbortController().signal;
const captured = readFileSync(
  fileURLToPath(new URL('../../../fixtures/commands/proc-mountinfo-6.18.txt', import.meta.url)),
  'utf8',
);

function mount(mountPoint: string, source: string, type: string): Mount {
  return { mountPoint, source, type, root: '/' };
}

const FARM: readonly Mount[] = [
  mount('/', '/dev/nvme0n1p2', 'ext4'),
  mount('/proc', 'proc', 'proc'),
  mount('/boot/efi', '/dev/nvme0n1p1', 'vfat'),
  mount('/tmp', 'tmpfs', 'tmpfs'),
  mount('/run', 'tmpfs', 'tmpfs'),
  mount('/snap/core/1', '/dev/loop0', 'squashfs'),
  mount('/scratch', '/dev/nvme0n1p2', 'ext4'),
  mount('/tank', 'tank', 'zfs'),
  mount('/mnt/nas', 'nas:/renders', 'nfs4'),
  mount('/mnt/win', '//win/share', 'cifs'),
  mount('/var/lib/docker/overlay2/x/merged', 'overlay', 'overlay'),
];

describe('shownMounts', () => {
  test.each<[string, string[], string[]]>([
    ['disks and shares, each once', [], ['/', '/tank', '/mnt/nas', '/mnt/win']],
    ['a place in memory, when the output goes there', ['/tmp/out'], ['/', '/tmp*', '/tank', '/mnt/nas', '/mnt/win']],
    [
      'of a disk mounted twice, the place of the output',
      ['/scratch/a'],
      ['/scratch*', '/tank', '/mnt/nas', '/mnt/win'],
    ],
    ['the share that holds the output', ['/mnt/nas'], ['/', '/tank', '/mnt/nas*', '/mnt/win']],
  ])('shows %s', (_, outputs, expected) => {
    const shown = shownMounts(FARM, outputs).map((each) => `${each.mountPoint}${each.holdsOutput ? '*' : ''}`);
    expect(shown).toEqual(expected);
  });

  test('shows the one disk of a captured machine', () => {
    expect(shownMounts(parseMountInfo(captured), ['/root']).map((each) => each.mountPoint)).toEqual(['/']);
  });

  test('shows no more than a report may hold', () => {
    const many = Array.from({ length: 300 }, (_, n) => mount(`/m${n}`, `/dev/sd${n}`, 'ext4'));
    expect(shownMounts(many, [])).toHaveLength(256);
    expect(shownMounts(many, ['/m299/out'])).toContainEqual({ ...many[299], holdsOutput: true });
    expect(shownMounts(many, ['/m299/out'])).toHaveLength(256);
  });

  test('leaves out what starts the machine, and nothing else that is called like it', () => {
    const mounts = [mount('/boot', '/dev/sda1', 'ext4'), mount('/boot-images', '/dev/sdb1', 'ext4')];
    expect(shownMounts(mounts, []).map(({ mountPoint }) => mountPoint)).toEqual(['/boot-images']);
  });
});

describe('fileSystems', () => {
  const room: Room = { bsize: 4096, blocks: 100, bavail: 25, files: 1_000, ffree: 877 };
  const collector = (
    statfs: (mountPoint: string) => Promise<Room>,
    clock = new ManualClock(),
    slowLane: SlowLane = createSlowLane({ clock }),
  ) => fileSystems({ clock, mounts: async () => FARM, statfs, slowLane }, ['/mnt/nas/shot'], 15_000);

  test('tells the room that a renderer has', async () => {
    const { value, problems } = await collector(async () => room).collect(signal);
    expect(value?.find((each) => each.holdsOutput)).toEqual({
      mount: '/mnt/nas',
      source: 'nas:/renders',
      type: 'nfs4',
      totalBytes: 409_600,
      freeBytes: 102_400,
      holdsOutput: true,
      fullInSeconds: null,
      inodesPercent: 12.3,
    });
    expect(problems).toEqual([]);
  });

  test('tells when a share will be full, and nothing of inodes where there is no number of them', async () => {
    const clock = new ManualClock();
    let bavail = 1_000_000;
    const shares = collector(async () => ({ bsize: 4096, blocks: 2_000_000, bavail, files: 0, ffree: 0 }), clock);
    const told: (number | null | undefined)[] = [];
    for (let look = 0; look < 10; look++) {
      const { value } = await shares.collect(signal);
      const share = value?.find((each) => each.holdsOutput);
      expect(share?.inodesPercent).toBeNull();
      told.push(share?.fullInSeconds);
      clock.advance(300_000);
      bavail -= 300;
    }
    expect(told.slice(0, 7)).toEqual(Array.from({ length: 7 }, () => null));
    // A block a second.
    expect(told.slice(7)).toEqual([1_000_000 - 7 * 300, 1_000_000 - 8 * 300, 1_000_000 - 9 * 300]);
  });

  test('tells of the others when a share hangs, names it, and leaves it alone until it is back', async () => {
    const clock = new ManualClock();
    let back = (_: Room): void => {};
    let asked = 0;
    const statfs = (mountPoint: string): Promise<Room> => {
      if (mountPoint !== '/mnt/nas') return Promise.resolve(room);
      asked++;
      return new Promise((resolve) => {
        back = resolve;
      });
    };
    const shares = collector(statfs, clock);
    const first = shares.collect(signal);
    await new Promise(setImmediate);
    clock.advance(2_000);
    expect((await first).value?.map((each) => each.mount)).toEqual(['/', '/mnt/win', '/tank']);
    expect((await first).problems).toEqual(['/mnt/nas has not answered for 2 s']);
    expect((await shares.collect(signal)).problems).toEqual(['/mnt/nas still does not answer']);
    expect(asked).toBe(1);
    back(room);
    await new Promise(setImmediate);
    const last = shares.collect(signal);
    await new Promise(setImmediate);
    back(room);
    expect((await last).problems).toEqual([]);
  });

  test('tells of the disks when the shares have no turn, and asks those as soon as they have', async () => {
    const clock = new ManualClock();
    const slowLane = createSlowLane({ clock: new ManualClock() });
    let back = (): void => {};
    void slowLane.inTurn('nas:/renders', () => new Promise(() => {}));
    void slowLane.inTurn('nas2:/', () => new Promise<void>((resolve) => (back = resolve)));
    const asked: string[] = [];
    const statfs = async (mountPoint: string): Promise<Room> => {
      asked.push(mountPoint);
      return room;
    };
    const shares = collector(statfs, clock, slowLane);
    for (const limit of [5_000, 0]) {
      const told = shares.collect(signal);
      await new Promise(setImmediate);
      clock.advance(limit);
      expect((await told).value?.map((each) => each.mount)).toEqual(['/', '/tank']);
      const problem = (mountPoint: string) => `${mountPoint} was not asked: calls before it have no answer yet`;
      expect((await told).problems).toEqual([problem('/mnt/nas'), problem('/mnt/win')]);
    }
    back();
    await vi.waitFor(() => expect(asked).toContain('/mnt/win'));
    expect(asked).not.toContain('/mnt/nas');
  });

  test('holds one thread for disks and one for each of two shares when all hang', async () => {
    const clock = new ManualClock();
    const asked: string[] = [];
    const all = collector((mountPoint) => {
      asked.push(mountPoint);
      return new Promise(() => {});
    }, clock);
    const first = all.collect(signal);
    await new Promise(setImmediate);
    clock.advance(5_000);
    expect((await first).problems).toHaveLength(4);
    expect((await all.collect(signal)).problems).toHaveLength(4);
    expect(asked).toEqual(['/', '/mnt/nas', '/mnt/win']);
  });

  test('names a file system that cannot be asked', async () => {
    const denied = collector((mountPoint) =>
      mountPoint === '/' ? Promise.reject(new Error('EACCES: denied')) : Promise.resolve(room),
    );
    const { value, problems } = await denied.collect(signal);
    expect(value).toHaveLength(3);
    expect(problems).toEqual(['/ cannot be asked: EACCES: denied']);
  });
});
