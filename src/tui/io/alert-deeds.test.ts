import { expect, test } from 'vitest';
import type { HubApi } from '../../shared/hub-api.ts';
import { pathOf } from '../../shared/hub-api.ts';
import type { AlertDeed } from '../core/alert-stand.ts';
import type { AlertsAction } from '../core/alerts-state.ts';
import { madeUpAlert } from '../testing/made-up-alerts.ts';
import { later } from '../testing/made-up-dashboard.ts';
import { doDeeds } from './alert-deeds.ts';

interface Asked {
  readonly path: string;
  readonly body: unknown;
}

/** A hub that answers with the alert, or refuses the ids that it is told to. */
function fakeHub(refused: readonly string[] = []) {
  const asked: Asked[] = [];
  let [running, most] = [0, 0];
  const api: HubApi = {
    async call(route, { params = {}, body } = {}) {
      asked.push({ path: pathOf(route.path, params), body });
      most = Math.max(most, ++running);
      await new Promise((next) => setImmediate(next));
      running--;
      const id = params.id ?? '';
      if (refused.includes(id)) throw new Error('There is no such alert.');
      return { ok: true, alert: madeUpAlert(id, 0) } as never;
    },
    close() {},
  };
  return { api, asked, most: () => most };
}

function deps(
  tell: (answer: AlertsAction) => void,
  userName: string | null = 'mira',
  signal = new AbortController().signal,
) {
  return { now: () => later(0), userName, signal, tell };
}

test.each<[AlertDeed, string, unknown]>([
  ['acknowledge', '/api/alerts/a%2F1/ack', { by: 'mira' }],
  ['mute', '/api/alerts/a%2F1/mute', { by: 'mira', seconds: 3600 }],
  ['unmute', '/api/alerts/a%2F1/mute', { by: 'mira', seconds: 0 }],
  ['clear', '/api/alerts/a%2F1/clear', { by: 'mira' }],
])('doDeeds asks the hub to %s, and says who asks', async (deed, path, body) => {
  const { api, asked } = fakeHub();
  const answers: AlertsAction[] = [];
  await doDeeds(
    api,
    { kind: 'alert-deed', deed, ids: ['a/1'] },
    deps((answer) => answers.push(answer)),
  );
  expect(asked).toEqual([{ path, body }]);
  expect(answers).toMatchObject([{ kind: 'alert-done', alert: { id: 'a/1' } }]);
});

test('doDeeds leaves out who asks where the system does not tell', async () => {
  const { api, asked } = fakeHub();
  await doDeeds(
    api,
    { kind: 'alert-deed', deed: 'acknowledge', ids: ['a'] },
    deps(() => {}, null),
  );
  expect(asked[0]?.body).toEqual({});
});

test('doDeeds tells of each alert, refused or not, and asks for few at once', async () => {
  const ids = Array.from({ length: 20 }, (_, at) => `a${at}`);
  const { api, most } = fakeHub(['a3', 'a19']);
  const answers: AlertsAction[] = [];
  await doDeeds(
    api,
    { kind: 'alert-deed', deed: 'clear', ids },
    deps((answer) => answers.push(answer)),
  );
  const failed = answers.filter(({ kind }) => kind === 'alert-failed');
  expect(answers).toHaveLength(20);
  expect(failed).toMatchObject(['a3', 'a19'].map((id) => ({ id, deed: 'clear', reason: 'There is no such alert.' })));
  expect(most()).toBe(4);
});

test('doDeeds tells nothing more after its signal', async () => {
  const { api, asked } = fakeHub();
  const ending = new AbortController();
  const answers: AlertsAction[] = [];
  const tell = (answer: AlertsAction) => {
    answers.push(answer);
    ending.abort();
  };
  const ids = Array.from({ length: 20 }, (_, at) => `a${at}`);
  await doDeeds(api, { kind: 'alert-deed', deed: 'clear', ids }, deps(tell, 'mira', ending.signal));
  expect(answers).toHaveLength(1);
  expect(asked.length).toBeLessThan(20);
});
