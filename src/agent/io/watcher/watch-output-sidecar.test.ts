import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseFrameRange } from '../../../shared/frames/frame-notation.ts';
import type { SequenceReport } from '../../../shared/protocol/sequence.ts';
import type { FoundRoot } from '../../core/found-outputs.ts';
import { directory, eventually, sequence, watch, write } from '../../testing/watched-directory.ts';
import type { OutputWatcher } from './output-watcher.ts';

const at = (watcher: OutputWatcher, path: string): SequenceReport | undefined =>
  watcher.snapshot().sequences.find(({ localPath }) => localPath === join(directory, path));

describe.each([
  ['watching', false],
  ['polling', true],
])('watchOutput with a sidecar, %s', (_, poll) => {
  it('takes range and title from it, from the nearest one below, and anew when it changes', async () => {
    await mkdir(join(directory, 'shot/below'), { recursive: true });
    await write('shot/a.0001.png');
    await write('shot/below/b.0001.png');
    await write('.sentry.yaml', 'frames: 1-100\ntitle: All');
    await write('shot/.sentry.yaml', 'frames: 1-10');
    const watcher = watch({ poll });
    await watcher.measured;
    for (const path of ['shot', 'shot/below']) {
      expect(at(watcher, path)).toMatchObject({ expected: '1-10', expectedFrom: 'sidecar', title: 'All' });
    }
    await write('shot/.sentry.yaml', 'frames: 1-20');
    await eventually(() => expect(at(watcher, 'shot/below')).toMatchObject({ expected: '1-20', title: 'All' }));
    await rm(join(directory, 'shot/.sentry.yaml'));
    await eventually(() => expect(at(watcher, 'shot')).toMatchObject({ expected: '1-100' }));
  });

  it('says what is wrong with it, takes nothing from it, and forgets the problem when it is mended', async () => {
    await write('a.0001.png');
    await write('.sentry.yaml', 'frames: soon');
    const watcher = watch({ poll });
    await watcher.measured;
    expect(sequence(watcher)).toMatchObject({ expected: null, expectedFrom: null, done: '1' });
    const message = expect.stringContaining(`${join(directory, '.sentry.yaml')} names no frames`);
    expect(watcher.snapshot().problems).toEqual([{ source: 'output', message }]);
    await write('.sentry.yaml', 'frames: 1-3');
    await eventually(() => expect(watcher.snapshot().problems).toEqual([]));
    expect(sequence(watcher)).toMatchObject({ expected: '1-3' });
  });
});

describe('watchOutput with a sidecar', () => {
  it('prefers what the command line says', async () => {
    await write('a.0001.png');
    await write('.sentry.yaml', 'frames: 1-100\ntitle: From the file');
    const watcher = watch({ expected: parseFrameRange('1-5'), title: 'From the flag' });
    await watcher.measured;
    expect(sequence(watcher)).toMatchObject({ expected: '1-5', expectedFrom: 'flag', title: 'From the flag' });
  });

  it('tells directories as layers of one job, and all by the name of the share', async () => {
    for (const layer of ['beauty', 'depth']) {
      await mkdir(join(directory, layer));
      await write(`${layer}/a.0001.png`);
    }
    await write('.sentry.yaml', 'layers: [beauty]\nshare: farm');
    const watcher = watch();
    await watcher.measured;
    const layerOf = { directory: '', layer: 'beauty' };
    expect(at(watcher, 'beauty')).toMatchObject({ share: 'farm', directory: 'beauty', layerOf });
    expect(at(watcher, 'depth')).toMatchObject({ share: 'farm', directory: 'depth' });
    expect(at(watcher, 'depth')).not.toHaveProperty('layerOf');
  });

  it('ignores the names that it says, also when it says so later, and reports nothing as new by that', async () => {
    await mkdir(join(directory, 'below'));
    for (const name of ['a.0001.png', 'a_preview.0001.png', 'below/b_preview.0001.png']) await write(name);
    const watcher = watch();
    await watcher.measured;
    const patterns = (): string[] => watcher.snapshot().sequences.map(({ pattern }) => pattern);
    expect(patterns()).toHaveLength(3);
    await write('.sentry.yaml', "ignore: ['*_preview.*']");
    await eventually(() => expect(patterns()).toEqual(['a.####.png']));
    expect(sequence(watcher)?.recent).toEqual([]);
  });

  it('is not read when it is too large', async () => {
    await write('a.0001.png');
    await write('.sentry.yaml', `frames: 1-9\n# ${'x'.repeat(70_000)}`);
    const watcher = watch();
    await watcher.measured;
    expect(watcher.snapshot().problems[0]?.message).toContain('is larger than 64 KiB');
    expect(sequence(watcher)?.expected).toBeNull();
  });
});

describe('watchOutput, following renderers', () => {
  const found = (path: string, expected: string | null = null, pattern: string | null = null): FoundRoot => {
    const told = expected === null ? null : parseFrameRange(expected);
    return {
      path: join(directory, path),
      outputs: [{ pattern, expected: told, expectedFrom: told && 'command line' }],
    };
  };

  it('watches what is found, not what is below it, until it is found no longer', async () => {
    await mkdir(join(directory, 'out/below'), { recursive: true });
    await write('out/a.0001.png');
    await write('out/below/b.0001.png');
    const watcher = watch({ roots: [], share: 'farm' });
    watcher.follow([found('out', '1-9')]);
    await watcher.measured;
    const [only, ...others] = watcher.snapshot().sequences;
    expect(only).toMatchObject({ share: 'n1:local', expected: '1-9', expectedFrom: 'command line', done: '1' });
    expect(others).toEqual([]);
    await write('out/a.0002.png');
    await eventually(() => expect(sequence(watcher)).toMatchObject({ done: '1-2' }));
    watcher.follow([]);
    expect(watcher.snapshot()).toMatchObject({ roots: [], sequences: [] });
  });

  it('expects nothing of an old sequence beside the one that is rendered', async () => {
    await mkdir(join(directory, 'out'));
    for (const name of ['shot.0001.png', 'shot_depth.0001.png', 'old.0001.png']) await write(`out/${name}`);
    const watcher = watch({ roots: [] });
    watcher.follow([found('out', '1-5', 'shot.###.png')]);
    await watcher.measured;
    const expected = watcher.snapshot().sequences.map((each) => [each.pattern, each.expected, each.expectedFrom]);
    expect(expected.toSorted()).toEqual([
      ['old.####.png', null, null],
      ['shot.####.png', '1-5', 'command line'],
      ['shot_depth.####.png', '1-5', 'command line'],
    ]);
    // Functions are no part of a report.
    expect(Object.values(sequence(watcher) ?? {}).map((value) => typeof value)).not.toContain('function');
  });

  it('tells nothing of what was found and is gone, and follows it again when it comes back', async () => {
    await mkdir(join(directory, 'out'));
    await write('out/a.0001.png');
    const watcher = watch({ roots: [] });
    watcher.follow([found('out'), found('never-there')]);
    await watcher.measured;
    expect(watcher.snapshot().roots).toMatchObject([{ path: join(directory, 'out') }]);
    await rm(join(directory, 'out'), { recursive: true });
    await eventually(() => expect(watcher.snapshot()).toEqual({ roots: [], sequences: [], problems: [] }));
    await mkdir(join(directory, 'out'));
    await write('out/a.0002.png');
    await eventually(() => expect(sequence(watcher)).toMatchObject({ done: '2' }));
    expect(watcher.snapshot().roots).toMatchObject([{ path: join(directory, 'out'), status: 'watching' }]);
  });

  it('tells another range when one is found, without reading again', async () => {
    await mkdir(join(directory, 'out'));
    await write('out/a.0001.png');
    const watcher = watch({ roots: [] });
    watcher.follow([found('out')]);
    await watcher.measured;
    expect(sequence(watcher)?.expected).toBeNull();
    watcher.follow([found('out', '1-5')]);
    expect(sequence(watcher)?.expected).toBe('1-5');
  });

  it('watches nothing beside the roots that somebody named, but takes what is expected in them', async () => {
    await mkdir(join(directory, 'named/shot'), { recursive: true });
    await mkdir(join(directory, 'other'));
    await write('named/shot/a.0001.png');
    await write('other/b.0001.png');
    const watcher = watch({ roots: [join(directory, 'named')] });
    watcher.follow([found('named/shot', '1-7'), found('other', '1-8')]);
    await watcher.measured;
    expect(watcher.snapshot().roots).toHaveLength(1);
    expect(watcher.snapshot().sequences).toMatchObject([{ expected: '1-7', expectedFrom: 'command line' }]);
  });
});
