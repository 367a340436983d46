/** The open node's job: how far, how fast, when done, where, and what is missing; then its other jobs. */
import type { Moment } from '../../shared/clock.ts';
import type { JobSummary } from '../../shared/protocol/job.ts';
import type { RenderNodeDetail } from '../../shared/protocol/render-node.ts';
import { cutCells } from '../../shared/text-cells.ts';
import { formatDuration, formatPercent } from '../../shared/units.ts';
import { cellText } from './cell-text.ts';
import type { DetailLook } from './detail-content.ts';
import type { DetailState, LoadedDetail } from './detail-state.ts';
import { clockText, etaText, framesText, rateText } from './figures.ts';
import { etaLeft, type NodeEntry } from './fleet-view.ts';
import { flowed } from './flowed.ts';
import { progressBar } from './graphs.ts';
import { secondsSince } from './moment.ts';
import { plainGlyphs } from './node-row.ts';
import { type PanelLine, rule } from './panel.ts';
import { type Span, type SpanLine, span } from './spans.ts';
import type { Tone } from './theme.ts';

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
    ...(job ? placeLines(job, loaded, look) : []),
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
    const unsure = current.etaUnsure || state.connection.kind !== 'live';
    const end = left > 0 ? ` (${endText(left, state.now.wall)})` : '';
    pieces.push(`ETA ${etaText({ seconds: left, unsure })}${end}`);
  } else if (current.total === null) pieces.push('no known range, so no ETA');
  if (job && job.nodes.length > 1) pieces.push(`${job.nodes.length} nodes`);
  return pieces.map((piece) => span(plainGlyphs(piece, glyphs)));
}

/** `8.4s`, `1.9m`: one frame's time with a tenth. */
function frameTime(seconds: number): string {
  if (seconds < 59.95) return `${seconds.toFixed(1)}s`;
  return seconds < 3597 ? `${(seconds / 60).toFixed(1)}m` : formatDuration(seconds);
}

/** The clock time of the end, with the day where it is not today. */
function endText(seconds: number, wall: number): string {
  const end = new Date(wall + seconds * 1000);
  const sameDay = end.toDateString() === new Date(wall).toDateString();
  const day = sameDay
    ? ''
    : `${end.getFullYear()}-${String(end.getMonth() + 1).padStart(2, '0')}-${String(end.getDate()).padStart(2, '0')} `;
  return `${day}${clockText(end.getTime(), false)}`;
}

function placeLines(job: JobSummary, loaded: LoadedDetail | null, look: DetailLook): readonly SpanLine[] {
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
  if (job.reason !== null) lines.push([span(' why      ', 'dim'), span(cellText(job.reason))]);
  return lines;
}

/** The frame that this node saw finished last, and how long ago; the node's clock is corrected by its skew. */
function lastFrame(job: JobSummary, { detail, at }: LoadedDetail, now: Moment): string | null {
  const sequence = detail.report.sequences?.find(
    ({ pattern, localPath }) => pattern === job.pattern && localPath === job.outputDir,
  );
  const latest = sequence?.recent.at(-1);
  if (!latest) return null;
  const finished = Date.parse(latest.at) / 1000 + (detail.clockSkewSeconds ?? 0);
  const ago = Date.parse(detail.seenAt) / 1000 - finished + detail.seenSecondsAgo + secondsSince(at, now);
  return `frame ${latest.frame}, ${formatDuration(Math.max(0, ago))} ago`;
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
