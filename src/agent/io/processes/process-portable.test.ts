import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../shared/manual-clock.ts';
import type { ListedProcess, ListProcesses } from './process-listing.ts';
import { createPortableProcessList } from './process-portable.ts';

function listed(about: Partial<ListedProcess> & Pick<ListedProcess, 'pid'>): ListedProcess {
  return {
    parentPid: 1,
    name: '',
    started: '2026-01-01 10:00:00',
    command: '',
    params: '',
    path: '',
    state: 'sleeping',
    cpu: 0,
    memRss: 0,
    ...about,
  };
}

function listOf(platform: NodeJS.Platform, tables: ListedProcess[][]) {
  const clock = new ManualClock();
  const listProcesses: ListProcesses = async () => ({ list: tables.shift() ?? [] });
  return { clock, list: createPortableProcessList({ clock, listProcesses, platform }) };
}

const isBlender = (argv: readonly string[]): boolean => /blender/i.test(argv[0] ?? '');

describe('createPortableProcessList', () => {
  it('splits the command lines of Windows as programs there do', async () => {
    const blender = listed({
      pid: 20,
      parentPid: 10,
      command: '"C:\\Program Files\\blender.exe" -b "D:\\a b.blend" -a',
    });
    const { list } = listOf('win32', [[listed({ pid: 10, command: 'cmd.exe' }), blender]]);
    expect(await list.search(isBlender)).toMatchObject([
      {
        pid: 20,
        ancestors: [10],
        argv: ['C:\\Program Files\\blender.exe', '-b', 'D:\\a b.blend', '-a'],
        workingDirectory: null,
      },
    ]);
  });

  it('puts together what is told in parts elsewhere', async () => {
    const blender = listed({
      pid: 20,
      path: '/Applications/Blender.app/Contents/MacOS',
      command: 'Blender',
      params: '-b /p/a.blend -a',
    });
    const { list } = listOf('darwin', [[blender]]);
    const [seen] = await list.search(isBlender);
    expect(seen?.argv).toEqual(['/Applications/Blender.app/Contents/MacOS/Blender', '-b', '/p/a.blend', '-a']);
    expect(seen?.startedAt).toBe(new Date(2026, 0, 1, 10).getTime());
  });

  it.each([
    ['', 'blender', '-b a.blend -a', ['blender', '-b', 'a.blend', '-a']],
    ['blender +I/p', 'a.pov +O/r', '-D', ['blender', '+I/p/a.pov', '+O/r', '-D']],
    ['/Applications/Blender 4.5/My App', 'blender', '-b', ['/Applications/Blender 4.5/My App/blender', '-b']],
    ['/opt', 'tool', '/opt/blender', null],
    ['', 'tool', 'blender', null],
  ])('puts together %s, %s and %s', async (path, command, params, argv) => {
    const { list } = listOf('darwin', [[listed({ pid: 20, path, command, params })]]);
    const found = await list.search(([program = '']) => /(^|\/)blender$/.test(program));
    expect(found[0]?.argv ?? null).toEqual(argv);
  });

  it('passes over what has ended and was not waited for', async () => {
    const { list } = listOf('linux', [[listed({ pid: 20, command: 'blender', state: 'zombie' })]]);
    expect(await list.search(isBlender)).toEqual([]);
  });

  it('gives each process once, and tells its end', async () => {
    const first = listed({ pid: 20, command: 'blender' });
    const second = listed({ pid: 20, command: 'blender', started: '2026-01-01 11:00:00' });
    const { list } = listOf('linux', [[first], [first], [second], []]);
    const [seen] = await list.search(isBlender);
    if (!seen) throw new Error('not found');
    expect(await list.search(isBlender)).toEqual([]);
    expect(list.vitals(seen)).toEqual({ cpuSeconds: null });
    expect(await list.search(isBlender)).toHaveLength(1);
    expect(list.vitals(seen)).toBeNull();
  });

  it('takes now for a start that cannot be read, and breaks circles of parents', async () => {
    const { clock, list } = listOf('linux', [
      [listed({ pid: 20, parentPid: 21, command: 'blender', started: '' }), listed({ pid: 21, parentPid: 20 })],
    ]);
    const [seen] = await list.search(isBlender);
    expect(seen).toMatchObject({ startedAt: clock.now(), ancestors: [21, 20] });
  });

  it('finds this very process by systeminformation', async () => {
    const listProcesses = async () => (await import('systeminformation')).processes();
    const list = createPortableProcessList({ clock: new ManualClock(), listProcesses, platform: process.platform });
    const all = await list.search(() => true);
    expect(all.find(({ pid }) => pid === process.pid)?.argv.join(' ')).toContain('node');
  });
});
