import { expect, test } from 'vitest';
import { fitsGlob } from './glob.ts';

test.each([
  ['rn-1', 'rn-1', true],
  ['rn-1', 'rn-12', false],
  ['rn-*', 'rn-12', true],
  ['rn-*', 'arn-12', false],
  ['*', '', true],
  ['**', 'x', true],
  ['*-gpu', 'rn-1-gpu', true],
  ['*-gpu', 'rn-1-gpu2', false],
  ['/mnt/*/renders', '/mnt/nas/renders', true],
  ['/mnt/*/renders', '/mnt/renders', false],
  ['a*a', 'a', false],
  ['a*b*a', 'abba', true],
  ['a*b*a', 'aba', true],
  ['a*b*a', 'aa', false],
  ['*ab', 'aab', true],
  ['rn.1', 'rn-1', false],
  ['(a+)+$', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', false],
])('fitsGlob of %j and %j is %j', (pattern, text, fits) => {
  expect(fitsGlob(pattern, text)).toBe(fits);
});
