import { expect, test } from 'vitest';
import { absolutePath, outputOf } from './output-template.ts';

const HERE = { argv: ['/opt/x'], workingDirectory: '/prod' };
const WINDOWS = { argv: ['C:\\x.exe'], workingDirectory: 'D:\\work' };
const NOWHERE = { argv: ['/opt/x'], workingDirectory: null };

test.each([
  ['a.%04d.exr', 'a.####.exr'],
  ['a.%d.exr', 'a.#.exr'],
  ['a.%05i.exr', 'a.#####.exr'],
  ['a.$F4.exr', 'a.####.exr'],
  ['a.$F.exr', 'a.#.exr'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Houdini writes it so
  ['a.${F3}.exr', 'a.###.exr'],
  ['a.<F4>.exr', 'a.####.exr'],
  ['a.<frame04>.exr', 'a.####.exr'],
  ['a[####].psd', 'a####.psd'],
  ['a.0007.exr', 'a.0007.exr'],
  ['me@work.0007.exr', 'me@work.0007.exr'],
  ['me@work.####.exr', 'me@work.####.exr'],
  ['a\\b.####.exr', 'a\\b.####.exr'],
  // What more than the frame is filled into.
  ['a.<UDIM>.exr', null],
  ['a.$F4.%V.exr', null],
  ['$OS.$F4.exr', null],
  ['<layer>.%04d.exr', null],
  ['[compName].####.exr', null],
  ['a.####_####.exr', null],
  ['a.%099d.exr', null],
])('outputOf takes %s for %s', (name, pattern) => {
  expect(outputOf(`out/${name}`, HERE)).toEqual({ directory: '/prod/out', pattern });
});

test.each(['/r/%04d/a.exr', '/r/####/a.exr', '/r/$F4/a.exr', '/r/[####]/a.exr', '/r/<layer>/a.exr', '$HIP/a.exr', ''])(
  'outputOf tells nothing of %s',
  (template) => {
    expect(outputOf(template, HERE)).toBeNull();
  },
);

test('outputOf tells nothing where no output is named, or where nobody knows from where it leads', () => {
  expect(outputOf(null, HERE)).toBeNull();
  expect(outputOf('a.####.exr', NOWHERE)).toBeNull();
  expect(outputOf('/r/a.####.exr', NOWHERE)).toEqual({ directory: '/r', pattern: 'a.####.exr' });
});

test.each([
  ['out\\a.####.exr', WINDOWS, 'D:\\work\\out'],
  ['E:/r/a.####.exr', WINDOWS, 'E:\\r'],
  ['\\\\nas\\r\\s\\a.####.exr', HERE, '\\\\nas\\r\\s'],
])('outputOf reads %s by the rules of Windows', (template, command, directory) => {
  expect(outputOf(template, command)).toEqual({ directory, pattern: 'a.####.exr' });
});

test('absolutePath refuses paths that no system takes', () => {
  expect(absolutePath(`/${'a'.repeat(4096)}`, HERE)).toBeNull();
  expect(absolutePath(`/${'a'.repeat(4095)}`, HERE)).toHaveLength(4096);
});

test('outputOf tells nothing where a lone UNC mark stands for a path', () => {
  expect(outputOf('\\\\', HERE)).toBeNull();
});
