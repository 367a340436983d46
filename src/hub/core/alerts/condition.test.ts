import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyOf, subjectOf } from './condition.ts';

const NAME = fc.string({ unit: fc.constantFrom('a', 'n', '\\', '\n', ':', ' ', '\u202e') });

test('subjectOf finds the subject of any key again, whatever the node, metric and label are called', () => {
  fc.assert(
    fc.property(NAME, NAME, (node, label) => {
      const subject = `machine:${node}` as const;
      expect(subjectOf(keyOf(subject, { same: 'gpu-lost', metric: 'gpuLost', label }))).toBe(subject);
    }),
  );
});

test('keyOf tells apart what differs in any part', () => {
  fc.assert(
    fc.property(NAME, NAME, NAME, NAME, (node, label, otherNode, otherLabel) => {
      const key = keyOf(`machine:${node}`, { same: 'threshold', metric: 'driveTempC', label });
      const other = keyOf(`machine:${otherNode}`, { same: 'threshold', metric: 'driveTempC', label: otherLabel });
      expect(key === other).toBe(node === otherNode && label === otherLabel);
    }),
  );
});
