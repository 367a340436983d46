import { expect, test } from 'vitest';
import { UNKNOWN_HEALTH } from '../../shared/node-patch.ts';
import type { NodeHealth } from '../../shared/protocol/render-node.ts';
import { madeUpForecast, madeUpJob, madeUpNode } from '../testing/made-up-farm.ts';
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
      'cpu_percent,gpu_percent,mem_percent,temp_celsius,seen_seconds_ago,agent_version,' +
      'cpu_temp_celsius,vrm_temp_celsius,gpu_temp_celsius,gpu_watts,gpu_limit_watts,gpu_fan_percent,' +
      'gpu_mem_percent,root_percent,docker_percent,output_percent,output_full_in_seconds\n' +
      'a,a,idle," r",online,x y,"one, ""two""",running,1,,,,2,,9,36,1,0.1.0,,,,,,,,,,,\n',
  );
});

test('csvTable has the fields of the chosen columns alone, each once and in their order', () => {
  const health = { ...HEALTH, gpuTempC: 91 };
  const node = madeUpNode('a', { job: madeUpJob('one', 1, 2, null), health });
  const alerts = new Map([['a', { count: 2, worst: 'crit' as const }]]);
  const columns = ['node', 'gpu-temp', 'percent', 'progress', 'spark', 'frames', 'alerts'] as const;
  expect(csvTable([node], { columns, alerts })).toBe(
    'id,gpu_temp_celsius,percent,frames_done,frames_total,alerts\na,91,50,1,2,2\n',
  );
});

test('csvTable keeps the places of the usual fields when a time is asked for, and has the health behind all', () => {
  const node = madeUpNode('a', { job: madeUpJob('shot', 1, 2, null), health: HEALTH });
  const lines = csvTable([node], { forecasts: [madeUpForecast({ id: 'shot' })] }).split('\n');
  expect(lines[0]).toContain(',agent_version,by,by_percent,nodes_needed,cpu_temp_celsius,');
  expect(lines[1]).toMatch(/,0\.1\.0,2026-02-01T09:00:00\.000Z,83,1,61,/);
});

const HEALTH: NodeHealth = { ...UNKNOWN_HEALTH, cpuTempC: 61 };
