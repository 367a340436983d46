import { type Bytes, Malformed, structureCheck } from './bytes.ts';
import { type Format, startsWith } from './format.ts';
import { unfinished, WHOLE } from './verdict.ts';

const SCREEN_FLAGS_AT = 10;
const BLOCKS_AT = 13;
const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;

/** GIF 87a and 89a: from block to block up to the trailer. */
export const gif: Format = {
  name: 'GIF',
  extensions: ['gif'],
  starts: startsWith('GIF87a', 'GIF89a'),
  check: structureCheck((bytes) => {
    let at = BLOCKS_AT + colourTableBytes(bytes.u8(SCREEN_FLAGS_AT));
    for (;;) {
      const block = bytes.u8(at);
      if (block === TRAILER) return WHOLE;
      if (block === EXTENSION) at = endOfSubBlocks(bytes, at + 2);
      else if (block === IMAGE) at = endOfSubBlocks(bytes, at + 11 + colourTableBytes(bytes.u8(at + 9)));
      else if (block === 0) return unfinished(`only zeros from byte ${at} on`);
      else throw new Malformed(`no block at byte ${at}`);
    }
  }),
};

function colourTableBytes(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

/** Each says its length first; an empty one is the last. */
function endOfSubBlocks(bytes: Bytes, from: number): number {
  let at = from;
  for (let length = bytes.u8(at); length > 0; length = bytes.u8(at)) at += length + 1;
  return at + 1;
}
