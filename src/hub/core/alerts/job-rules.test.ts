import { expect, test } from 'vitest';
import type { JobDetail, JobSummary } from '../../../shared/protocol/job.ts';
import { iso } from '../../testing/made-up-fleet.ts';
import { type JobFacts, jobConditions } from './job-rules.ts';

const JOB: JobSummary = {
  id: 'j1',
  title: 'sq010_sh0030_lgt',
  state: 'running',
  reason: null,
  done: 200,
  total: 240,
  percent: 83,
  missing: '201-240',
  etaSeconds: 60,
  etaP90Seconds: 90,
  etaUnsure: false,
  late: false,
  overdue: null,
  broken: 0,
  suspicious: 0,
  orphaned: 0,
  framesPerHour: 30,
  secondsPerFrame: 120,
  nodes: ['rn-1', 'rn-2'],
  outputDir: '/mnt/renders/sq010',
  pattern: 'sh0030.####.exr',
  startedAt: iso(0),
  updatedAt: iso(18_720),
};

function said(fields: Partial<JobSummary>, facts: Partial<JobFacts> = {}): readonly string[] {
  const conditions = jobConditions({
    job: { ...JOB, ...fields },
    isOld: false,
    isDeserted: false,
    describe: () => null,
    ...facts,
  });
  return conditions.map(({ kind, severity, words }) => `${kind} ${severity}: ${words().message}`);
}

test.each<[Partial<JobSummary>, readonly string[]]>([
  [{}, []],
  [{ reason: 'no new frame for 6m (usual 1.8m), but the CPU is busy' }, []],
  [
    { state: 'stalled', reason: 'no new frame for 12m (usual 1.8m)' },
    ['job-stalled warn: no new frame for 12m (usual 1.8m)'],
  ],
  [
    { state: 'failed', reason: 'Blender on rn-1 ended with status 1, 40 of 240 frames missing' },
    ['job-failed crit: Blender on rn-1 ended with status 1, 40 of 240 frames missing'],
  ],
  [
    { state: 'aborted', reason: 'Blender on rn-1 ended with 40 of 240 frames missing' },
    ['frames-missing crit: Blender on rn-1 ended with 40 of 240 frames missing'],
  ],
  [{ state: 'completed', done: 240, missing: '' }, ['job-completed info: job done, 240 frames in 5h 12m']],
  [{ state: 'completed', done: 1, missing: '', startedAt: null }, ['job-completed info: job done, 1 frame']],
  [
    { state: 'completed', done: 240, missing: '', reason: 'hung at exit: Blender (pid 1) on rn-1 idle for 3m' },
    [
      'job-stalled warn: hung at exit: Blender (pid 1) on rn-1 idle for 3m',
      'job-completed info: job done, 240 frames in 5h 12m',
    ],
  ],
  [{ state: 'quiet', total: null, missing: '' }, []],
  [
    { state: 'quiet', total: null, missing: '7,19-20' },
    ['frames-missing warn: 3 frames are missing in between: 7,19-20'],
  ],
  [{ state: 'quiet', total: null, missing: '7', updatedAt: null }, []],
  [{ broken: 2 }, ['frames-broken warn: 2 broken frames']],
  [{ broken: 2, updatedAt: null }, []],
  [{ suspicious: 2 }, ['frames-suspicious warn: 2 suspiciously small frames']],
  [{ orphaned: 1, orphanedFrames: '17' }, ['frames-orphaned warn: 1 orphaned frame: 17']],
  [{ overdue: 'amber' }, []],
  [
    { overdue: 'red', reason: 'frame 17 on rn-2 in hand for 24m (usual 1.8m)' },
    ['frame-overdue warn: frame 17 on rn-2 in hand for 24m (usual 1.8m)'],
  ],
])('jobConditions of %j', (fields, conditions) => {
  expect(said(fields)).toEqual(conditions);
});

const DETAIL = {
  brokenFrames: '7,19',
  suspiciousFrames: '87',
  orphanedFrames: '17',
  defects: [
    { frame: 7, kind: 'cut', why: 'it ends in the middle', sizeBytes: 9, at: iso(0), evidence: null },
    { frame: 87, kind: 'small', why: '0.4 MB, where 42 MB is usual', sizeBytes: 4e5, at: iso(0), evidence: null },
  ],
  orphans: [{ frame: 17, path: '/x', sizeBytes: 0, since: iso(0), node: 'rn-1', why: 'its renderer is gone' }],
} as unknown as JobDetail;

test('jobConditions says which frames are spoilt, and why', () => {
  const job = { ...JOB, broken: 2, suspicious: 1, orphaned: 1 };
  const words = jobConditions({ job, isOld: false, isDeserted: false, describe: () => DETAIL }).map((each) =>
    each.words(),
  );
  expect(words).toEqual([
    { message: '2 broken frames: 7,19', details: ['Frame 7: it ends in the middle'] },
    { message: 'frame 87 is 0.4 MB, where 42 MB is usual', details: [] },
    { message: '1 orphaned frame: 17', details: ['Frame 17: its renderer is gone'] },
  ]);
});

test('jobConditions looks at the frames of a job only where its words are asked for', () => {
  let looks = 0;
  const describe = () => {
    looks++;
    return null;
  };
  const [broken] = jobConditions({ job: { ...JOB, broken: 1 }, isOld: false, isDeserted: false, describe });
  expect(looks).toBe(0);
  broken?.words();
  expect(looks).toBe(1);
});

test('jobConditions names the node of a job that one node alone renders', () => {
  const nodeOf = (nodes: string[]) =>
    jobConditions({
      job: { ...JOB, nodes, state: 'stalled' },
      isOld: false,
      isDeserted: false,
      describe: () => null,
    })[0]?.node;
  expect(nodeOf(['rn-7'])).toBe('rn-7');
  expect(nodeOf(['rn-7', 'rn-8'])).toBeNull();
});

test.each([
  [true, Date.parse(iso(18_720))],
  [false, null],
])('jobConditions of a job whose end is old (%j) happened at %j', (isOld, happenedAt) => {
  const [ended] = jobConditions({ job: { ...JOB, state: 'failed' }, isOld, isDeserted: false, describe: () => null });
  expect(ended?.happenedAt).toBe(happenedAt);
});
