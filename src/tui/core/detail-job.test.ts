import { expect, test } from 'vitest';
import { afterKeys, later, OPTIONS } from '../testing/made-up-dashboard.ts';
import { madeUpDetail } from '../testing/made-up-detail.ts';
import { madeUpFarm, madeUpJob, madeUpNode } from '../testing/made-up-farm.ts';
import { detailContent } from './detail-content.ts';
import { isRule } from './panel.ts';
import { initialState, reduce, type TuiState } from './state.ts';

function textOf(state: TuiState): string {
  if (!state.detail) throw new Error('No node is open.');
  return detailContent(state, state.detail)
    .map((line) => (isRule(line) ? '' : line.map(({ text }) => text).join('')))
    .join('\n');
}

const before = madeUpJob('shot', 10, 240, 600);
const after = { ...before, done: 11, missing: '12-240' };

function farmWith(job: typeof before) {
  return { ...madeUpFarm(), nodes: [madeUpNode('rn-1', { job })], jobs: [job] };
}

test('jobLines shows one state of the job when the list is newer than what was loaded of the node', () => {
  const first = { kind: 'snapshot', snapshot: farmWith(before), latencyMillis: null } as const;
  const shown = reduce(initialState(OPTIONS), { kind: 'hub', update: first, at: later(0) }).state;
  const detail = madeUpDetail('rn-1', farmWith(before));
  const open = reduce(afterKeys(shown, 'enter'), { kind: 'node-detail', id: 'rn-1', detail, at: later(1) }).state;
  expect(textOf(open)).toContain('10/240');
  const newer = { kind: 'snapshot', snapshot: farmWith(after), latencyMillis: null } as const;
  const ahead = reduce(open, { kind: 'hub', update: newer, at: later(2) }).state;
  expect(textOf(ahead)).toContain('10/240 frames');
  expect(textOf(ahead)).toContain('frame 10,');
  expect(textOf(ahead)).not.toContain('12-240');
  const reason = 'The hub has no answer.';
  const failed = reduce(ahead, { kind: 'node-detail-failed', id: 'rn-1', reason, at: later(3) }).state;
  expect(textOf(failed)).toContain('11/240 frames');
  expect(textOf(failed)).not.toContain('latest');
});

test('jobLines names the command that deletes orphans, empty and cut ones, for a shell', () => {
  const job = { ...before, orphaned: 2, orphanedFrames: '-3,7', outputDir: '/mnt/my renders' };
  const update = { kind: 'snapshot', snapshot: farmWith(job), latencyMillis: null } as const;
  const text = textOf(afterKeys(reduce(initialState(OPTIONS), { kind: 'hub', update, at: later(0) }).state, 'enter'));
  expect(text).toMatch(/sentry-agent scan '\/mnt\/my renders' --delete-orphans\s+--orphans=-3,7 --check\n/);
});
