import { expect, test } from 'vitest';
import { at } from '../../testing/made-up-fleet.ts';
import { madeUpSequence } from '../../testing/made-up-report.ts';
import { createJobEntry, joinJob, makeView } from './job-entry.ts';
import { createJobHistory } from './job-history.ts';
import { streamPlaceOf } from './job-key.ts';
import { outlookOf } from './job-outlook.ts';

/** When the forecast was made that is shown so many seconds after the first, of a job with 16 minutes to go. */
function madeAfter(seconds: number, left: number): number {
  const frames = Array.from({ length: 12 }, (_, i) => i + 1);
  const recent = frames.map((frame) => ({ frame, at: new Date(at(frame * 10).wall).toISOString(), sizeBytes: 9 }));
  const sequence = madeUpSequence({ expected: '1-108', done: '1-12', recent, share: 'rn-1:local' });
  const job = createJobEntry('job', 0, createJobHistory('job', at(0).wall));
  const source = { sequence, place: streamPlaceOf(sequence), shift: 0, received: at(120) };
  joinJob(job, { nodeId: 'rn-1', sequenceKey: 'key' }, source);
  const view = makeView(job, () => true);
  if (!view) throw new Error('the job has a witness');
  const crew = { crew: [], revision: 0 };
  job.outlook = outlookOf(job, view, crew, { now: at(120), renewals: { left: 1 } });
  const later = outlookOf(job, view, crew, { now: at(120 + seconds), renewals: { left } });
  return (later.madeAt - at(120).monotonic) / 1000;
}

test('outlookOf makes a forecast again after a thirtieth of what it told', () => {
  expect([20, 40].map((seconds) => madeAfter(seconds, 1))).toEqual([0, 40]);
});

test('outlookOf lets a forecast wait while too many are due, but not for long', () => {
  expect([40, 80, 120].map((seconds) => madeAfter(seconds, 0))).toEqual([0, 0, 120]);
});
