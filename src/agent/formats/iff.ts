import { structureCheck } from './bytes.ts';
import type { Format } from './format.ts';
import { unfinished, wholeUpTo } from './verdict.ts';

/** Maya's pictures and other IFF forms: the size stands at the start, the form's type behind it. */
export const iff: Format = {
  name: 'IFF',
  extensions: ['iff'],
  starts: (head) => ['FOR4', 'FOR8', 'FORM'].includes(head.slice(0, 4)),
  check: structureCheck((bytes) => {
    // The form with 64 bits has four bytes of flags before them.
    const isLarge = bytes.text(0, 4) === 'FOR8';
    const size = isLarge ? bytes.u64(8, 'big') : bytes.u32(4, 'big');
    const contentAt = isLarge ? 16 : 8;
    if (size === 0 || bytes.u8(contentAt) === 0) return unfinished('its header is not written yet', 0);
    return wholeUpTo(contentAt + size, bytes.sizeBytes, 'its content');
  }),
};
