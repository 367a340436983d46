import { expect, test } from 'vitest';
import { UNKNOWN_HEALTH } from '../../shared/node-patch.ts';
import type { RenderNodeSummary } from '../../shared/protocol/render-node.ts';
import { later } from '../testing/made-up-dashboard.ts';
import { madeUpFarm, madeUpJob, madeUpNode } from '../testing/made-up-farm.ts';
import { topLines } from './farm-tops.ts';
import { viewOfSnapshot } from './fleet-view.ts';
import { glyphSet } from './theme.ts';

function linesOf(nodes: readonly RenderNodeSummary[], width = 40, most = 2): readonly string[] {
  const view = viewOfSnapshot({ ...madeUpFarm(), nodes: [...nodes] }, later(0), null);
  const look = { width, glyphs: glyphSet('unicode'), unit: 'C', most } as const;
  return topLines(view.nodes, look).map((line) =>
    line
      .map(({ text }) => text)
      .join('')
      .trimEnd(),
  );
}

test('topLines names the hottest first, only so many, and none that is gone or does not tell', () => {
  const nodes = [
    madeUpNode('warm', { tempC: 60 }),
    madeUpNode('gone', { tempC: 99, liveness: 'offline', state: 'offline' }),
    madeUpNode('hot', { tempC: 91, job: madeUpJob('shot', 1, 9, 5) }),
    madeUpNode('cold', { tempC: 30 }),
    madeUpNode('mute', { tempC: null }),
  ];
  expect(linesOf(nodes).slice(0, 3)).toEqual([' HOTTEST NODES', ' hot             91°  shot', ' warm            60°']);
});

test('topLines tells the slowest of those that render', () => {
  const job = (seconds: number, state: 'running' | 'completed') => ({
    ...madeUpJob('shot', 1, 9, 5),
    secondsPerFrame: seconds,
    state,
  });
  const nodes = [
    madeUpNode('done', { tempC: null, job: job(900, 'completed') }),
    madeUpNode('fast', { tempC: null, job: job(9, 'running') }),
    madeUpNode('slow', { tempC: null, job: job(300, 'running') }),
  ];
  expect(linesOf(nodes)).toEqual([' SLOWEST FRAMES', ' slow             5m  shot', ' fast             9s  shot']);
});

test('topLines tells the fullest disk of a node, and when it will be full', () => {
  const nodes = [
    madeUpNode('a', {
      tempC: null,
      health: { ...UNKNOWN_HEALTH, rootPercent: 60, outputPercent: 94, outputFullInSeconds: 259_200 },
    }),
    madeUpNode('b', { tempC: null, health: { ...UNKNOWN_HEALTH, dockerPercent: 97, outputPercent: 20 } }),
    madeUpNode('c', { tempC: null, health: UNKNOWN_HEALTH }),
  ];
  expect(linesOf(nodes)).toEqual([
    ' FULLEST DISKS',
    ' b              ✕97%  containers',
    ' a              ✕94%  full in 3d 0h',
  ]);
});

test('topLines puts lists side by side where they have room', () => {
  const nodes = [madeUpNode('a', { tempC: 60, health: { ...UNKNOWN_HEALTH, rootPercent: 50 } })];
  expect(linesOf(nodes, 80)[0]).toMatch(/HOTTEST NODES +FULLEST DISKS/);
  expect(linesOf(nodes, 40)).toHaveLength(4);
});
