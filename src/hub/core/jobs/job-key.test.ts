import { expect, test } from 'vitest';
import { jobIdOf, jobKeyText, streamPlaceOf, titleOf } from './job-key.ts';

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

const SEQUENCE = { share: 'nas:/renders', directory: 'sh010', pattern: 'sh010.####.exr' };

test('streamPlaceOf makes a sequence without tokens its own job, of the id that its names alone make', () => {
  expect(streamPlaceOf(SEQUENCE)).toEqual({
    job: SEQUENCE,
    stream: 'sh010\0sh010.####.exr',
    layer: null,
    view: null,
    tile: null,
  });
});

test.each([
  ['a layer in the name', { pattern: 'sh010_beauty.####.exr' }],
  ['a view in the name', { pattern: 'sh010_left.####.exr' }],
  ['a directory a layer', { directory: 'sh010/depth', pattern: 'sh010_depth.####.exr' }],
  ['another name of the share', { share: '\\\\NAS\\renders' }],
  [
    'a layer of any name by a sidecar',
    { directory: 'sh010/dust', pattern: 'sh010_dust.####.exr', layerOf: { directory: 'sh010', layer: 'dust' } },
  ],
  [
    "a sidecar's layer in front of the name",
    { directory: 'sh010/Dust', pattern: 'dust-sh010.####.exr', layerOf: { directory: 'sh010', layer: 'Dust' } },
  ],
  [
    "a sidecar's layer that the names do not bear",
    { directory: 'sh010/v2', layerOf: { directory: 'sh010', layer: 'v2' } },
  ],
])('streamPlaceOf makes one job of streams when they differ by %s', (_, fields) => {
  const place = streamPlaceOf({ ...SEQUENCE, ...fields });
  expect(jobIdOf(jobKeyText(place.job))).toBe(jobIdOf(jobKeyText(SEQUENCE)));
});

test.each([
  ['the extension', { pattern: 'sh010.####.jpg' }],
  ['the directory', { directory: 'sh020' }],
  ["the node's own disk", { share: 'rn-1:local' }],
  ['part of a word', { pattern: 'sh010_beautyshot.####.exr' }],
])('streamPlaceOf makes two jobs when they differ by %s', (_, fields) => {
  const place = streamPlaceOf({ ...SEQUENCE, ...fields });
  expect(jobIdOf(jobKeyText(place.job))).not.toBe(jobIdOf(jobKeyText(SEQUENCE)));
});

test('streamPlaceOf takes no layer out of an extension, nor the frame number', () => {
  const layerOf = { directory: 'sh010', layer: 'exr' };
  expect(streamPlaceOf({ ...SEQUENCE, layerOf }).job.pattern).toBe('sh010.####.exr');
});
