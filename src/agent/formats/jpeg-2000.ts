import { readBoxes } from './boxes.ts';
import { type Bytes, structureCheck } from './bytes.ts';
import { type Format, startsWith } from './format.ts';
import { type FileVerdict, unfinished, WHOLE } from './verdict.ts';

/** Coded data never holds this pair: it is the end of the picture. */
const END_OF_CODESTREAM = 0xffd9;

/** JPEG 2000, ITU-T T.800: a bare codestream, or one within boxes. */
export const jpeg2000: Format = {
  name: 'JPEG 2000',
  extensions: ['jp2', 'jpx', 'jpf', 'j2k', 'j2c', 'jpc'],
  starts: startsWith('\xff\x4f\xff\x51', '\0\0\0\x0cjP  '),
  check: structureCheck((bytes) => {
    if (bytes.u8(0) === 0xff) return codestreamVerdict(bytes);
    const { byName, cut } = readBoxes(bytes);
    const codestream = byName.get('jp2c');
    if (cut || !codestream) return cut ?? unfinished('no picture data (jp2c) in it');
    return codestream.isOpen ? codestreamVerdict(bytes) : WHOLE;
  }),
};

function codestreamVerdict(bytes: Bytes): FileVerdict {
  return bytes.u16(bytes.sizeBytes - 2, 'big') === END_OF_CODESTREAM ? WHOLE : unfinished('no end marker (FFD9)');
}
