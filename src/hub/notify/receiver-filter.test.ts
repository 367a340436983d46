import { expect, it } from 'vitest';
import type { Alert } from '../../shared/protocol/alert.ts';
import type { Receiver } from './receiver-config.ts';
import { createReceiverFilter } from './receiver-filter.ts';
import { madeUpAlert, madeUpReceiver } from './testing/made-up-alert.ts';

const COMPLETED = { kind: 'job-completed', severity: 'info', node: null, jobTitle: 'sq010_sh0100_lgt' } as const;

it.each<[string, Partial<Receiver>, Partial<Alert>, boolean]>([
  ['a warning by itself', {}, {}, true],
  ['no mere information by itself', {}, { severity: 'info' }, false],
  ['information where it is asked for', { severity: 'info' }, { severity: 'info' }, true],
  ['no warning where only what is critical is asked for', { severity: 'crit' }, {}, false],
  ['what is worse than asked for', { severity: 'warn' }, { severity: 'crit' }, true],
  ['a kind that is named, however slight', { kinds: ['job-completed'] }, COMPLETED, true],
  ['no kind that is not named', { kinds: ['job-completed'] }, {}, false],
  [
    'no slight one of a named kind where the severity is named too',
    { kinds: ['job-completed'], severity: 'warn' },
    COMPLETED,
    false,
  ],
  ['a node by pattern', { nodes: ['ws-*', 'rn-*'] }, {}, true],
  ['no other node', { nodes: ['ws-*'] }, {}, false],
  ['no job of several nodes where nodes are named', { nodes: ['*'] }, { node: null, jobTitle: 'sq010' }, false],
  ['what is of many nodes where some are named', { nodes: ['rn-*'], tags: ['gpu'] }, { node: null }, true],
  ['nothing of many nodes where jobs are named', { jobs: ['*'] }, { node: null }, false],
  ['a node by its tag', { tags: ['rack-4'] }, {}, true],
  ['no node without the tag', { tags: ['rack-5'] }, {}, false],
  ['a job by its title', { jobs: ['sq010*'], severity: 'info' }, COMPLETED, true],
  ['no other job', { jobs: ['sq020*'], severity: 'info' }, COMPLETED, false],
  ['nothing of which but one of two holds', { nodes: ['rn-*'], tags: ['rack-5'] }, {}, false],
])('createReceiverFilter lets through %s', (_, receiver, alert, expected) => {
  expect(createReceiverFilter(madeUpReceiver(receiver))(madeUpAlert(alert), ['gpu', 'rack-4'])).toBe(expected);
});
