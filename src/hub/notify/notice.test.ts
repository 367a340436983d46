import { describe, expect, it } from 'vitest';
import type { Alert } from '../../shared/protocol/alert.ts';
import { noticeFor, toldText } from './notice.ts';
import { madeUpAlert } from './testing/made-up-alert.ts';

function noticeOf(fields: Partial<Alert>, told: Record<string, string> = {}) {
  return noticeFor({ id: 'a1', key: 'k', alert: madeUpAlert(fields), told }, 'ops', NOW);
}

const NOW = Date.UTC(2026, 0, 1, 12);
const DONE = { kind: 'job-completed', severity: 'info', state: 'cleared' } as const;
const CLEARED = { state: 'cleared', clearedAt: '2026-01-01T01:00:00.000Z' } as const;

describe('noticeFor', () => {
  it.each<[string, Partial<Alert>, string | undefined, string | null]>([
    ['a new alert', {}, undefined, 'raised'],
    ['one that was told', {}, 'raised warn 1', null],
    ['one that got worse', { severity: 'crit' }, 'raised warn 1', 'worse'],
    ['one that got less bad', { severity: 'warn' }, 'raised crit 1', null],
    ['one that came again before it was told to be over', { times: 7 }, 'raised warn 1', null],
    ['one that came again after it was told to be over', { times: 2 }, 'cleared warn 1', 'raised'],
    ['one that is over', CLEARED, 'raised warn 1', 'cleared'],
    ['one that is over, and was told so', CLEARED, 'cleared warn 1', null],
    ['one that came and went unheard', CLEARED, undefined, null],
    ['one that somebody looks after', { state: 'acknowledged' }, undefined, null],
    [
      'one that somebody looks after and that got worse',
      { state: 'acknowledged', severity: 'crit' },
      'raised warn 1',
      null,
    ],
    ['one that is over after somebody looked after it', CLEARED, 'raised crit 1', 'cleared'],
    ['a job that is done', DONE, undefined, 'happened'],
    ['a job that is done, and was told so', DONE, 'cleared info 1', null],
    ['a job that is done once more', { ...DONE, times: 2 }, 'cleared info 1', 'happened'],
    ['a job that was done days ago', { ...DONE, changedAt: '2025-12-30T00:00:00.000Z' }, undefined, null],
    ['one of which the record cannot be read', {}, 'nonsense', 'raised'],
  ])('tells what is to be told of %s', (_, fields, told, expected) => {
    expect(noticeOf(fields, told === undefined ? {} : { ops: told })?.change ?? null).toBe(expected);
  });

  it('takes no word of another receiver, nor of the language itself, for its own', () => {
    expect(noticeOf({}, { others: 'raised warn 1' })?.change).toBe('raised');
    expect(noticeFor({ id: 'a1', key: 'k', alert: madeUpAlert(), told: {} }, 'constructor', NOW)?.change).toBe(
      'raised',
    );
  });

  it.each<Partial<Alert>>([{}, { severity: 'crit', times: 12 }, CLEARED])(
    'has nothing more to tell once toldText is kept (%j)',
    (fields) => {
      const notice = noticeOf(fields, fields.state === 'cleared' ? { ops: 'raised warn 1' } : {});
      expect(notice).not.toBeNull();
      expect(noticeOf(fields, { ops: notice ? toldText(notice) : '' })).toBeNull();
    },
  );
});
