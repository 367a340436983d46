import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SizeSketch } from './size-sketch.ts';

it('SizeSketch tells the median to a few percent, whatever came and went before', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 1e12 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(sizes, sizes, (kept, gone) => {
      const sketch = new SizeSketch();
      for (const size of [...gone, ...kept]) sketch.add(size);
      for (const size of gone) sketch.remove(size);
      const median = kept.toSorted((a, b) => a - b)[Math.ceil(kept.length / 2) - 1] ?? 0;
      expect(sketch.total).toBe(kept.length);
      expect((sketch.median() ?? 0) / median).toBeGreaterThan(0.95);
      expect((sketch.median() ?? 0) / median).toBeLessThan(1.05);
    }),
  );
});

it('SizeSketch has no median when it is empty', () => {
  expect(new SizeSketch().median()).toBeNull();
});
