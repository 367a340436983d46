import { expect, test } from 'vitest';
import { jobIdOf, jobKeyText, titleOf } from './job-key.ts';

const key = { share: 'nas:/renders', directory: 'sq010/sh0010', pattern: 'lgt.####.exr' };

test('jobIdOf is sixteen hexadecimal digits and the same each time when the key is the same', () => {
  expect(jobIdOf(jobKeyText(key))).toMatch(/^[0-9a-f]{16}$/);
  expect(jobIdOf(jobKeyText({ ...key }))).toBe(jobIdOf(jobKeyText(key)));
});

test('jobKeyText differs when the same letters are parted otherwise', () => {
  const moved = { ...key, directory: 'sq010', pattern: 'sh0010/lgt.####.exr' };
  expect(jobKeyText(moved)).not.toBe(jobKeyText(key));
});

test.each([
  ['lgt.####.exr', 'sq010/sh0010', 'lgt'],
  ['sh0010_fx_v003_####.exr', 'sq010', 'sh0010_fx_v003'],
  ['beauty.####.png', 'sq010/sh0010', 'sh0010'],
  ['####.png', 'sq010/sh0010', 'sh0010'],
  ['Frame##.png', 'orbit', 'orbit'],
  ['frame##.png', '', 'frame'],
  ['####.png', '', '####.png'],
  ['out_####.png', 'D:\\jobs\\cat', 'cat'],
])('titleOf %s in "%s" is %s', (pattern, directory, title) => {
  expect(titleOf({ share: 's', directory, pattern })).toBe(title);
});
