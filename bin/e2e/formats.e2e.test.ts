/** Files as the programs of this machine write them, in every format: each whole one is told from each cut one. */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkFile } from '../../src/agent/formats/check-file.ts';
import type { FileVerdict } from '../../src/agent/formats/verdict.ts';
import { startFileCheckThread } from '../../src/agent/io/checks/file-check-thread.ts';
import { programPath, temporaryDirectory } from './programs.ts';
import { missingProgram } from './renders.ts';

const run = promisify(execFile);
const scenes = fileURLToPath(new URL('../../fixtures/scenes/', import.meta.url));
const CUTS = 200;
/** An extension area of TGA 2 starts with its length, a footer is all that may stand behind it. */
const TGA_EXTENSION_BYTES = 495;
const TGA_FOOTER_BYTES = 26;

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;

beforeAll(async () => {
  directory = await temporaryDirectory();
});

afterAll(() => directory.remove());

function checkContent(name: string, content: Uint8Array): FileVerdict {
  return checkFile(name, {
    sizeBytes: content.length,
    read: (at, length) => content.subarray(at, at + length),
  });
}

/** Offsets that look random and are the same each time (a linear congruential generator, Numerical Recipes'). */
function cutsOf(length: number): readonly number[] {
  let state = length;
  return Array.from({ length: CUTS }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * length);
  });
}

/** A TGA 2 that lost exactly what makes it more than a TGA 1: the picture is all there, and nobody can tell. */
function isWholeTga1(name: string, content: Buffer, length: number): boolean {
  const rest = content.subarray(length);
  if (!name.endsWith('.tga')) return false;
  return rest.length === TGA_FOOTER_BYTES || (rest.length > 2 && rest.readUInt16LE(0) === TGA_EXTENSION_BYTES);
}

/** How each file of a program whose name starts so, and its cuts, are judged; only what is wrong. */
async function misjudged(prefix: string): Promise<{ readonly files: number; readonly wrong: readonly string[] }> {
  const names = (await readdir(directory.path)).filter((name) => name.startsWith(prefix));
  const wrong: string[] = [];
  for (const name of names) {
    const content = await readFile(join(directory.path, name));
    const whole = checkContent(name, content);
    if (whole.kind !== 'whole') wrong.push(`${name}: ${JSON.stringify(whole)}`);
    for (const length of cutsOf(content.length)) {
      const { kind } = checkContent(name, content.subarray(0, length));
      if (kind === 'whole' && !isWholeTga1(name, content, length)) wrong.push(`${name} cut at ${length}: whole`);
    }
  }
  return { files: names.length, wrong };
}

async function ffmpeg(name: string, ...options: readonly string[]): Promise<void> {
  const input = name.endsWith('.wav') ? 'sine=d=0.2' : 'testsrc=size=48x36:rate=10';
  const output = join(directory.path, `ffmpeg-${name}`);
  await run('ffmpeg', ['-nostdin', '-loglevel', 'error', '-f', 'lavfi', '-i', input, ...options, output]);
}

async function imageMagick(name: string, options: readonly string[] = [], kind = ''): Promise<void> {
  const output = `${kind}${join(directory.path, `imagemagick-${name}`)}`;
  await run('convert', ['-size', '48x36', 'plasma:red-blue', ...options, output]);
}

describe('whole and cut files', () => {
  test.skipIf(missingProgram('ffmpeg'))('by FFmpeg', async () => {
    const still = ['-frames:v', '1'];
    const stills = ['png', 'jpg', 'tif', 'dpx', 'tga', 'bmp', 'webp', 'ppm', 'pgm', 'pam', 'jp2', 'sgi', 'gif'];
    for (const extension of stills) await ffmpeg(`1.${extension}`, ...still);
    await ffmpeg('rgb.exr', ...still, '-pix_fmt', 'gbrpf32le', '-compression', 'zip16');
    await ffmpeg('grey.pfm', ...still, '-pix_fmt', 'grayf32le');
    await ffmpeg('plain.tga', ...still, '-rle', '0');
    for (const extension of ['mp4', 'mov', 'mkv', 'webm', 'avi', 'gif']) await ffmpeg(`film.${extension}`, '-t', '1');
    await ffmpeg('index-first.mp4', '-t', '1', '-movflags', '+faststart');
    await ffmpeg('fragments.mp4', '-t', '1', '-g', '2', '-movflags', 'frag_keyframe');
    await ffmpeg('sound.wav');
    await ffmpeg('large.wav', '-rf64', 'always');
    expect(await misjudged('ffmpeg-')).toEqual({ files: stills.length + 13, wrong: [] });
  });

  test.skipIf(missingProgram('convert'))('by ImageMagick', async () => {
    const stills = ['png', 'jpg', 'tif', 'dpx', 'cin', 'tga', 'bmp', 'webp', 'ppm', 'pfm', 'jp2', 'j2k', 'sgi', 'gif'];
    for (const extension of [...stills, 'hdr', 'psd']) await imageMagick(`1.${extension}`);
    await imageMagick('progressive.jpg', ['-interlace', 'plane']);
    await imageMagick('big-endian.tif', ['-endian', 'MSB', '-compress', 'none']);
    await imageMagick('tiles.tif', ['-define', 'tiff:tile-geometry=16x16']);
    await imageMagick('pyramid.tif', [], 'PTIF:');
    await imageMagick('big.tif', [], 'TIFF64:');
    await imageMagick('packed.tga', ['-compress', 'rle']);
    await imageMagick('plain.psd', ['-compress', 'none']);
    expect(await misjudged('imagemagick-')).toEqual({ files: stills.length + 9, wrong: [] });
  });

  test.skipIf(missingProgram('povray'))('by POV-Ray', async () => {
    const kinds = { N: 'png', J: 'jpg', T: 'tga', H: 'hdr', E: 'exr', P: 'ppm', B: 'bmp' };
    for (const [letter, extension] of Object.entries(kinds)) {
      const output = `+O${join(directory.path, `povray-1.${extension}`)}`;
      await run('povray', [`+I${join(scenes, 'orbit.pov')}`, output, `+F${letter}`, '+W48', '+H36', '-D']);
    }
    expect(await misjudged('povray-')).toEqual({ files: 7, wrong: [] });
  });

  test.skipIf(missingProgram('blender') || missingProgram('exrmaketiled'))('by Blender and OpenEXR', async () => {
    const script = join(scenes, 'every-format.py');
    await run('blender', ['-b', '--factory-startup', '-P', script, '--', directory.path]);
    const tiles = (name: string, ...options: readonly string[]): Promise<unknown> =>
      run('exrmaketiled', [
        ...options,
        '-t',
        '16',
        '16',
        join(directory.path, 'blender-zip.exr'),
        join(directory.path, name),
      ]);
    await tiles('blender-tiles.exr');
    await tiles('blender-mipmap.exr', '-m');
    await tiles('blender-mipmap-up.exr', '-m', '-u');
    await tiles('blender-ripmap.exr', '-r');
    const parts = ['piz', 'tiles', 'mipmap'].map((name) => `${join(directory.path, `blender-${name}.exr`)}::${name}`);
    await run('exrmultipart', ['-combine', '-i', ...parts, '-o', join(directory.path, 'blender-parts.exr')]);
    expect(await misjudged('blender-')).toEqual({ files: 28, wrong: [] });
  });

  test.skipIf(missingProgram('ffmpeg'))('in the built thread', async () => {
    await ffmpeg('thread.png', '-frames:v', '1');
    const thread = startFileCheckThread(pathToFileURL(programPath('sentry-file-check')));
    try {
      expect(await thread.check(join(directory.path, 'ffmpeg-thread.png'))).toEqual({ kind: 'whole' });
    } finally {
      await thread.end();
    }
  });
});
