import { describe, expect, it } from 'vitest';
import { layerReport, mergeSidecars, type PlacedSidecar, readSidecar, type Sidecar } from './sidecar.ts';

const NOTHING: Sidecar = { frames: null, title: null, ignore: [], layers: [], share: null };

describe('readSidecar', () => {
  it.each<[string, Partial<Sidecar>]>([
    ['', {}],
    ['frames: 1-240', { frames: '1-240' }],
    ['frames: 10-1x3, 20', { frames: '1-10x3,20' }],
    ['frames: 7', { frames: '7' }],
    ['title: "Shot 10: lighting"', { title: 'Shot 10: lighting' }],
    ['layers: true', { layers: 'all' }],
    ['layers: false', {}],
    ['layers: [beauty, depth]', { layers: ['beauty', 'depth'] }],
    ["ignore: ['*_preview.*']", { ignore: ['*_preview.*'] }],
    ['share: farm\nsomething: { else: 1 }', { share: 'farm' }],
  ])('takes %j', (text, said) => {
    expect(readSidecar(text)).toEqual({ ok: true, sidecar: { ...NOTHING, ...said } });
  });

  it.each([
    ['frames: [', 'is no YAML'],
    ['frames: 1-240x0', 'names no frames'],
    ['frames: soon', 'names no frames'],
    ['frames: [1, 2]', '"frames"'],
    ['layers: 3', '"layers"'],
    ['just a line', 'is not as it should be'],
    ['- 1', 'is not as it should be'],
    [`title: ${'x'.repeat(600)}`, '"title"'],
    [`a: ${'['.repeat(20_000)}`, 'is no YAML'],
    [`a: &a [${'x,'.repeat(50)}]\nb: &b [${'*a,'.repeat(50)}]\nc: [${'*b,'.repeat(50)}]`, 'is no YAML'],
  ])('says what is wrong with %.40j', (text, problem) => {
    const reading = readSidecar(text);
    expect(reading).toMatchObject({ ok: false, problem: expect.stringContaining(problem) });
  });
});

describe('mergeSidecars', () => {
  const placed = (below: string, said: Partial<Sidecar>): PlacedSidecar => ({
    below,
    sidecar: { ...NOTHING, ...said },
  });

  it('takes each thing from the nearest that says it', () => {
    const merged = mergeSidecars([
      placed('', { frames: '1-10' }),
      placed('beauty', { frames: '1-99', title: 'Near', share: 'farm' }),
      placed('sh010/beauty', { title: 'Far', share: 'all' }),
    ]);
    expect(merged).toMatchObject({ frames: '1-10', title: 'Near', share: { name: 'farm', directory: 'beauty' } });
  });

  it.each([
    [placed('beauty', { layers: 'all' }), 'beauty'],
    [placed('beauty', { layers: ['beauty'] }), 'beauty'],
    [placed('beauty', { layers: ['depth'] }), null],
    [placed('', { layers: 'all' }), null],
    [placed('old/beauty', { layers: 'all' }), null],
  ])('tells the layer of a directory next to the sidecar, of no other: %j', (sidecar, layer) => {
    expect(mergeSidecars([sidecar]).layer).toBe(layer);
  });
});

it('layerReport names the directory of the job', () => {
  expect(layerReport('shots/sh010/beauty', 'beauty')).toEqual({ directory: 'shots/sh010', layer: 'beauty' });
  expect(layerReport('beauty', 'beauty')).toEqual({ directory: '', layer: 'beauty' });
  expect(layerReport('beauty', null)).toBeNull();
});
