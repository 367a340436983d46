import { expect, test } from 'vitest';
import type { Sample } from './forecast-samples.ts';
import { nodeFactors } from './node-factors.ts';

/** Frame by frame in turns, each costing `content` times the node's own factor. */
function rendered(factors: Readonly<Record<string, number>>, content: (frame: number) => number): readonly Sample[] {
  const names = Object.keys(factors);
  return Array.from({ length: 20 * names.length }, (_, i): Sample => {
    const node = names[i % names.length] ?? '';
    return { frame: i, node, seconds: content(i) * (factors[node] ?? 1), finishedAt: i * 1000, isFirst: false };
  });
}

test('nodeFactors finds how fast nodes are beside each other, whatever the content costs', () => {
  const factors = nodeFactors(rendered({ a: 1, b: 2, c: 0.5 }, (frame) => 10 + frame / 3));
  expect(factors.get('a')).toBeCloseTo(1, 1);
  expect(factors.get('b')).toBeCloseTo(2, 0.5);
  expect(factors.get('c')).toBeCloseTo(0.5, 1);
});

test('nodeFactors stays within a quarter and four', () => {
  const factors = nodeFactors(rendered({ a: 1, b: 1, c: 1, d: 50, e: 0.01 }, () => 10));
  expect(factors.get('d')).toBe(4);
  expect(factors.get('e')).toBe(0.25);
});

test('nodeFactors judges a node by its latest frames, and not by the loading of its scene', () => {
  const even = rendered({ a: 1, b: 1 }, () => 10);
  const slower = even.map((sample) =>
    sample.node === 'b' && sample.frame > 10 ? { ...sample, seconds: 20 } : { ...sample, isFirst: sample.frame < 2 },
  );
  const loaded = slower.map((sample) => (sample.frame === 1 ? { ...sample, seconds: 500 } : sample));
  const factors = nodeFactors(loaded);
  expect((factors.get('b') ?? 0) / (factors.get('a') ?? 1)).toBeCloseTo(2, 1);
});

test('nodeFactors is 1 when one node renders alone, and empty when nobody is known', () => {
  expect([...nodeFactors(rendered({ a: 3 }, () => 10))]).toEqual([['a', 1]]);
  expect(nodeFactors(rendered({ a: 1 }, () => 10).map((sample) => ({ ...sample, node: null }))).size).toBe(0);
});
