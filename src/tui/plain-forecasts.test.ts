import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { takeForecasts } from './plain-forecasts.ts';
import { formatSnapshot } from './plain-output.ts';
import { madeUpFarm, madeUpForecast, madeUpJob, madeUpNode } from './testing/made-up-farm.ts';

const by = Date.UTC(2026, 1, 1, 9, 0);
const look = { url: 'http://hub:3000', columns: null, ascii: false } as const;

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleanups.splice(0)) clean();
});

const REFUSALS: Readonly<Record<string, { readonly status: number; readonly code: string; readonly message: string }>> =
  {
    gone: { status: 404, code: 'no_such_job', message: 'Gone.' },
    refused: { status: 503, code: 'busy', message: 'Come again.' },
  };

/** A hub that foretells one job, knows nothing of another any more, and remembers what it was asked. */
async function startOracle() {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(decodeURIComponent(request.url ?? ''));
    const id = /jobs\/([^/]+)\//.exec(request.url ?? '')?.[1] ?? '';
    const refusal = REFUSALS[id];
    response.writeHead(refusal?.status ?? 200);
    response.end(JSON.stringify(refusal ?? madeUpForecast({ id })));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  cleanups.push(() => server.close());
  return { asked, hubUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test('takeForecasts tells why when the hub refuses', async () => {
  const { hubUrl } = await startOracle();
  const jobs = [madeUpJob('shot', 5, 10, 300), madeUpJob('refused', 5, 10, 300)];
  await expect(takeForecasts({ hubUrl, secret: 'correct-horse-battery' }, jobs, by)).rejects.toThrow('Come again.');
});

test('takeForecasts asks for each job that has an end to foretell, and leaves out one that is gone', async () => {
  const { asked, hubUrl } = await startOracle();
  const jobs = [
    madeUpJob('shot', 5, 10, 300),
    madeUpJob('done', 10, 10, null),
    madeUpJob('endless', 5, null, null),
    madeUpJob('gone', 5, 10, 300),
  ];
  const forecasts = await takeForecasts({ hubUrl, secret: 'correct-horse-battery' }, jobs, by);
  expect(forecasts.map(({ id }) => id)).toEqual(['shot']);
  expect(asked.toSorted()).toEqual([
    '/api/jobs/gone/forecast?by=2026-02-01T09:00:00.000Z',
    '/api/jobs/shot/forecast?by=2026-02-01T09:00:00.000Z',
  ]);
});

const job = madeUpJob('sq010_sh0050_lgt', 125, 240, 3840);
const picture = {
  ...madeUpFarm(),
  nodes: [madeUpNode('rn-1', { job }), madeUpNode('rn-2')],
  jobs: [job],
  forecasts: [madeUpForecast({ id: job.id })],
};

test('formatSnapshot adds a table of the chances when a time was asked for', () => {
  const text = formatSnapshot(picture, 'table', look);
  expect(text).toMatch(/\nDone by .*:\nJOB +CHANCE +ETA +P90 +\+1 NODE +NODES NEEDED\n/);
  expect(text).toMatch(/\nsq010_sh0050_lgt +83% +1h04 +1h17 +96% +1\n$/);
  expect(formatSnapshot({ ...picture, forecasts: [] }, 'table', look)).toContain('No job has an end to foretell.');
  expect(
    formatSnapshot({ ...picture, forecasts: [madeUpForecast({ id: job.id, late: true })] }, 'table', look),
  ).toMatch(/ late /);
});

test('formatSnapshot adds the chances to JSON, and to the CSV lines of the nodes of the job', () => {
  expect(JSON.parse(formatSnapshot(picture, 'json', look)).forecasts).toEqual(picture.forecasts);
  const [head, first, second] = formatSnapshot(picture, 'csv', look).split('\n');
  const foretold = (line = '') => line.split(',').slice(18, 21);
  expect(foretold(head)).toEqual(['by', 'by_percent', 'nodes_needed']);
  expect(foretold(first)).toEqual(['2026-02-01T09:00:00.000Z', '83', '1']);
  expect(foretold(second)).toEqual(['', '', '']);
});
