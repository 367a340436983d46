import { describe, expect, it } from 'vitest';
import type { JobSummary } from '../../../shared/protocol/job.ts';
import { createFamilyTexts } from './family.ts';
import { addJobs } from './job-text.ts';

const NOW = Date.UTC(2026, 0, 1, 12);

function jobOf(fields: Partial<JobSummary> = {}): JobSummary {
  return {
    id: 'j1',
    title: 'sh0010',
    state: 'running',
    reason: null,
    done: 100,
    total: 240,
    percent: 41.6,
    missing: '101-240',
    etaSeconds: 3600,
    etaP90Seconds: 5400,
    etaUnsure: false,
    late: false,
    overdue: null,
    broken: 1,
    suspicious: 0,
    orphaned: 2,
    framesPerHour: 72,
    secondsPerFrame: 50,
    nodes: ['rn-1', 'rn-2'],
    outputDir: '/renders/sh0010',
    pattern: 'beauty.####.exr',
    startedAt: null,
    updatedAt: new Date(NOW - 60_000).toISOString(),
    ...fields,
  };
}

function textOf(...jobs: JobSummary[]): string {
  const texts = createFamilyTexts();
  addJobs(texts, jobs, NOW);
  return texts
    .texts()
    .map(({ text }) => text)
    .join('');
}

describe('addJobs', () => {
  it('tells all figures of a job in base units', () => {
    const text = textOf(jobOf());
    for (const line of [
      'sentry_job_info{job_id="j1",title="sh0010",output_dir="/renders/sh0010",pattern="beauty.####.exr"} 1',
      'sentry_job_state{job_id="j1",state="running"} 1',
      'sentry_job_state{job_id="j1",state="failed"} 0',
      'sentry_job_frames_done{job_id="j1"} 100',
      'sentry_job_frames_expected{job_id="j1"} 240',
      'sentry_job_frames_missing{job_id="j1"} 140',
      'sentry_job_frames_broken{job_id="j1"} 1',
      'sentry_job_frames_orphaned{job_id="j1"} 2',
      'sentry_job_eta_seconds{job_id="j1"} 3600',
      'sentry_job_frames_per_second{job_id="j1"} 0.02',
      'sentry_job_nodes{job_id="j1"} 2',
    ])
      expect(text).toContain(`${line}\n`);
  });

  it('counts the holes where no range is known', () => {
    const text = textOf(jobOf({ total: null, missing: '3,7-9' }));
    expect(text).toContain('sentry_job_frames_missing{job_id="j1"} 4\n');
    expect(text).not.toContain('sentry_job_frames_expected');
    expect(textOf(jobOf({ total: null, missing: '' }))).toContain('sentry_job_frames_missing{job_id="j1"} 0\n');
  });

  it.each<[Partial<JobSummary>, boolean]>([
    [{ state: 'running', updatedAt: '2020-01-01T00:00:00Z' }, true],
    [{ state: 'stalled', updatedAt: null }, true],
    [{ state: 'completed' }, true],
    [{ state: 'failed' }, true],
    [{ state: 'completed', updatedAt: '2026-01-01T11:44:59Z' }, false],
    [{ state: 'aborted', updatedAt: '2026-01-01T11:00:00Z' }, false],
    [{ state: 'quiet', updatedAt: null }, false],
  ])('tells of a job with %j: %s', (fields, isTold) => {
    expect(textOf(jobOf(fields)) !== '').toBe(isTold);
  });

  it('tells of a bounded number of jobs', () => {
    const jobs = Array.from({ length: 2_000 }, (_, i) => jobOf({ id: `j${i}` }));
    expect(textOf(...jobs).match(/^sentry_job_info/gm)).toHaveLength(500);
  });
});
