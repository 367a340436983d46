import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packedText, packTexts } from './packed-texts.ts';

it('packedText gives back each text that packTexts was given', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
      const packed = packTexts(texts);
      expect(texts.map((_, index) => packedText(packed, index))).toEqual(texts);
      expect(packedText(packed, texts.length)).toBe('');
    }),
  );
});
