import { expect, test } from 'vitest';
import type { RendererProcess } from '../../shared/protocol/renderer.ts';
import { later, liveState } from '../testing/made-up-dashboard.ts';
import { madeUpDetail } from '../testing/made-up-detail.ts';
import { rendererSection } from './detail-renderers.ts';
import { glyphSet } from './theme.ts';

const SEEN = Date.parse('2026-01-31T14:00:00Z');

function renderer(fields: Partial<RendererProcess>): RendererProcess {
  return {
    pid: 7,
    program: 'Blender',
    startedAt: new Date(SEEN - 3_600_000).toISOString(),
    endedAt: null,
    exitStatus: null,
    cpuPercent: 97.4,
    outputDirectories: [],
    frames: '1-240',
    scene: 'sh010.blend',
    ...fields,
  };
}

function linesOf(renderers: readonly RendererProcess[], clockSkewSeconds = 0): readonly string[] {
  const detail = {
    ...madeUpDetail('rn-001'),
    seenAt: new Date(SEEN).toISOString(),
    seenSecondsAgo: 0,
    clockSkewSeconds,
  };
  const loaded = {
    detail: { ...detail, report: { ...detail.report, renderers: [...renderers] } },
    at: later(0).monotonic,
  };
  const state = { ...liveState(), now: later(0) };
  return rendererSection(loaded, { width: 100, glyphs: glyphSet('unicode'), state }).lines.map((line) =>
    line.map(({ text }) => text).join(''),
  );
}

test('rendererSection tells what runs, since when and how busy it is', () => {
  expect(linesOf([renderer({})])).toEqual([' Blender   sh010.blend   frames 1-240   pid 7   for 1h00   CPU 97%']);
  expect(linesOf([])).toEqual([]);
});

test('rendererSection tells how the last ones ended, by the time here when the clock of the node is off', () => {
  const ended = (minutes: number, exitStatus: number | null) =>
    renderer({
      pid: minutes,
      endedAt: new Date(SEEN - minutes * 60_000).toISOString(),
      exitStatus,
      scene: null,
      frames: null,
    });
  expect(linesOf([ended(9, 0), ended(4, 1), renderer({ scene: null, frames: null })], -60)).toEqual([
    ' Blender   pid 7   for 1h01   CPU 97%',
    ' Blender   pid 4   ended 5m ago with status 1',
    ' Blender   pid 9   ended 10m ago with status 0',
  ]);
  expect(linesOf([1, 2, 3, 4, 5, 6].map((minutes) => ended(minutes, null))).at(-1)).toBe(' and 2 more');
});
