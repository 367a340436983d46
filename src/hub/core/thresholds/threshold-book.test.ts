import { expect, test } from 'vitest';
import type { ThresholdRule } from '../../../shared/protocol/threshold.ts';
import { defaultThreshold } from '../../../shared/telemetry/thresholds.ts';
import { createThresholdBook, thresholdMistake } from './threshold-book.ts';

const RULES: readonly ThresholdRule[] = [
  { metric: 'cpuTempC', crit: 90 },
  { metric: 'cpuTempC', tag: 'water', warn: 55, crit: 70 },
  { metric: 'cpuTempC', node: 'rn-04*', tag: 'water', crit: 72, forSeconds: 300 },
  { metric: 'diskUsedPercent', label: '/mnt/*', crit: 95 },
  { metric: 'diskUsedPercent', label: '/mnt/cache', alertFrom: null },
  { metric: 'swapPercent', notice: null, warn: null, crit: null },
  { metric: 'fanRpm', label: 'FAN*', crit: 300, alertFrom: 'crit' },
];

test.each([
  ['rn-1', [], { notice: 65, warn: 75, crit: 90, ownLimit: false, forSeconds: 60 }],
  ['rn-1', ['water'], { notice: 65, warn: 55, crit: 70, ownLimit: false, forSeconds: 60 }],
  ['rn-041', ['gpu', 'water'], { notice: 65, warn: 55, crit: 72, ownLimit: false, forSeconds: 300 }],
  ['rn-041', ['gpu'], { notice: 65, warn: 75, crit: 90, ownLimit: false, forSeconds: 60 }],
])('createThresholdBook judges the processor of %s with tags %j by %j', (id, tags, threshold) => {
  expect(createThresholdBook(RULES).forNode(id, tags).of('cpuTempC', null)).toMatchObject(threshold);
});

test.each([
  ['/', { crit: 85, alertFrom: 'crit' }],
  ['/mnt/renders', { crit: 95, alertFrom: 'crit' }],
  ['/mnt/cache', { crit: 95, alertFrom: null }],
])('createThresholdBook judges the file system of %s by %j', (label, threshold) => {
  const thresholds = createThresholdBook(RULES).forNode('rn-1', []);
  expect(thresholds.of('diskUsedPercent', label)).toMatchObject(threshold);
  expect(thresholds.of('diskUsedPercent', label)).toBe(thresholds.of('diskUsedPercent', label));
});

test('createThresholdBook switches levels off with null, and judges what has no row where a rule does', () => {
  const thresholds = createThresholdBook(RULES).forNode('rn-1', []);
  expect(thresholds.of('swapPercent', null)).toMatchObject({ notice: null, warn: null, crit: null });
  expect(thresholds.metrics).toContain('fanRpm');
  expect(thresholds.of('fanRpm', 'FAN1')).toMatchObject({ crit: 300, worse: 'below' });
  expect(thresholds.of('fanRpm', 'pump')).toMatchObject({ crit: null });
});

test('createThresholdBook gives all nodes the defaults while there are no rules, and follows tags that change', () => {
  const plain = createThresholdBook([]);
  expect(plain.forNode('rn-1', [])).toBe(plain.forNode('rn-2', ['x']));
  expect(plain.forNode('rn-1', []).of('cpuTempC', null)).toEqual(defaultThreshold('cpuTempC'));
  const book = createThresholdBook(RULES);
  const before = book.forNode('rn-1', ['water']);
  expect(book.forNode('rn-1', ['water'])).toBe(before);
  expect(book.forNode('rn-1', []).of('cpuTempC', null).crit).toBe(90);
});

test.each<[readonly ThresholdRule[], RegExp | null]>([
  [RULES, null],
  [[{ metric: 'cpuTemp', crit: 70 }], /thresholds\[0\] names a metric "cpuTemp" that there is not/],
  [[{ metric: 'toString', crit: 70 }], /"toString"/],
  [
    [...RULES, { metric: 'cpuTempC', warn: 80, crit: 70 }],
    /thresholds\[7\] \(cpuTempC\) has numbers out of order.* up/,
  ],
  [[{ metric: 'driveSparePercent', notice: 5, crit: 10 }], /go down/],
  [[{ metric: 'driveSparePercent', notice: 10, warn: null, crit: 5 }], null],
])('thresholdMistake of %j is %s', (rules, mistake) => {
  const found = thresholdMistake(rules);
  if (mistake === null) expect(found).toBeNull();
  else expect(found).toMatch(mistake);
});
