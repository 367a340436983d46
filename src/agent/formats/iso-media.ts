import { readBoxes } from './boxes.ts';
import { structureCheck } from './bytes.ts';
import type { Format } from './format.ts';
import { UNCHECKED, unfinished, WHOLE } from './verdict.ts';

/** QuickTime files from before brands start with any of these. */
const OLD_FIRST_BOXES: readonly string[] = ['moov', 'mdat', 'wide', 'free', 'skip', 'pnot', 'uuid'];
const STILL_BRANDS: readonly string[] = ['avif', 'avis', 'heic', 'heix', 'heim', 'heis', 'hevc', 'mif1', 'msf1'];

/** MP4 and MOV, ISO/IEC 14496-12. */
export const movie: Format = {
  name: 'MP4 or MOV',
  extensions: ['mp4', 'mov', 'm4v', 'm4a', 'qt', '3gp'],
  starts: (head) =>
    isBranded(head) ? !STILL_BRANDS.includes(head.slice(8, 12)) : OLD_FIRST_BOXES.includes(head.slice(4, 8)),
  check: structureCheck((bytes) => {
    const { byName, cut } = readBoxes(bytes);
    const index = byName.get('moov');
    if (!index) return unfinished('no index (moov) in it');
    if (cut) return cut;
    const data = byName.get('mdat');
    if (!data) return unfinished('no data (mdat) in it');
    // Nothing tells whether another fragment was to come but the index of them; nor how long open data should be.
    const isFragmented = readBoxes(bytes, index.at, index.endsAt).byName.has('mvex');
    return (isFragmented && !byName.has('mfra')) || data.isOpen ? UNCHECKED : WHOLE;
  }),
};

/** AVIF, HEIC and their like, ISO/IEC 23008-12. */
export const heif: Format = {
  name: 'HEIF',
  extensions: ['heic', 'heif', 'hif', 'avif'],
  starts: isBranded,
  check: structureCheck((bytes) => {
    const { byName, cut } = readBoxes(bytes);
    if (cut) return cut;
    if (!byName.has('meta') && !byName.has('moov')) return unfinished('no index (meta) in it');
    return byName.has('mdat') ? WHOLE : unfinished('no data (mdat) in it');
  }),
};

function isBranded(head: string): boolean {
  return head.slice(4, 8) === 'ftyp' && !head.startsWith('\0\0\0\0', 8);
}
