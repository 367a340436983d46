/** The open node's job: how far, how fast, when done, where, and what is missing; then its other jobs. */
import type { Moment } from '../../shared/clock.ts';
import type { JobSummary, NodeJob } from '../../shared/protocol/job.ts';
import type { RenderNodeDetail } from '../../shared/protocol/render-node.ts';
import { cutCells } from '../../shared/text-cells.ts';
import { formatDuration, formatPercent } from '../../shared/units.ts';
import { cellText } from './cell-text.ts';
import type { DetailLook } from './detail-content.ts';
import { type DetailState, type LoadedDetail, secondsSinceTold } from './detail-state.ts';
import { etaText, framesText, momentText, rateText, shortWait } from './figures.ts';
import { etaLeft, type NodeEntry } from './fleet-view.ts';
import { flowed } from './flowed.ts';
import { progressBar } from './graphs.ts';
import { plainGlyphs } from './node-row.ts';
import { type PanelLine, rule } from './panel.ts';
import { type Span, type SpanLine, span } from './spans.ts';
import type { TuiState } from './state.ts';
import type { Tone } from './theme.ts';
import { questionLines } from './time-question-lines.ts';

export function jobLines(listed: NodeEntry, open: DetailState, look: DetailLook): readonly PanelLine[] {
  const detail = open.loaded?.detail ?? null;
  const { entry, loaded } = jobSource(listed, open);
  const current = entry.summary.job;
  if (!current)
    return [
      rule('job'),
      [span(' No job: nothing new in what this node watches.', 'dim')],
      ...otherJobs(detail, null, look),
    ];
  const job =
    loaded?.detail.jobs.find(({ id }) => id === current.id) ?? look.state.fleet?.jobs.get(current.id)?.summary ?? null;
  return [
    rule('job'),
    [span(` ${entry.jobTitle ?? ''}   `, 'strong'), span(current.state, jobTone(current.state))],
    ...progressLines(entry, look),
    ...flowed(paceSpans(entry, job, look), look),
    ...questionLines(open.question, current.id, look),
    ...(job ? placeLines(job, { loaded, nodeReason: entry.summary.reason }, look) : []),
    ...otherJobs(detail, current.id, look),
  ];
}

interface JobSource {
  /** With the job as the source tells it. */
  readonly entry: NodeEntry;
  /** Null where the list is the source. */
  readonly loaded: LoadedDetail | null;
}

/**
 * All of the job comes from what was loaded of the node, though the list may know of a newer frame already: two sources
 * in one picture would contradict each other. From the list only where nothing was loaded, or of another job, or no more.
 */
function jobSource(listed: NodeEntry, { loaded, problem }: DetailState): JobSource {
  const job = loaded?.detail.job ?? null;
  if (!loaded || problem !== null || job === null || job.id !== listed.summary.job?.id)
    return { entry: listed, loaded: null };
  return { entry: { ...listed, summary: { ...listed.summary, job }, jobAt: loaded.at }, loaded };
}

function jobTone(state: JobSummary['state']): Tone {
  switch (state) {
    case 'running':
    case 'completed':
      return 'good';
    case 'stalled':
    case 'aborted':
      return 'warn';
    case 'failed':
      return 'bad';
    case 'quiet':
      return 'dim';
  }
}

function progressLines({ summary: { job } }: NodeEntry, { width, glyphs }: DetailLook): readonly SpanLine[] {
  if (!job || job.percent === null) return [];
  const percent = ` ${formatPercent(job.percent).padStart(4)} `;
  const bar = progressBar(job.percent, Math.max(4, width - percent.length - 1), glyphs);
  return [
    [span(' '), span(bar.filled, job.state === 'stalled' ? 'warn' : 'good'), span(bar.track, 'track'), span(percent)],
  ];
}

function paceSpans(entry: NodeEntry, job: JobSummary | null, { state, glyphs }: DetailLook): readonly Span[] {
  const current = entry.summary.job;
  if (!current) return [];
  const pieces = [`${framesText(current.done, current.total)} frames`];
  if (current.secondsPerFrame !== null) pieces.push(`${frameTime(current.secondsPerFrame)}/frame`);
  if (job?.framesPerHour) pieces.push(`${rateText(job.framesPerHour)} frames/h`);
  const left = current.state === 'completed' ? null : etaLeft(entry, state.now);
  if (left !== null) {
    pieces.push(`ETA ${etaWords(current, { left, p90: job?.etaP90Seconds ?? null }, state)}`);
  } else if (current.total === null) pieces.push('no known range, so no ETA');
  if (job && job.nodes.length > 1) pieces.push(`${job.nodes.length} nodes`);
  return pieces.map((piece) => span(plainGlyphs(piece, glyphs)));
}

/** `8.4s`, `1.9m`: one frame's time with a tenth. */
function frameTime(seconds: number): string {
  if (seconds < 59.95) return `${seconds.toFixed(1)}s`;
  return seconds < 3597 ? `${(seconds / 60).toFixed(1)}m` : formatDuration(seconds);
}

/** `1h04 - 1h20 (15:36)`: the even chance, by when it is done nine times in ten, and the clock time of the first. */
function etaWords(
  job: NodeJob,
  { left, p90 }: { readonly left: number; readonly p90: number | null },
  { now, connection }: TuiState,
): string {
  const unsure = job.etaUnsure || connection.kind !== 'live';
  const eta = etaText({ seconds: left, unsure, late: job.late });
  if (eta === 'late') return eta;
  // Both were told at the same time, so what has passed since is the same for both.
  const latest = p90 === null || job.etaSeconds === null ? '' : shortWait(left + Math.max(0, p90 - job.etaSeconds));
  const span = latest === '' || latest === shortWait(left) ? '' : ` - ${latest}`;
  return `${eta}${span} (${momentText(now.wall + left * 1000, now.wall)})`;
}

function placeLines(
  job: JobSummary,
  { loaded, nodeReason }: { readonly loaded: LoadedDetail | null; readonly nodeReason: string | null },
  look: DetailLook,
): readonly SpanLine[] {
  const lines: SpanLine[] = [
    [span(' output   ', 'dim'), span(cellText(job.outputDir)), span(`   ${cellText(job.pattern)}`, 'dim')],
  ];
  const last = loaded && lastFrame(job, loaded, look.state.now);
  if (last !== null) lines.push([span(' latest   ', 'dim'), span(last)]);
  const missing =
    job.missing === '' ? 'none' : cutCells(job.missing, Math.max(8, look.width - 12), look.glyphs.ellipsis);
  lines.push([
    span(job.total === null ? ' gaps     ' : ' not done ', 'dim'),
    span(missing, job.missing !== '' && job.state === 'stalled' ? 'warn' : 'plain'),
  ]);
  lines.push(...troubledFrames(job, look));
  // What holds for the whole node stands on top already.
  if (job.reason !== null && job.reason !== nodeReason)
    lines.push([span(' why      ', 'dim'), span(cellText(job.reason))]);
  return lines;
}

/** Frames that are there and are no good, and what to do about those that stand in everybody's way. */
function troubledFrames(job: JobSummary, look: DetailLook): readonly SpanLine[] {
  const counts: readonly Span[] = [
    ...(job.broken > 0 ? [span(`${job.broken} broken`, 'bad')] : []),
    ...(job.orphaned > 0 ? [span(`${job.orphaned} orphaned`, 'warn')] : []),
    ...(job.suspicious > 0 ? [span(`${job.suspicious} suspicious`, 'warn')] : []),
  ];
  if (counts.length === 0) return [];
  return [
    [span(' frames   ', 'dim'), ...counts.flatMap((count, i) => (i === 0 ? [count] : [span('   '), count]))],
    ...(job.orphaned > 0 ? flowed([span('orphans are deleted, once you agree, by', 'dim'), ...remedy(job)], look) : []),
  ];
}

/** A command in parts, so that a narrow screen cuts none of it. */
function remedy({ outputDir, orphanedFrames }: JobSummary): readonly Span[] {
  const command = span(`sentry-agent scan ${shellWord(cellText(outputDir))} --delete-orphans`, 'key');
  // A range may begin with a minus. Only its contents show that a file is cut, and so an orphan too.
  return orphanedFrames ? [command, span(`--orphans=${orphanedFrames} --check`, 'key')] : [command];
}

/** As a shell takes it for one word. */
function shellWord(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The frame that this node saw finished last, and how long ago. */
function lastFrame(job: JobSummary, loaded: LoadedDetail, now: Moment): string | null {
  const sequence = loaded.detail.report.sequences?.find(
    ({ pattern, localPath }) => pattern === job.pattern && localPath === job.outputDir,
  );
  const latest = sequence?.recent.at(-1);
  if (!latest) return null;
  return `frame ${latest.frame}, ${formatDuration(secondsSinceTold(latest.at, loaded, now))} ago`;
}

function otherJobs(detail: RenderNodeDetail | null, currentId: string | null, look: DetailLook): readonly PanelLine[] {
  const others = (detail?.jobs ?? []).filter(({ id }) => id !== currentId);
  if (others.length === 0) return [];
  return [
    rule(currentId === null ? 'jobs it has seen' : 'other jobs'),
    ...others.map(
      (job): SpanLine => [
        span(` ${cellText(job.title)}   `),
        span(job.state, jobTone(job.state)),
        span(`   ${framesText(job.done, job.total)} frames`),
        span(job.percent === null ? '' : `   ${formatPercent(job.percent)}`),
        span(`   ${plainGlyphs(cellText(job.outputDir), look.glyphs)}`, 'dim'),
      ],
    ),
  ];
}
