import { structureCheck } from './bytes.ts';
import type { Format } from './format.ts';
import { unfinished, wholeUpTo } from './verdict.ts';

const HEADER_BYTES = 8;

/** Maya's pictures and other IFF forms: the size stands at the start. */
export const iff: Format = {
  name: 'IFF',
  extensions: ['iff'],
  starts: (head) => ['FOR4', 'FOR8', 'FORM'].includes(head.slice(0, 4)),
  check: structureCheck((bytes) => {
    // The form with 64 bits has its size behind four bytes of flags.
    const size = bytes.text(0, 4) === 'FOR8' ? bytes.u64(8, 'big') + 8 : bytes.u32(4, 'big');
    return size === 0
      ? unfinished('its header has no size yet')
      : wholeUpTo(HEADER_BYTES + size, bytes.sizeBytes, 'its content');
  }),
};
