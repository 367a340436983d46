import { expect, test } from 'vitest';
import type { JobForecast } from '../../shared/protocol/job.ts';
import { afterKeys, later, liveState } from '../testing/made-up-dashboard.ts';
import { madeUpForecast } from '../testing/made-up-farm.ts';
import { contextOf } from './key-context.ts';
import { reduce, type TuiState } from './state.ts';

const nine = new Date(2026, 1, 1, 9, 0).getTime();

function opened(): TuiState {
  const state = liveState();
  return afterKeys({ ...state, list: { ...state.list, selectedId: 'rn-023' } }, 'enter');
}

function enter(state: TuiState) {
  return reduce(state, { kind: 'input', input: { kind: 'key', name: 'enter' }, at: later(2) });
}

function answerTo(state: TuiState, fields: Partial<JobForecast> = {}): JobForecast {
  const asked = state.detail?.question?.asked;
  return madeUpForecast({ id: asked?.jobId ?? '', by: new Date(asked?.by ?? 0).toISOString(), ...fields });
}

test('b asks for a time, and the hub is asked when it is entered', () => {
  const typing = afterKeys(opened(), 'b', '0', '9', ':', '0', '0');
  expect(contextOf(typing)).toBe('time');
  const { state, effects } = enter(typing);
  expect(effects).toEqual([{ kind: 'ask-forecast', id: 'sq010_sh0050_lgt', by: nine }]);
  expect(contextOf(state)).toBe('detail');
});

test('b asks again when what was typed is no time', () => {
  const { state, effects } = enter(afterKeys(opened(), 'b', '9'));
  expect(effects).toEqual([]);
  expect(state.detail?.question).toMatchObject({ editing: true, problem: expect.stringContaining('09:00') });
});

test('keys that are letters elsewhere are text while a time is typed, and erase keys erase it', () => {
  const typed = afterKeys(opened(), 'b', '+', '3', 'h', 'q', 'ctrl-h');
  expect(typed.detail?.question?.text).toBe('+3h');
  expect(afterKeys(typed, 'ctrl-u').detail?.question?.text).toBe('');
});

test('esc gives up the question first, then closes the node', () => {
  const typing = afterKeys(opened(), 'b', '+');
  expect(afterKeys(typing, 'esc').detail).toMatchObject({ question: null });
  const asked = enter(afterKeys(opened(), 'b', '+', '3', 'h')).state;
  expect(afterKeys(asked, 'esc').detail).toMatchObject({ question: null });
  expect(afterKeys(asked, 'esc', 'esc').detail).toBeNull();
});

test('an answer is shown for the time that was asked last, and asked for anew after a while', () => {
  const asked = enter(afterKeys(opened(), 'b', '0', '9', ':', '0', '0')).state;
  const other = answerTo(asked, { by: '2020-01-01T00:00:00.000Z' });
  expect(
    reduce(asked, { kind: 'job-forecast', forecast: other, at: later(3) }).state.detail?.question?.answer,
  ).toBeNull();
  const told = reduce(asked, { kind: 'job-forecast', forecast: answerTo(asked), at: later(3) }).state;
  expect(told.detail?.question?.answer?.probabilityPercent).toBe(83);
  const asks = (seconds: number) =>
    reduce(told, { kind: 'tick', at: later(seconds) }).effects.filter(({ kind }) => kind === 'ask-forecast');
  expect(asks(5)).toEqual([]);
  expect(asks(13)).toHaveLength(1);
});

test('a question that the hub cannot answer says why', () => {
  const asked = enter(afterKeys(opened(), 'b', '+', '3', 'h')).state;
  const failed = {
    kind: 'job-forecast-failed',
    id: 'sq010_sh0050_lgt',
    reason: 'There is no job.',
    at: later(3),
  } as const;
  expect(reduce(asked, failed).state.detail?.question?.problem).toBe('There is no job.');
});
