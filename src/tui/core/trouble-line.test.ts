import { expect, test } from 'vitest';
import type { JobSummary } from '../../shared/protocol/job.ts';
import type { RenderNodeSummary } from '../../shared/protocol/render-node.ts';
import { later, OPTIONS } from '../testing/made-up-dashboard.ts';
import { madeUpJob, madeUpNode } from '../testing/made-up-farm.ts';
import { initialState, reduce } from './state.ts';
import { troubleLine } from './trouble-line.ts';

const JOBS = [madeUpJob('a', 1, 10, 60), madeUpJob('b', 5, 5, null)];

function troubleOf(...nodes: RenderNodeSummary[]): string {
  return lineOf(nodes, JOBS);
}

function lineOf(nodes: readonly RenderNodeSummary[], jobs: readonly JobSummary[]): string {
  const snapshot = { at: '2026-01-31T14:32:07Z', farm: 'farm', hubVersion: '1', nodes: [...nodes], jobs: [...jobs] };
  const update = { kind: 'snapshot', snapshot, latencyMillis: null } as const;
  const { state } = reduce(initialState(OPTIONS), { kind: 'hub', update, at: later(0) });
  return troubleLine(state)
    .map(({ text }) => text)
    .join('')
    .trim();
}

test('troubleLine tells the most pressing trouble and how many more there are', () => {
  const stalled = madeUpNode('rn-2', { state: 'stalled', reason: 'no new frame for 12m (usual 1.8m)' });
  const hot = madeUpNode('rn-1', { state: 'hot', reason: 'GPU 91° above 88°' });
  expect(troubleOf(hot, stalled)).toMatch(/^▲ rn-2 no new frame for 12m \(usual 1\.8m\) +\+1 more$/);
  expect(troubleOf(hot)).toBe('▲ rn-1 GPU 91° above 88°');
});

test('troubleLine measures the silence of a node itself', () => {
  expect(troubleOf(madeUpNode('rn-1', { state: 'offline', seenSecondsAgo: 840 }))).toBe('✕ rn-1 no report for 14m');
});

test('troubleLine tells the pace of the farm when nothing is wrong', () => {
  expect(
    troubleOf(
      madeUpNode('rn-1', { cpuPercent: 50, gpuPercent: null }),
      madeUpNode('rn-2', { cpuPercent: 70, gpuPercent: null }),
    ),
  ).toBe('● 32 frames/h   1 job running   CPU 60%');
});

test('troubleLine marks the pace as done when no job runs any more', () => {
  expect(lineOf([madeUpNode('rn-1')], [madeUpJob('b', 5, 5, null)])).toMatch(/^✓ 0 jobs running/);
});

test('troubleLine tells what is remarked on a node that is well: in place of the hint, behind a trouble, after the pace', () => {
  const well = madeUpNode('rn-1', { cpuPercent: null, gpuPercent: null });
  const remarked = madeUpNode('rn-2', { reason: 'there is no /mnt/out', cpuPercent: null, gpuPercent: null });
  expect(lineOf([well, madeUpNode('rn-10', { reason: 'later' }), remarked], [])).toBe('▲ rn-2 there is no /mnt/out');
  expect(lineOf([well], [])).not.toContain('▲');
  expect(troubleOf(remarked)).toBe('● 32 frames/h   1 job running   ▲ rn-2 there is no /mnt/out');
  expect(troubleOf(remarked, madeUpNode('rn-3', { state: 'hot', reason: 'GPU 91°' }))).toBe('▲ rn-3 GPU 91°');
});
