/** Every format that is known, and which of them a file should be by its name. */
import { bmp } from './bmp.ts';
import { cineon, dpx } from './dpx.ts';
import { exr } from './exr.ts';
import type { Format } from './format.ts';
import { gif } from './gif.ts';
import { iff } from './iff.ts';
import { heif, movie } from './iso-media.ts';
import { jpeg } from './jpeg.ts';
import { jpeg2000 } from './jpeg-2000.ts';
import { matroska } from './matroska.ts';
import { netpbm } from './netpbm.ts';
import { png } from './png.ts';
import { psd } from './psd.ts';
import { radiance } from './radiance.ts';
import { avi, wav, webp } from './riff.ts';
import { sgi } from './sgi.ts';
import { tga } from './tga.ts';
import { tiff } from './tiff.ts';

/** Formats that a file's first bytes name, the surest signatures first. */
export const signedFormats: readonly Format[] = [
  png,
  exr,
  jpeg,
  tiff,
  dpx,
  cineon,
  webp,
  wav,
  avi,
  movie,
  heif,
  jpeg2000,
  matroska,
  psd,
  gif,
  iff,
  radiance,
  netpbm,
  bmp,
  sgi,
];

/** What a file of this extension (lower case, without the dot) may be; empty where nobody can tell. */
export function formatsOf(extension: string): readonly Format[] {
  return [...signedFormats, tga].filter((format) => format.extensions.includes(extension));
}
