/** The jobs as samples: those that go on or hang, and those that ended of late. */
import type { Millis } from '../../../shared/clock.ts';
import { parseFrameRange } from '../../../shared/frames/frame-notation.ts';
import { countFrames } from '../../../shared/frames/frame-range.ts';
import { JobState, type JobSummary } from '../../../shared/protocol/job.ts';
import { millisOf } from '../node-time.ts';
import { type Family, type FamilyTexts, familyOf, labelsText } from './family.ts';

/** Each job is some twenty series for as long as Prometheus keeps them. */
const MOST_JOBS = 500;
const ENDED_JOB_TOLD: Millis = 15 * 60_000;

const STATES = JobState.anyOf.map((state) => state.const);

const INFO = familyOf('sentry_job_info', 'The job: its title, directory and file names; always 1.');
const STATE = familyOf('sentry_job_state', '1 for the state that the job is in, 0 for the others.');

type Read = (job: JobSummary) => number | null;

const FIGURES: readonly (readonly [Family, Read])[] = [
  [familyOf('sentry_job_frames_done', 'Frames that are done.'), (job) => job.done],
  [familyOf('sentry_job_frames_expected', 'Frames in all, where that is known.'), (job) => job.total],
  [familyOf('sentry_job_frames_missing', 'Frames to come, or holes where no range is known.'), missingFrames],
  [familyOf('sentry_job_frames_broken', 'Frames with a file that is not whole.'), (job) => job.broken],
  [familyOf('sentry_job_frames_suspicious', 'Frames with a file that is too small.'), (job) => job.suspicious],
  [familyOf('sentry_job_frames_orphaned', 'Frames claimed by a renderer that is gone.'), (job) => job.orphaned],
  [familyOf('sentry_job_eta_seconds', 'Until it is done, as an even chance.', 'seconds'), (job) => job.etaSeconds],
  [
    familyOf('sentry_job_eta_p90_seconds', 'Until it is done, nine times in ten.', 'seconds'),
    (job) => job.etaP90Seconds,
  ],
  [familyOf('sentry_job_late', '1 where all that is left takes longer than it should.'), (job) => Number(job.late)],
  [familyOf('sentry_job_frames_per_second', 'Frames a second, by those of late.'), ofHour],
  [familyOf('sentry_job_frame_duration_seconds', 'What a frame takes.', 'seconds'), (job) => job.secondsPerFrame],
  [familyOf('sentry_job_nodes', 'Nodes that see the job.'), (job) => job.nodes.length],
];

/** `jobs` most recently updated first, as the fleet has them. */
export function addJobs(texts: FamilyTexts, jobs: readonly JobSummary[], wall: Millis): void {
  let told = 0;
  for (const job of jobs) {
    if (!isTold(job, wall)) continue;
    if (++told > MOST_JOBS) return;
    // The label `job` is the name of the scrape in Prometheus.
    const labels = labelsText({ job_id: job.id });
    const { id, title, outputDir, pattern } = job;
    texts.add(INFO, labelsText({ job_id: id, title, output_dir: outputDir, pattern }), 1);
    for (const state of STATES) texts.add(STATE, labelsText({ job_id: id, state }), Number(state === job.state));
    for (const [family, read] of FIGURES) texts.add(family, labels, read(job));
  }
}

function isTold({ state, updatedAt }: JobSummary, wall: Millis): boolean {
  switch (state) {
    case 'running':
    case 'stalled':
      return true;
    case 'completed':
    case 'failed':
    case 'aborted':
    case 'quiet': {
      const updated = millisOf(updatedAt);
      return updated !== null && wall - updated <= ENDED_JOB_TOLD;
    }
  }
}

function missingFrames(job: JobSummary): number {
  // With a known range the difference is the same, and cheaper to have than the sum of a long notation.
  return job.total === null ? countFrames(parseFrameRange(job.missing)) : job.total - job.done;
}

function ofHour(job: JobSummary): number | null {
  return job.framesPerHour === null ? null : job.framesPerHour / 3600;
}
