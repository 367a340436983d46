import { describe, expect, test } from 'vitest';
import type { Mount } from './mounts.ts';
import { wayTo } from './way-to.ts';

const mount = (mountPoint: string, type: string, source: string): Mount => ({ mountPoint, type, source, root: '/' });

const MOUNTS: readonly Mount[] = [
  mount('/', 'ext4', '/dev/sda1'),
  mount('/mnt/nas', 'nfs4', 'nas:/vol/'),
  mount('/mnt/nas/scratch', 'xfs', '/dev/sdb1'),
  mount('/net', 'autofs', 'auto.net'),
];

const LINKS: Readonly<Record<string, string>> = {
  '/renders': '/mnt/nas/renders',
  '/home/art/out': '../../renders/shot',
  '/data': 'srv/data',
  '/loop': '/loop/again',
  '/srv/up': '..',
};

/** Fails the test that asks a share to find out whether there is one. */
function readLink(path: string): string | null {
  expect(path).not.toMatch(/^\/(mnt\/nas|net)/);
  return LINKS[path] ?? null;
}

describe('wayTo', () => {
  test.each([
    ['/', '/', null],
    ['/home/art/shot', '/home/art/shot', null],
    ['/data/shot', '/srv/data/shot', null],
    ['/srv/up/home', '/home', null],
    ['/mnt/nas/x', '/mnt/nas/x', 'nas:/vol'],
    ['/mnt/nas/scratch/x', '/mnt/nas/scratch/x', 'nas:/vol'],
    ['/renders/shot', '/mnt/nas/renders/shot', 'nas:/vol'],
    ['/home/art/out', '/mnt/nas/renders/shot', 'nas:/vol'],
    ['/srv/up/renders', '/mnt/nas/renders', 'nas:/vol'],
    ['/net/nas/renders', '/net/nas/renders', '/net'],
    ['/loop/x', '/loop/x', '/loop/x'],
  ])('leads from %j to %j, over the share %j and without asking it', (from, path, share) => {
    expect(wayTo(from, MOUNTS, readLink)).toEqual({ path, share });
  });

  test('trusts no path where the system has no table of mounts', () => {
    expect(wayTo('/home/art', [], readLink)).toEqual({ path: '/home/art', share: '/home/art' });
  });
});
