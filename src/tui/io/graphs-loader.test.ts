import { expect, test } from 'vitest';
import { type HubApi, HubCallError } from '../../shared/hub-api.ts';
import type { GraphsEffect } from '../core/history-state.ts';
import { later } from '../testing/made-up-dashboard.ts';
import { madeUpHistory } from '../testing/made-up-history.ts';
import { answerToGraphs } from './graphs-loader.ts';

interface Asked {
  readonly path: string;
  readonly query: unknown;
}

/** A hub that answers each call alike, or refuses it. */
function hubThat(answer: unknown): { readonly api: HubApi; readonly asked: Asked[] } {
  const asked: Asked[] = [];
  const api: HubApi = {
    async call(route, call = {}) {
      asked.push({ path: route.path, query: call.query });
      if (answer instanceof Error) throw answer;
      return answer as never;
    },
    close() {},
  };
  return { api, asked };
}

const CALL = { now: () => later(0), signal: new AbortController().signal };
const NODE = { node: 'rn-1', range: '24h' } as const;

test('answerToGraphs asks for the metrics of a node by steps that the hub has', async () => {
  const history = madeUpHistory(NODE);
  const { api, asked } = hubThat(history);
  const action = await answerToGraphs(api, { kind: 'load-history', subject: NODE }, CALL);
  expect(action).toEqual({ kind: 'history', subject: NODE, history, at: later(0) });
  expect(asked).toEqual([
    {
      path: '/api/history',
      query: { node: 'rn-1', from: '-24h', step: '600', metric: expect.stringMatching(/^cpuPercent,gpuPercent,/) },
    },
  ]);
});

test('answerToGraphs asks for the farm without naming a node', async () => {
  const { api, asked } = hubThat(madeUpHistory({ node: null, range: '30m' }));
  await answerToGraphs(api, { kind: 'load-history', subject: { node: null, range: '30m' } }, CALL);
  expect(asked[0]?.query).toEqual({ from: '-30m', step: '10', metric: expect.stringContaining('framesPerHour') });
});

test('answerToGraphs asks for all trails at once', async () => {
  const { api, asked } = hubThat(madeUpHistory(NODE));
  const action = await answerToGraphs(api, { kind: 'load-trails', nodes: ['a', 'b'] }, CALL);
  expect(action).toMatchObject({ kind: 'trails', nodes: ['a', 'b'] });
  expect(asked[0]?.query).toEqual({ node: ['a', 'b'], metric: 'gpuPercent,cpuPercent', from: '-30m', step: '30' });
});

test.each([
  [
    { kind: 'load-history', subject: NODE },
    { kind: 'history-failed', subject: NODE, reason: 'No.' },
  ],
  [{ kind: 'load-farm-summary' }, { kind: 'farm-summary-failed', reason: 'No.' }],
  [{ kind: 'load-trails', nodes: ['a'] }, { kind: 'trails-failed' }],
] as const satisfies readonly (readonly [GraphsEffect, object])[])(
  'answerToGraphs tells of a refusal of %j',
  async (effect, action) => {
    const { api } = hubThat(new HubCallError(503, 'busy', 'No.'));
    expect(await answerToGraphs(api, effect, CALL)).toEqual({ ...action, at: later(0) });
  },
);

test('answerToGraphs says that the hub is old when it knows nothing of history', async () => {
  const { api } = hubThat(new HubCallError(404, 'not_found', 'There is nothing at this path.'));
  const action = await answerToGraphs(api, { kind: 'load-history', subject: NODE }, CALL);
  expect(action).toMatchObject({ kind: 'history-failed', reason: expect.stringContaining('update the hub') });
});

test('answerToGraphs says that the hub is out of reach without the words of a socket', async () => {
  const { api } = hubThat(new HubCallError(0, 'unreachable', 'connect ECONNREFUSED 127.0.0.1:3000'));
  const action = await answerToGraphs(api, { kind: 'load-farm-summary' }, CALL);
  expect(action).toMatchObject({ kind: 'farm-summary-failed', reason: 'The hub is out of reach.' });
});
