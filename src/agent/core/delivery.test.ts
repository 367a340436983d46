import { describe, expect, test } from 'vitest';
import {
  afterFailure,
  describeSituation,
  isHopeless,
  isSameSituation,
  type Refusal,
  type Situation,
} from './delivery.ts';

const moment = { now: 10_000, random: () => 1 };

function refusal(status: number, more: Partial<Refusal> = {}): Refusal {
  return { status, message: 'no', retryAfterSeconds: null, ...more };
}

describe('afterFailure', () => {
  test.each([0, 200, 302, 400, 404, 408, 413, 429, 500, 503])('tries again after %i', (status) => {
    expect(afterFailure({ kind: 'delivering' }, refusal(status), moment)).toMatchObject({
      kind: 'retrying',
      failures: 1,
      nextTryAt: 11_000,
    });
  });

  test.each([401, 403, 422])('parks after %i and probes five minutes later', (status) => {
    expect(afterFailure({ kind: 'delivering' }, refusal(status), moment)).toMatchObject({
      kind: 'parked',
      nextTryAt: 310_000,
    });
  });

  test('waits longer with each failure and no shorter than Retry-After', () => {
    let situation: Situation = { kind: 'starting' };
    const waits = [0, 0, 0].map((status) => {
      situation = afterFailure(situation, refusal(status), moment);
      return situation.kind === 'retrying' ? situation.nextTryAt - moment.now : null;
    });
    expect(waits).toEqual([1_000, 2_000, 4_000]);
    expect(afterFailure(situation, refusal(503, { retryAfterSeconds: 45 }), moment)).toMatchObject({
      nextTryAt: 55_000,
    });
  });

  test('starts from the shortest wait again when it was parked before', () => {
    const parked = afterFailure({ kind: 'delivering' }, refusal(401), moment);
    expect(afterFailure(parked, refusal(0), moment)).toMatchObject({ failures: 1 });
  });
});

describe('isSameSituation', () => {
  const gone = afterFailure({ kind: 'delivering' }, refusal(0), moment);
  test.each<[string, Situation, Situation, boolean]>([
    ['the next failure of the same kind', gone, afterFailure(gone, refusal(0, { message: 'other' }), moment), true],
    ['another status', gone, afterFailure(gone, refusal(503), moment), false],
    ['another parking', afterFailure(gone, refusal(401), moment), afterFailure(gone, refusal(403), moment), false],
    ['the return', gone, { kind: 'delivering' }, false],
    ['delivering on', { kind: 'delivering' }, { kind: 'delivering' }, true],
  ])('judges %s', (_, a, b, same) => {
    expect(isSameSituation(a, b)).toBe(same);
  });
});

describe('describeSituation', () => {
  test.each([
    [401, /SENTRY_SECRET/],
    [403, /--allow/],
    [422, /same version/],
    [0, /cannot be reached \(no\)/],
    [503, /\(503: no\)\. Reports are kept/],
  ])('names the remedy for %i', (status, sentence) => {
    expect(describeSituation(afterFailure({ kind: 'starting' }, refusal(status), moment))).toMatch(sentence);
  });
});

test('isHopeless tells what no second try can mend from what one can', () => {
  expect([400, 413, 422].every((status) => isHopeless(refusal(status)))).toBe(true);
  expect([0, 401, 403, 404, 408, 429, 500, 503].some((status) => isHopeless(refusal(status)))).toBe(false);
});
