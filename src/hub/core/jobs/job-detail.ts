/** Everything that is known of a job, as `GET /api/jobs/:id` tells it. */

import type { Moment } from '../../../shared/clock.ts';
import { countFrames } from '../../../shared/frames/frame-range.ts';
import type { JobDetail, JobStream, JobSummary, Orphan } from '../../../shared/protocol/job.ts';
import { doubleClaimsOf } from '../group/double-claims.ts';
import { sharesOf } from '../group/group-rendering.ts';
import type { OrphanFound } from '../group/orphans.ts';
import { timestampOf } from '../node-time.ts';
import type { JobContent } from './job-content.ts';
import { notationOf } from './job-facts.ts';
import type { OutlookAsked } from './job-outlook.ts';
import type { Completion, Defect } from './sighting.ts';
import type { StreamContent } from './stream-content.ts';

export function jobDetail(summary: JobSummary, outlook: OutlookAsked, now: Moment): JobDetail {
  const { content } = outlook.view;
  const { group, shown, times, forecast } = outlook;
  return {
    ...summary,
    share: content.share,
    directory: content.directory,
    extension: content.extension,
    padding: content.padding,
    expected: content.expected && notationOf(content.expected),
    expectedFrom: content.expectedFrom,
    frames: notationOf(shown.done),
    writing: notationOf(shown.writing),
    placeholders: notationOf(shown.placeholders),
    brokenFrames: notationOf(shown.broken),
    suspiciousFrames: notationOf(shown.suspicious),
    orphanedFrames: notationOf(shown.orphaned),
    doneBytes: content.doneBytes,
    recent: content.completions.map(toldCompletion),
    streams: content.streams.map(toldStream),
    defects: defectsOf(content).map((defect) => ({ ...defect, at: timestampOf(defect.at.wall) })),
    orphans: group.orphans.map((orphan) => toldOrphan(orphan, now)),
    doubleClaims: [...doubleClaimsOf(times.works)],
    shares: [...sharesOf(group, times.works, forecast.factors)],
  };
}

function toldCompletion({
  frame,
  at,
  startedAt,
  sizeBytes,
  seconds,
  evidence,
}: Completion): JobDetail['recent'][number] {
  const begun = startedAt && timestampOf(startedAt.wall);
  return { frame, at: timestampOf(at.wall), sizeBytes, startedAt: begun, seconds, evidence };
}

function toldStream({ directory, pattern, place, done, doneBytes }: StreamContent): JobStream {
  const { layer, view, tile } = place;
  return { directory, pattern, layer, view, tile, done: countFrames(done), doneBytes };
}

function toldOrphan({ frame, path, sizeBytes, since, node, why }: OrphanFound, now: Moment): Orphan {
  return { frame, path, sizeBytes, since: timestampOf(now.wall - (now.monotonic - since)), node, why };
}

/** What is wrong with the job's files, by frame. */
export function defectsOf(content: JobContent): readonly Defect[] {
  return content.streams.flatMap((stream) => stream.defects).sort((a, b) => a.frame - b.frame);
}
