import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { streamOf } from './stream-name.ts';

/** `job [layer=… view=… tile=…]` of a name in a directory of no meaning. */
function read(pattern: string): string {
  const { job, layer, view, tile } = streamOf('show/sh010', pattern);
  expect(job.directory).toBe('show/sh010');
  const tokens = Object.entries({ layer, view, tile }).filter(([, token]) => token !== null);
  return [job.pattern, ...tokens.map(([kind, token]) => `${kind}=${token}`)].join(' ');
}

describe('streamOf', () => {
  it.each([
    ['sh010.####.exr', 'sh010.####.exr'],
    ['sh010_beauty.####.exr', 'sh010.####.exr layer=beauty'],
    ['sh010.beauty.####.exr', 'sh010.####.exr layer=beauty'],
    ['sh010_depth_v003.####.exr', 'sh010_v003.####.exr layer=depth'],
    ['sh010_v003_Z.####.exr', 'sh010_v003.####.exr layer=Z'],
    ['beauty_sh010.####.exr', 'sh010.####.exr layer=beauty'],
    ['beauty.####.exr', '####.exr layer=beauty'],
    ['depth.####.exr', '####.exr layer=depth'],
    ['depth.####.jpg', '####.jpg layer=depth'],
    ['beauty####.png', '####.png layer=beauty'],
    ['####.beauty.exr', '####.exr layer=beauty'],
    ['sh010.####.depth', 'sh010.####.depth'],
    ['sh010_RGBA.####.exr', 'sh010.####.exr layer=RGBA'],
    ['sh010_diffuse_direct.####.exr', 'sh010.####.exr layer=diffuse_direct'],
    ['sh010_raw_GI.####.exr', 'sh010.####.exr layer=raw_GI'],
    ['sh010.DiffDir.####.exr', 'sh010.####.exr layer=DiffDir'],
    ['sh010.CryptoObject00.####.exr', 'sh010.####.exr layer=CryptoObject00'],
    ['sh010.crypto_material.####.exr', 'sh010.####.exr layer=crypto_material'],
    ['sh010.VRayReflectionFilter.####.exr', 'sh010.####.exr layer=VRayReflectionFilter'],
    ['sh010.SubSurfaceScatter.####.exr', 'sh010.####.exr layer=SubSurfaceScatter'],
    ['sh010_TotalDiffuseLightingRaw.####.exr', 'sh010.####.exr layer=TotalDiffuseLightingRaw'],
    ['sh010_motion_vector.####.exr', 'sh010.####.exr layer=motion_vector'],
    ['sh010_N.####.exr', 'sh010.####.exr layer=N'],
    ['sh010_left.####.exr', 'sh010.####.exr view=left'],
    ['sh010_####_L.png', 'sh010_####.png view=L'],
    ['sh010.L.####.exr', 'sh010.####.exr view=L'],
    ['sh010.####.right.exr', 'sh010.####.exr view=right'],
    ['sh010_beauty_left.####.exr', 'sh010.####.exr layer=beauty view=left'],
    ['sh010_N_L.####.exr', 'sh010.####.exr layer=N view=L'],
    ['img_####_tile03.exr', 'img_####.exr tile=tile03'],
    ['img_tile_03.####.exr', 'img.####.exr tile=tile_03'],
    ['img_####_x0_y1.exr', 'img_####.exr tile=x0_y1'],
    ['img_u1_v2.####.exr', 'img.####.exr tile=u1_v2'],
    ['tex.<UDIM>.####.exr', 'tex.####.exr tile=<UDIM>'],
    ['sh010_depth_tile2.####.exr', 'sh010.####.exr layer=depth tile=tile2'],
  ])('reads %s as %s', (pattern, expected) => {
    expect(read(pattern)).toBe(expected);
  });

  it.each([
    'sh010_beautyful.####.exr',
    'shadowland_010.####.exr',
    'leftover.####.exr',
    'sh010N.####.exr',
    'L_010.####.exr',
    'plan_N_010.####.exr',
    'sh010_color.####.exr',
    'sh010_direct.####.exr',
    'sh010_v001.####.exr',
    's001_1010.####.exr',
    'tiles.####.exr',
    'x10.####.exr',
    'z####.exr',
    'beauty.mov',
  ])('leaves %s whole', (pattern) => {
    expect(read(pattern)).toBe(pattern);
  });

  it.each([
    ['show/sh010/beauty', 'sh010_beauty.####.exr', 'show/sh010', 'sh010.####.exr', { layer: 'beauty' }],
    ['show/sh010/Beauty', 'sh010_beauty.####.exr', 'show/sh010', 'sh010.####.exr', { layer: 'beauty' }],
    ['show/sh010/depth', 'sh010.####.exr', 'show/sh010', 'sh010.####.exr', { layer: 'depth' }],
    ['show/sh010/depth/left', 'sh010.####.exr', 'show/sh010', 'sh010.####.exr', { layer: 'depth', view: 'left' }],
    ['show/sh010/left/depth', 'sh010.####.exr', 'show/sh010', 'sh010.####.exr', { layer: 'depth', view: 'left' }],
    ['show/sh010/beauty/depth', 'a.####.exr', 'show/sh010/beauty', 'a.####.exr', { layer: 'depth' }],
    ['show/beauty/sh010', 'a.####.exr', 'show/beauty/sh010', 'a.####.exr', {}],
    ['sh010/shadow', 'a_depth.####.exr', 'sh010', 'a.####.exr', { layer: 'shadow/depth' }],
    ['sh010/left', 'a_right.####.exr', 'sh010/left', 'a.####.exr', { view: 'right' }],
    ['sh010/L', 'a.####.exr', 'sh010/L', 'a.####.exr', {}],
    ['beauty', '####.exr', '', '####.exr', { layer: 'beauty' }],
    ['/beauty', 'a.####.exr', '/', 'a.####.exr', { layer: 'beauty' }],
    ['C:\\beauty', 'a.####.exr', 'C:\\', 'a.####.exr', { layer: 'beauty' }],
    ['\\\\nas\\r\\sh010\\beauty', 'a.####.exr', '\\\\nas\\r\\sh010', 'a.####.exr', { layer: 'beauty' }],
    ['', 'a.####.exr', '', 'a.####.exr', {}],
  ])('puts %s of %s under its job', (directory, pattern, jobDirectory, jobPattern, tokens) => {
    expect(streamOf(directory, pattern)).toEqual({
      job: { directory: jobDirectory, pattern: jobPattern },
      ...{ layer: null, view: null, tile: null, ...tokens },
    });
  });

  it('keeps the frame number and the extension whatever the name', () => {
    const word = fc.constantFrom('sh010', 'beauty', 'depth', 'left', 'L', 'N', 'tile03', 'x0', 'y1', 'v001', 'raw', '');
    const separator = fc.constantFrom('.', '_', '-', ' ', '');
    const part = fc.tuple(word, separator).map((both) => both.join(''));
    const parts = fc.array(part, { maxLength: 5 }).map((each) => each.join(''));
    fc.assert(
      fc.property(parts, parts, fc.constantFrom('.exr', '.jpg', ''), (before, behind, extension) => {
        const { pattern } = streamOf('d', `${before}####${behind}${extension}`).job;
        expect(pattern.match(/#+/g)).toEqual(['####']);
        expect(pattern.endsWith(extension)).toBe(true);
      }),
    );
  });
});
