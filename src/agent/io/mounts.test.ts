import { describe, expect, it } from 'vitest';
import { isOnDisk, parseMountInfo, placeOf } from './mounts.ts';

const MOUNT_INFO = `27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 27 0:44 / /mnt/farm rw,relatime shared:2 master:7 - nfs4 nas:/renders/ rw,vers=4.2
31 27 0:45 / /mnt/farm\\040two rw - cifs //nas/My\\040Renders rw
32 27 0:44 /projects/a /home/art/a rw - nfs4 nas:/renders/ rw
33 27 254:0 /data/local /mnt/farm/scratch rw - ext4 /dev/vda rw
34 27 0:46 / /mnt/ssh rw - fuse.sshfs art@host:/out rw
35 27 0:47 / /stacked rw - ext4 /dev/vdb rw
36 35 0:48 / /stacked rw - beegfs beegfs_nodev rw
broken line
`;

describe('placeOf', () => {
  const mounts = parseMountInfo(MOUNT_INFO);

  it.each([
    ['/home/art/renders', 'n1:local', 'home/art/renders', false],
    ['/', 'n1:local', '', false],
    ['/mnt/farm', 'nas:/renders', '', true],
    ['/mnt/farm/projects/a/beauty', 'nas:/renders', 'projects/a/beauty', true],
    ['/home/art/a/beauty', 'nas:/renders', 'projects/a/beauty', true],
    ['/mnt/farm two/x', '//nas/My Renders', 'x', true],
    ['/mnt/farmhouse/x', 'n1:local', 'mnt/farmhouse/x', false],
    ['/mnt/farm/scratch/x', 'n1:local', 'mnt/farm/scratch/x', false],
    ['/mnt/ssh/x', 'art@host:/out', 'x', true],
    ['/stacked/x', 'beegfs_nodev', 'x', true],
    ['C:\\renders\\shot', 'n1:local', 'C:/renders/shot', false],
    ['\\\\nas\\renders\\shot\\a', '//nas/renders', 'shot/a', true],
    ['//nas/renders/shot', '//nas/renders', 'shot', true],
  ])('puts %j on %j at %j (network: %j)', (path, share, directory, network) => {
    expect(placeOf(path, mounts, 'n1')).toEqual({ share, directory, network });
  });

  it('takes every path as local when the system has no table of mounts', () => {
    expect(placeOf('/mnt/farm/x', [], 'n1')).toEqual({ share: 'n1:local', directory: 'mnt/farm/x', network: false });
  });
});

describe('isOnDisk', () => {
  it.each([
    ['/home/art/renders', true],
    ['/mnt/farm/x', false],
    ['/mnt/farm/scratch/x', true],
    ['/mnt/unheard-of/x', false],
  ])('tells of %j: %j', (path, expected) => {
    const unheardOf = '38 27 0:49 / /mnt/unheard-of rw - fuse.newcomer host rw\n';
    expect(isOnDisk(path, parseMountInfo(MOUNT_INFO + unheardOf))).toBe(expected);
  });

  it('is sure of nothing when the system has no table of mounts', () => {
    expect(isOnDisk('/home', [])).toBe(false);
  });
});
