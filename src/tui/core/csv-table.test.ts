import { expect, test } from 'vitest';
import { madeUpJob, madeUpNode } from '../testing/made-up-farm.ts';
import { csvTable } from './csv-table.ts';

test('csvTable lets no control character through', () => {
  const node = madeUpNode('a\u001b]52;c;eA\u0007', {
    job: madeUpJob('\u202e\r\n=cmd', 1, 2, null),
    tags: ['\u009b2J'],
  });
  expect(csvTable([node]).replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
});

test('csvTable quotes what holds a comma, a quote or blanks at an end, and leaves the unknown empty', () => {
  const node = madeUpNode('a', {
    job: madeUpJob('one, "two"', 1, null, null),
    gpuPercent: null,
    reason: ' r',
    tags: ['x', 'y'],
  });
  expect(csvTable([node])).toBe(
    'id,hostname,state,reason,liveness,tags,job,job_state,frames_done,frames_total,percent,eta_seconds,' +
      'cpu_percent,gpu_percent,mem_percent,temp_celsius,seen_seconds_ago,agent_version\n' +
      'a,a,idle," r",online,x y,"one, ""two""",running,1,,,,2,,9,36,1,0.1.0\n',
  );
});
