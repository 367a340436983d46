import { expect, test } from 'vitest';
import type { Alert, AlertRecord } from '../../shared/protocol/alert.ts';
import { createDuties } from './duties.ts';
import type { Receiver } from './receiver-config.ts';
import { madeUpAlert } from './testing/made-up-alert.ts';

const RAISED = Date.parse('2026-01-01T00:00:00.000Z');

function record(fields: Partial<Alert>, told: AlertRecord['told'] = {}): AlertRecord {
  const alert = madeUpAlert({ kind: 'node-offline', severity: 'crit', ...fields });
  return { id: alert.id, alert, key: alert.id, told };
}

const OUTAGE = record({ id: 'all', node: null, message: '9 nodes offline, all of rack-4' });
const PART = record({ id: 'one', node: 'rn-1', jobTitle: 'sq010', partOf: 'all' });

function dueAt(seconds: number, receiver: Partial<Receiver>, records: readonly AlertRecord[]) {
  const duties = createDuties(
    { name: 'ops', kind: 'json', url: 'http://127.0.0.1/', ...receiver } as Receiver,
    () => [],
  );
  const { due, hasWaiting } = duties(records, RAISED + seconds * 1_000);
  return { due: due.map(({ alert, change }) => `${alert.id} ${change}`), hasWaiting };
}

test.each<[string, number, Partial<Receiver>, readonly AlertRecord[], readonly string[]]>([
  ['nothing while nodes still fall silent', 7, {}, [PART, OUTAGE], []],
  ['many nodes at once', 8, {}, [PART, OUTAGE], ['all raised']],
  ['many nodes at once where it hears of some', 8, { nodes: ['rn-9'] }, [PART, OUTAGE], ['all raised']],
  ['each node where it hears of its jobs', 8, { jobs: ['sq*'] }, [PART, OUTAGE], ['one raised']],
  ['the rest, when the outage is over', 8, {}, [PART, record({ ...OUTAGE.alert, state: 'cleared' })], ['one raised']],
  ['the rest, when the outage is forgotten', 8, {}, [PART], ['one raised']],
  [
    'that a node is back of which it was told by itself',
    8,
    {},
    [
      record({ ...PART.alert, state: 'cleared' }, { ops: 'raised crit 1' }),
      record({ ...OUTAGE.alert }, { ops: 'raised crit 1' }),
    ],
    ['one cleared'],
  ],
])('a receiver is told of %s', (_, seconds, receiver, records, due) => {
  expect(dueAt(seconds, receiver, records)).toEqual({ due, hasWaiting: seconds < 8 });
});

test('a receiver does not wait when the clock was set back', () => {
  expect(dueAt(-60, {}, [OUTAGE]).due).toEqual(['all raised']);
});
