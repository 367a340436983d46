import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { JobRecord } from '../../shared/protocol/job-record.ts';
import { checkerFor } from '../../shared/protocol/validate.ts';
import { madeUpReport, madeUpSequence } from '../testing/made-up-report.ts';
import { BEARER, startTestHub, type TestHub } from '../testing/test-hub.ts';

let data: string;
let hub: TestHub;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'sentry-jobs-'));
  hub = await startTestHub({ config: { data } });
});
afterEach(async () => {
  await hub.stop();
  await rm(data, { recursive: true, force: true });
});

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

async function reportJob(): Promise<string> {
  const sequence = madeUpSequence({
    expected: '1-50000000',
    done: '1-4,9',
    suspicious: '3',
    writing: '5',
    placeholders: '6',
    broken: '7',
    changedAt: ago(1),
    recent: [
      { frame: 3, at: ago(40), startedAt: ago(70), sizeBytes: 90, evidence: 'descriptor' },
      { frame: 4, at: ago(10), startedAt: ago(40), sizeBytes: 900, evidence: 'descriptor' },
    ],
    claims: [
      { frame: 5, since: ago(9), changedAt: ago(1), sizeBytes: 70, fraction: 0.25, evidence: 'descriptor' },
      { frame: 6, since: ago(2), changedAt: ago(2), sizeBytes: 0, fraction: null, evidence: null },
    ],
    defects: [
      { frame: 7, kind: 'broken', why: 'no EXR magic number at byte 0', sizeBytes: 12, at: ago(30), evidence: null },
    ],
  });
  expect((await hub.report(madeUpReport('rn-1', { sequences: [sequence] }))).status).toBe(200);
  return (await hub.json('/api/jobs')).jobs[0].id;
}

test('the frames route tells each frame with its state, node, seconds, bytes and what is wrong with it', async () => {
  const id = await reportJob();
  const { frames, total, next } = await hub.json(`/api/jobs/${id}/frames?frames=2-10`);
  expect(frames.map(({ frame, state }: { frame: number; state: string }) => `${frame} ${state}`)).toEqual([
    '2 done',
    '3 suspicious',
    '4 done',
    '5 writing',
    '6 placeholder',
    '7 broken',
    '8 missing',
    '9 done',
    '10 missing',
  ]);
  expect({ total, next }).toEqual({ total: 9, next: null });
  expect(frames[2]).toMatchObject({ node: 'rn-1', evidence: 'descriptor', seconds: 30, bytes: 900 });
  expect(frames[3]).toMatchObject({ node: 'rn-1', fraction: 0.25, bytes: 70, finishedAt: null });
  expect(frames[5]).toMatchObject({ why: 'no EXR magic number at byte 0', node: null });
});

test('the frames route gives fifty million frames page by page, at once', async () => {
  const id = await reportJob();
  const first = await hub.json(`/api/jobs/${id}/frames?state=missing,broken&limit=3`);
  expect(first).toMatchObject({ id, total: 49_999_993, next: 10 });
  expect(first.frames.map(({ frame }: { frame: number }) => frame)).toEqual([7, 8, 10]);
  const last = await hub.json(`/api/jobs/${id}/frames?after=49999998`);
  expect(last).toMatchObject({ total: 50_000_000, next: null });
  expect(last.frames.map(({ frame }: { frame: number }) => frame)).toEqual([49_999_999, 50_000_000]);
  expect((await hub.json(`/api/jobs/${id}/frames`)).frames).toHaveLength(1000);
});

test.each([
  ['state=lost', /"state" names what is no state of a frame; choose from missing,placeholder/],
  ['frames=1-20x0', /"frames" cannot be read\. .+step/],
  ['limit=0', /"limit" must be a whole number from 1 to 10000/],
  ['limit=10001', /page by page/],
  ['limit=ten', /"limit"/],
  ['after=last', /"after" must be a frame number; give "next" of the page before/],
  ['limit=1&limit=2', /"limit" stands more than once/],
])('the frames route refuses %s with the remedy', async (query, message) => {
  const id = await reportJob();
  const answer = await hub.get(`/api/jobs/${id}/frames?${query}`);
  expect(answer.status).toBe(400);
  expect(await answer.json()).toEqual({ code: 'bad_query', message: expect.stringMatching(message) });
});

test.each(['GET', 'DELETE'])('a job that there is not is 404 to %s', async (method) => {
  const path = method === 'GET' ? '/api/jobs/none/frames' : '/api/jobs/none';
  const answer = await fetch(hub.url + path, { method, headers: BEARER });
  expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'no_such_job' }]);
});

test('the hub keeps how a job went in one file, and knows it again after a restart', async () => {
  const id = await reportJob();
  const before = await hub.json(`/api/jobs/${id}/frames?frames=4`);
  await hub.stop();
  const text = await readFile(join(data, 'jobs', `${id}.json`), 'utf8');
  expect(checkerFor(JobRecord)(JSON.parse(text))).toMatchObject({ ok: true, value: { id, share: 'nas:/renders' } });
  hub = await startTestHub({ config: { data } });
  const sequence = madeUpSequence({ expected: '1-50000000', done: '1-4,9' });
  await hub.report(madeUpReport('rn-1', { sequences: [sequence] }));
  expect((await hub.json(`/api/jobs/${id}/frames?frames=4`)).frames).toEqual(before.frames);
});

test('the hub forgets a job and its file when it is deleted, and has it back with the next report', async () => {
  const id = await reportJob();
  await hub.stop();
  hub = await startTestHub({ config: { data } });
  const answer = await fetch(`${hub.url}/api/jobs/${id}`, { method: 'DELETE', headers: BEARER });
  expect([answer.status, await answer.json()]).toEqual([200, { ok: true, job: id }]);
  expect(await readdir(join(data, 'jobs'))).toEqual([]);
  expect((await hub.json('/api/jobs')).jobs).toEqual([]);
  expect(await reportJob()).toBe(id);
});
