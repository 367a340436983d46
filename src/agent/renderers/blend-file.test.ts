import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MadeUpScene, madeUpBlend } from '../testing/made-up-blend.ts';
import { readBlendSettings } from './blend-file.ts';

/** Of Blender 3.4.1, less the blocks that nobody reads here. */
const REAL = gunzipSync(readFileSync(new URL('../../../fixtures/scenes/shot-3.4.blend', import.meta.url)));

function settingsIn(bytes: Uint8Array, scene: string | null = null) {
  const reading = readBlendSettings(scene);
  let step = reading.next();
  let reached = 0;
  while (!step.done) {
    const { offset, length } = step.value;
    // A reader of a compressed file cannot go back, nor hold what is too large.
    expect(offset).toBeGreaterThanOrEqual(reached);
    expect(length).toBeLessThanOrEqual(4 * 1024 * 1024);
    reached = offset;
    step = reading.next(bytes.subarray(offset, offset + length));
  }
  return step.value;
}

const SHOT: MadeUpScene = { name: 'Shot', output: '/r/shot_####', first: 1, last: 250, step: 2, format: 17, modes: 16 };

describe('readBlendSettings', () => {
  it('reads a file of Blender 3.4.1', () => {
    expect(settingsIn(REAL)).toEqual({
      output: '//frames/shot.####',
      first: 5,
      last: 41,
      step: 4,
      extension: 'exr',
      useExtension: true,
    });
    expect(settingsIn(REAL, 'Scene')).toEqual(settingsIn(REAL));
    expect(settingsIn(REAL, 'Other')).toBeNull();
  });

  it.each(['BLENDER-v304', 'BLENDER_v249', 'BLENDER-V250', 'BLENDER_V248', 'BLENDER17-01v0500'])(
    'reads a file that begins with %s',
    (header) => {
      expect(settingsIn(madeUpBlend(header, [SHOT]))).toEqual({
        output: '/r/shot_####',
        first: 1,
        last: 250,
        step: 2,
        extension: 'png',
        useExtension: true,
      });
    },
  );

  it('takes the active scene, or the one that is named', () => {
    const other = { ...SHOT, name: 'Other', first: 7, format: 24, modes: 0 };
    const bytes = madeUpBlend('BLENDER-v304', [SHOT, other], 1);
    expect(settingsIn(bytes)).toMatchObject({ first: 7, extension: null, useExtension: false });
    expect(settingsIn(bytes, 'Shot')).toMatchObject({ first: 1, extension: 'png' });
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['another file', Buffer.from('BLENDERED, not stirred: no file of that kind')],
    ['one compressed by zstd', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0xf4, 4, 1, 0, 0xbd, 0x32, 0, 0x86])],
    ['one without scenes', madeUpBlend('BLENDER-v304', [])],
  ])('tells nothing of %s', (_, bytes) => {
    expect(settingsIn(bytes)).toBeNull();
  });

  it('tells nothing of a file cut before its end, and does not throw', () => {
    fc.assert(
      fc.property(fc.nat(REAL.length - 1), (end) => {
        // What follows the structures is not needed.
        const found = settingsIn(REAL.subarray(0, end));
        expect(found === null || found.first === 5).toBe(true);
      }),
      { numRuns: 60 },
    );
    expect(settingsIn(REAL.subarray(0, REAL.length / 2))).toBeNull();
  });

  it('comes to an end whatever the bytes say', () => {
    const small = madeUpBlend('BLENDER-v304', [SHOT]);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(small.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 }),
        (changes) => {
          const bytes = Uint8Array.from(small);
          for (const [at, value] of changes) bytes[at] = value;
          const found = settingsIn(bytes);
          if (found) expect(found.step).toBeGreaterThanOrEqual(1);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
