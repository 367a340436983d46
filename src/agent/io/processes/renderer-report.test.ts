import { describe, expect, it } from 'vitest';
import { parseFrameRange } from '../../../shared/frames/frame-notation.ts';
import { RendererProcess } from '../../../shared/protocol/renderer.ts';
import { checkerFor } from '../../../shared/protocol/validate.ts';
import { rendererReports } from './renderer-report.ts';
import type { SeenRenderer } from './renderer-watch.ts';

const BLENDER: SeenRenderer = {
  pid: 7,
  program: 'Blender',
  startedAt: 1000,
  endedAt: null,
  exitStatus: null,
  cpuPercent: 99.5,
  isInteractive: true,
  scene: 'shot.blend',
  frames: parseFrameRange('1-240'),
  outputs: [
    { directory: '/out', pattern: 'a.####.exr', expected: null, expectedFrom: null },
    { directory: '/out', pattern: 'b.####.exr', expected: null, expectedFrom: null },
  ],
};

describe('rendererReports', () => {
  it("tells a renderer in the protocol's words", () => {
    const [report] = rendererReports([BLENDER]);
    expect(report).toMatchObject({
      pid: 7,
      program: 'Blender',
      startedAt: '1970-01-01T00:00:01.000Z',
      endedAt: null,
      outputDirectories: ['/out'],
      frames: '1-240',
      interactive: true,
      scene: 'shot.blend',
    });
    expect(checkerFor(RendererProcess)(report).ok).toBe(true);
  });

  it('tells those that run first, and of too many the ones that ended last', () => {
    const many = Array.from({ length: 80 }, (_, i) => ({ ...BLENDER, pid: i + 1, endedAt: 2000 + i }));
    const told = rendererReports([...many, BLENDER]);
    expect(told).toHaveLength(64);
    expect(told.slice(0, 3).map(({ pid, endedAt }) => [pid, endedAt !== null])).toEqual([
      [7, false],
      [80, true],
      [79, true],
    ]);
  });
});
