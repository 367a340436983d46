import { expect, test } from 'vitest';
import { apiErrorOf, parseJson, retryAfterSeconds } from './hub-answer.ts';

test.each([
  [undefined, null],
  ['', null],
  ['0', 0],
  ['30', 30],
  ['-1', null],
  ['Infinity', null],
  ['Sat, 31 Jan 2026 14:32:07 GMT', null],
])('retryAfterSeconds reads %j as %j', (header, seconds) => {
  expect(retryAfterSeconds(header === undefined ? {} : { 'retry-after': header })).toBe(seconds);
});

test("apiErrorOf gives the hub's words, and null for what no hub wrote", () => {
  const said = { code: 'too_many', message: 'Too many; wait.' };
  expect(apiErrorOf(JSON.stringify(said))).toEqual(said);
  for (const body of ['', '<html>', '{}', '{"code":1,"message":"x"}', 'null']) expect(apiErrorOf(body)).toBeNull();
});

test('parseJson gives undefined for text that is no JSON', () => {
  expect(parseJson('{"a":1}')).toEqual({ a: 1 });
  expect(parseJson('{"a":')).toBeUndefined();
});
