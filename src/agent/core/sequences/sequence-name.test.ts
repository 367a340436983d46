import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compileIgnore,
  DEFAULT_IGNORE,
  extensionOf,
  isOutputName,
  isTemporaryOf,
  locateFrame,
} from './sequence-name.ts';

/** `prefix|frame|suffix`, or null. */
function read(name: string): string | null {
  const spot = locateFrame(name);
  return spot && `${name.slice(0, spot.start)}|${spot.frame}|${name.slice(spot.end)}`;
}

describe('locateFrame', () => {
  it.each([
    ['beauty.0001.png', 'beauty.|1|.png'],
    ['frame01.png', 'frame|1|.png'],
    ['0001.exr', '|1|.exr'],
    ['foo-0001.exr', 'foo|-1|.exr'],
    ['foo-0000.exr', 'foo-|0|.exr'],
    ['shot.2026-01.exr', 'shot.2026-|1|.exr'],
    ['My file [v2].1.jpg', 'My file [v2].|1|.jpg'],
    ['beauty.0007.left.exr', 'beauty.|7|.left.exr'],
    ['file.1920x1038.1001.exr', 'file.1920x1038.|1001|.exr'],
    ['file20.v123.1.exr', 'file20.v123.|1|.exr'],
    ['seg_012.wav', 'seg_|12|.wav'],
    ['beauty.0001.20260101120000.exr', 'beauty.|1|.20260101120000.exr'],
    ['beauty.0000000012.exr', 'beauty.|12|.exr'],
    ['beauty.50000000.exr', 'beauty.|50000000|.exr'],
    // Versions.
    ['a_v001.0002.exr', 'a_v001.|2|.exr'],
    ['shot010_v003.png', 'shot|10|_v003.png'],
    ['shot010v003.png', 'shot|10|v003.png'],
    ['beauty_v003.exr', 'beauty_v|3|.exr'],
    ['a_v001_v002.exr', 'a_v001_v|2|.exr'],
    ['mov003.exr', 'mov|3|.exr'],
    // Extensions with digits, and none.
    ['clip.0004.mp4', 'clip.|4|.mp4'],
    ['image.mp4', null],
    ['pack.0001.7z', 'pack.|1|.7z'],
    ['pack.7z', null],
    ['s001_0030_1', 's001_0030_|1|'],
    ['s001.beauty_0030', 's001.beauty_|30|'],
    ['beauty.exr.0001', 'beauty.exr.|1|'],
    ['0001', '|1|'],
    // Tiles and sizes behind the frame.
    ['img_0001_tile03.exr', 'img_|1|_tile03.exr'],
    ['img_0001_tile_03.exr', 'img_|1|_tile_03.exr'],
    ['img_0001_x0_y1.exr', 'img_|1|_x0_y1.exr'],
    ['img.0001.u1_v2.tif', 'img.|1|.u1_v2.tif'],
    ['img.0001.udim_1001.tif', 'img.|1|.udim_1001.tif'],
    ['img.0001.CryptoObject00.exr', 'img.|1|.CryptoObject00.exr'],
    ['shot_0001_1920x1080.png', 'shot_|1|_1920x1080.png'],
    ['shot_0001_1080p.png', 'shot_|1|_1080p.png'],
    ['still_1920x1080.png', null],
    ['img_tile03.exr', 'img_tile|3|.exr'],
    // Colour spaces, codecs, depths and rates.
    ['sh_0001_rec709.png', 'sh_|1|_rec709.png'],
    ['sh.0001.Rec2020.exr', 'sh.|1|.Rec2020.exr'],
    ['sh.0001.16bit.tif', 'sh.|1|.16bit.tif'],
    ['sh_0001_24fps.png', 'sh_|1|_24fps.png'],
    ['clip_0003_h264.mov', 'clip_|3|_h264.mov'],
    ['film_h264.mov', null],
    ['rec0709.wav', 'rec|709|.wav'],
    ['rec0001.wav', 'rec|1|.wav'],
    // Days and moments, and frames behind them.
    ['2026-01-31.png', null],
    ['screenshot 2026-11-21 at 10.22.31.png', null],
    ['Screenshot from 2026-11-21 10-22-31.png', null],
    ['2026-11-21_10-22-31.mkv', null],
    ['backup-2026-01-31_v003.exr', 'backup-2026-01-31_v|3|.exr'],
    ['take3_2026-01-31.exr', 'take|3|_2026-01-31.exr'],
    ['render_2026-01-31_0001.exr', 'render_2026-01-31_|1|.exr'],
    ['render_2026-01-31-0001.exr', 'render_2026-01-31-|1|.exr'],
    ['render_2026-01-31_10.22.0001.exr', 'render_2026-01-31_10.22.|1|.exr'],
    ['render 2026-01-31 01.exr', 'render 2026-01-31 |1|.exr'],
    ['tex.2026.01.exr', 'tex.2026.|1|.exr'],
    ['s001_0030_12', 's001_0030_|12|'],
    // A UDIM is the frame only where it stands nearest.
    ['tex.1001.0001.exr', 'tex.1001.|1|.exr'],
    ['tex.1001.exr', 'tex.|1001|.exr'],
    ['', null],
    ['beauty.exr', null],
  ])('reads %j as %j', (name, expected) => {
    expect(read(name)).toBe(expected);
  });

  it('never throws and gives a number that stands in the name when names are arbitrary', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('v', 'V', '0', '1', '9', '-', '.', '_', 'x') }), (name) => {
        const spot = locateFrame(name);
        if (spot) expect(Number(name.slice(spot.start, spot.end))).toBe(spot.frame);
      }),
    );
  });
});

describe('isOutputName', () => {
  it.each([
    ['a.0001.exr', true],
    ['clip.0001.mp4', true],
    ['s001_0030_1', true],
    ['beauty.exr.0001', true],
    ['render.0001.log', false],
    ['render.log.12', false],
    ['scene.003.BLEND', false],
    ['pack.0001.7z', false],
    ['core.4711', false],
  ])('takes %j for what a renderer puts out: %j', (name, expected) => {
    expect(isOutputName(name)).toBe(expected);
  });
});

describe('compileIgnore', () => {
  const ignored = compileIgnore(DEFAULT_IGNORE);

  it.each([
    '.hidden.0001.png',
    'a.0001.png~',
    'a.0001.png.tmp',
    'a.0001.tmp.png',
    'a.0001.png.part',
    'a.0001_part.png',
    'a.0001.exr.mantra_checkpoint',
  ])('ignores %j by default', (name) => expect(ignored(name)).toBe(true));

  it.each(['a.0001.png', 'party.0001.png', 'tmp.0001.png'])('keeps %j', (name) => expect(ignored(name)).toBe(false));

  it('takes stars at either end, both or none when rules are given', () => {
    const rule = compileIgnore(['*_preview*', 'draft*', 'exact.1.png']);
    expect(['a_preview.1.png', 'draft.1.png', 'exact.1.png', 'a.1.png'].map(rule)).toEqual([true, true, true, false]);
  });
});

describe('extensionOf', () => {
  it('is what follows the last dot when there is one', () => {
    expect(['a.1.EXR', '.png', 'bare', 'a.7z', 'a.exr.0001', 's.a_1'].map(extensionOf)).toEqual([
      'EXR',
      'png',
      '',
      '7z',
      '',
      '',
    ]);
  });
});

describe('isTemporaryOf', () => {
  it.each([
    ['.a.0001.png.tmp', true],
    ['a.0001.png.tmp', true],
    ['.a.0001.aB3d', true],
    ['a.0001_part.png', true],
    ['a.0001.png~', true],
    ['a.0002.png.tmp', false],
    ['a.00010.png.tmp', false],
    ['beta.0001.png.tmp', false],
    ['.frame.lock', false],
  ])('takes %j as what a.0001.png was before: %j', (temporary, expected) => {
    expect(isTemporaryOf('a.0001.png', temporary)).toBe(expected);
  });
});
