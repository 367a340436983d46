import { describe, expect, test } from 'vitest';
import type { ListedProcess } from '../io/processes/process-listing.ts';
import { portableTopProcesses } from './portable-processes.ts';

function listed(about: Partial<ListedProcess>): ListedProcess {
  return {
    pid: 1,
    parentPid: 0,
    name: 'x',
    started: '',
    command: '',
    params: '',
    path: '',
    state: 'running',
    cpu: 0,
    memRss: 0,
    ...about,
  };
}

describe('portableTopProcesses', () => {
  test('reckons by one core, whatever the system reckons by', () => {
    const list = [listed({ pid: 7, name: 'blender.exe', cpu: 50, memRss: 2 })];
    const told = (platform: NodeJS.Platform) => portableTopProcesses(list, { platform, cores: 8 });
    expect(told('win32')).toEqual([{ pid: 7, name: 'blender.exe', cpuPercent: 400, memoryBytes: 2048 }]);
    expect(told('darwin')).toMatchObject([{ cpuPercent: 50 }]);
  });

  test('takes five by each figure, none twice, and none that does nothing and holds nothing', () => {
    const list = Array.from({ length: 12 }, (_, pid) => listed({ pid, cpu: pid, memRss: pid < 4 ? 100 - pid : 0 }));
    const pids = portableTopProcesses(list, { platform: 'darwin', cores: 1 }).map(({ pid }) => pid);
    expect(pids).toEqual([11, 10, 9, 8, 7, 0, 1, 2, 3]);
  });

  test.each<[NodeJS.Platform, Partial<ListedProcess>, string]>([
    ['win32', { name: 'Adobe Render.exe' }, 'Adobe Render.exe'],
    ['darwin', { name: 'mysql --password=secret' }, 'mysql'],
    ['darwin', { name: 'tool secret' }, 'tool'],
    [
      'darwin',
      { name: 'Google Chrome secret', path: '/Applications/Google Chrome.app/Contents/MacOS' },
      'Google Chrome',
    ],
    ['freebsd', { name: '' }, '?'],
  ])('on %s calls %j %j', (platform, about, name) => {
    expect(portableTopProcesses([listed({ ...about, cpu: 1 })], { platform, cores: 1 })).toMatchObject([{ name }]);
  });
});
