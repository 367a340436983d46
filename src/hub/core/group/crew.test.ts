import { expect, test } from 'vitest';
import type { RendererProcess } from '../../../shared/protocol/renderer.ts';
import { at, iso } from '../../testing/made-up-fleet.ts';
import { crewRenderers } from './crew.ts';

const BLENDER: RendererProcess = {
  pid: 123,
  program: 'Blender',
  startedAt: iso(0),
  endedAt: null,
  exitStatus: null,
  cpuPercent: 780,
  outputDirectories: ['/mnt/renders/sh0010'],
  frames: null,
  scene: null,
};

test.each<[string, readonly string[], boolean | null]>([
  ['it is the same', ['/tmp', '/mnt/renders/sh0010'], true],
  ['it ends with a slash', ['/mnt/renders//sh0010/'], true],
  ['it is another', ['/mnt/renders/sh0020'], false],
  ['it is a part of it by name only', ['/mnt/renders/sh001'], false],
  ['it is above', ['/mnt/renders'], null],
  ['it is below', ['/mnt/renders/sh0010/beauty'], null],
  ['a link may lead to it', ['/data/out/sh0010'], null],
  ['none is known', [], null],
])(
  'crewRenderers compares the directory that a renderer writes into with the one of the job when %s',
  (_, told, expected) => {
    const renderers = [{ ...BLENDER, outputDirectories: [...told] }];
    expect(crewRenderers({ renderers, shift: 0, received: at(9) }, ['/mnt/renders/sh0010'])?.[0]?.isOnJob).toBe(
      expected,
    );
  },
);

test('crewRenderers takes one directory of Windows for one, however it is written', () => {
  const told = (directory: string) => {
    const renderers = [{ ...BLENDER, outputDirectories: [directory] }];
    return crewRenderers({ renderers, shift: 0, received: at(9) }, ['Z:\\Renders\\sh0010'])?.[0]?.isOnJob;
  };
  expect(told('z:/renders/SH0010/')).toBe(true);
  expect(told('Z:\\renders\\sh0020')).toBe(false);
});

test("crewRenderers tells times as the hub's, and nothing where nobody looked", () => {
  const renderers = [{ ...BLENDER, startedAt: iso(-3600), endedAt: iso(-3590), interactive: true }];
  expect(crewRenderers({ renderers, shift: 3_600_000, received: at(60) }, [])).toMatchObject([
    { startedAt: at(0).monotonic, endedAt: at(10), isInteractive: true },
  ]);
  expect(crewRenderers({ renderers: undefined, shift: 0, received: at(60) }, [])).toBeNull();
});
