/** Pieces of what alerts say. */
import { countFrames, type FrameRange } from '../../../shared/frames/frame-range.ts';
import { naturalOrder } from '../../../shared/natural-order.ts';
import type { Alert, AlertFigure } from '../../../shared/protocol/alert.ts';
import { isMetricName } from '../../../shared/telemetry/metrics.ts';
import { defaultThreshold } from '../../../shared/telemetry/thresholds.ts';
import { formatSpan } from '../../../shared/units.ts';
import { frameWords } from '../jobs/job-reasons.ts';
import { figureText } from '../thresholds/figure-name.ts';

/** `back online after 3m 12s`; `GPU0 91° above 88°, over after 12m 4s, at most 93°` */
export function overWords({ kind, node, message, metric, figure }: Alert, seconds: number): string {
  if (kind === 'node-offline' && node === null)
    return `${nodesWords(figure?.most ?? 0)} back online after ${formatSpan(seconds)}`;
  if (kind === 'node-offline' || kind === 'node-stale') return `back online after ${formatSpan(seconds)}`;
  return `${message}, over after ${formatSpan(seconds)}${extremeWords(metric, figure)}`;
}

function extremeWords(metric: string | null, figure: AlertFigure | null): string {
  if (metric === null || figure === null || !isMetricName(metric)) return '';
  const isWorseAbove = defaultThreshold(metric).worse === 'above';
  const extreme = isWorseAbove ? figure.most : figure.least;
  return extreme === null ? '' : `, at ${isWorseAbove ? 'most' : 'least'} ${figureText(metric, extreme)}`;
}

/** `1 broken frame: 7`, `3 broken frames: 7, 19-20` */
export function spoiltWords(kind: string, frames: FrameRange): string {
  const count = countFrames(frames);
  return `${count} ${kind} ${count === 1 ? 'frame' : 'frames'}: ${frameWords(frames)}`;
}

/** `1 node`, `40 nodes` */
export function nodesWords(count: number): string {
  return `${count} ${count === 1 ? 'node' : 'nodes'}`;
}

const NAMES_TOLD = 8;

/** `rn-1, rn-2 and 11 more` */
export function nodeNames(ids: readonly string[]): string {
  const names = ids.toSorted(naturalOrder).slice(0, NAMES_TOLD).join(', ');
  return ids.length > NAMES_TOLD ? `${names} and ${ids.length - NAMES_TOLD} more` : names;
}
