import { expect, test } from 'vitest';
import { cellWidth } from '../../shared/text-cells.ts';
import { madeUpFarm, madeUpJob, madeUpNode } from '../testing/made-up-farm.ts';
import { csvTable, plainTable } from './plain-table.ts';

test('plainTable aligns every row under the line of names, wide characters included', () => {
  const lines = plainTable(madeUpFarm(), null).trimEnd().split('\n');
  expect(lines).toHaveLength(18);
  expect(lines[0]).toMatch(/^NODE +STATE +JOB +FRAMES +% +ETA +CPU +GPU +TEMP +RAM +SEEN$/);
  expect(new Set(lines.map((line) => cellWidth(line))).size).toBe(1);
  expect(lines[1]).toBe('rn-001       rendering  sq010_sh0010_lgt   231/240   96%    3m  91%  98%   74°  61%    0s');
});

test('plainTable cuts its lines to the width of a terminal', () => {
  for (const line of plainTable(madeUpFarm(), 60).trimEnd().split('\n'))
    expect(cellWidth(line)).toBeLessThanOrEqual(60);
});

test('plainTable says what is awaited when no node has reported', () => {
  expect(plainTable({ nodes: [], jobs: [] }, 80)).toBe('No node has reported yet.\n');
});

test('plainTable and csvTable let no control character through', () => {
  const node = madeUpNode('a\u001b]52;c;eA\u0007', {
    job: madeUpJob('\u202e\r\n=cmd', 1, 2, null),
    tags: ['\u009b2J'],
  });
  const fleet = { nodes: [node], jobs: [] };
  expect(plainTable(fleet, null)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  expect(csvTable(fleet).replaceAll('\r\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
});

test('csvTable quotes what holds a comma, a quote or blanks at an end, and leaves the unknown empty', () => {
  const node = madeUpNode('a', {
    job: madeUpJob('one, "two"', 1, null, null),
    gpuPercent: null,
    reason: ' r',
    tags: ['x', 'y'],
  });
  expect(csvTable({ nodes: [node], jobs: [] })).toBe(
    'id,hostname,state,reason,liveness,tags,job,job_state,frames_done,frames_total,percent,eta_seconds,' +
      'cpu_percent,gpu_percent,mem_percent,temp_celsius,seen_seconds_ago,agent_version\r\n' +
      'a,a,idle," r",online,x y,"one, ""two""",running,1,,,,2,,9,36,1,0.1.0\r\n',
  );
});
