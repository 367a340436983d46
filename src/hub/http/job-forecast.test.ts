import { afterAll, beforeAll, expect, test } from 'vitest';
import { JobForecast } from '../../shared/protocol/job.ts';
import { checkerFor } from '../../shared/protocol/validate.ts';
import { madeUpReport, madeUpSequence } from '../testing/made-up-report.ts';
import { startTestHub, type TestHub } from '../testing/test-hub.ts';

const isForecast = checkerFor(JobForecast);
const agoText = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString();
const aheadText = (seconds: number): string => encodeURIComponent(agoText(-seconds));

let hub: TestHub;
let id: string;
let unknownId: string;

beforeAll(async () => {
  hub = await startTestHub();
  // Ten frames of a minute each are done, ten remain.
  const recent = Array.from({ length: 10 }, (_, i) => ({
    frame: i + 1,
    at: agoText(10 + (9 - i) * 60),
    startedAt: agoText(70 + (9 - i) * 60),
    seconds: 60,
    sizeBytes: 1e6,
    evidence: 'log',
  }));
  const known = { done: '1-10', recent, startedAt: agoText(610), changedAt: agoText(10) };
  await hub.report(
    madeUpReport('rn-1', {
      sequences: [
        madeUpSequence({ ...known, expected: '1-20' } as object),
        madeUpSequence({ ...known, directory: 'sq010/sh0020', localPath: '/mnt/renders/sq010/sh0020' } as object),
      ],
    }),
  );
  const { jobs } = await hub.json('/api/jobs');
  id = jobs.find((job: { total: number | null }) => job.total === 20).id;
  unknownId = jobs.find((job: { total: number | null }) => job.total === null).id;
});

afterAll(() => hub.stop());

test('GET /api/jobs/:id/forecast tells the end, and nothing of a time when none is asked for', async () => {
  const forecast = await hub.json(`/api/jobs/${id}/forecast`);
  expect(isForecast(forecast)).toMatchObject({ ok: true });
  expect(forecast).toMatchObject({ id, by: null, probabilityPercent: null, nodesNeeded: null, unsure: false });
  expect(forecast.etaSeconds).toBeGreaterThan(400);
  expect(forecast.etaSeconds).toBeLessThan(800);
  expect(forecast.etaP90Seconds).toBeGreaterThan(forecast.etaSeconds);
});

test('GET /api/jobs/:id/forecast?by= tells how likely it is done by then, and with how many more nodes', async () => {
  const late = await hub.json(`/api/jobs/${id}/forecast?by=${aheadText(4 * 3600)}`);
  expect(late.probabilityPercent).toBeGreaterThan(99);
  expect(late.nodesNeeded).toBe(0);
  const early = await hub.json(`/api/jobs/${id}/forecast?by=${aheadText(330)}`);
  expect(early.probabilityPercent).toBeLessThan(10);
  expect(early.withMoreNodes.map(({ nodes }: { nodes: number }) => nodes)).toEqual([1, 2, 4]);
  expect(early.withMoreNodes[2].probabilityPercent).toBeGreaterThan(90);
  expect(early.nodesNeeded).toBeGreaterThanOrEqual(1);
  expect(early.nodesNeeded).toBeLessThanOrEqual(4);
  const past = await hub.json(`/api/jobs/${id}/forecast?by=2020-01-01T00:00:00Z`);
  expect(past).toMatchObject({ by: '2020-01-01T00:00:00.000Z', probabilityPercent: 0, nodesNeeded: null });
});

test('GET /api/jobs/:id/forecast invents nothing when nobody said what is to be rendered', async () => {
  const forecast = await hub.json(`/api/jobs/${unknownId}/forecast?by=${aheadText(600)}`);
  expect(isForecast(forecast)).toMatchObject({ ok: true });
  expect(forecast).toMatchObject({ etaSeconds: null, probabilityPercent: null, withMoreNodes: [], unsure: true });
});

test.each(['09:00', 'tomorrow', '', '2026-13-41T09:00:00Z', '2026-01-31T09:00:00Z&by=2026-01-31T10:00:00Z'])(
  'GET /api/jobs/:id/forecast refuses by=%s',
  async (by) => {
    const answer = await hub.get(`/api/jobs/${id}/forecast?by=${by}`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'bad_query', message: expect.stringContaining('ISO 8601') });
  },
);

test('GET /api/jobs/:id/forecast is not found when there is no such job', async () => {
  const answer = await hub.get('/api/jobs/nobody/forecast');
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ code: 'no_such_job' });
});

test('/openapi.json lists what may be asked of a forecast', async () => {
  const { paths } = await hub.json('/openapi.json');
  const { parameters } = paths['/api/jobs/{id}/forecast'].get;
  expect(parameters).toMatchObject([
    { name: 'id', in: 'path', required: true },
    { name: 'by', in: 'query', required: false, schema: { type: 'string' } },
  ]);
});
