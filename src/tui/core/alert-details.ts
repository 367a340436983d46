/** What is known of the selected alert, as lines under the list. */
import type { Millis } from '../../shared/clock.ts';
import { seriesKey } from '../../shared/telemetry/metrics.ts';
import { formatDuration, formatPercent } from '../../shared/units.ts';
import { type AlertEntry, isOpen } from './alert-book.ts';
import { isMuted, levelLook, openSeconds } from './alert-stand.ts';
import { cellText } from './cell-text.ts';
import { clockText, momentText } from './figures.ts';
import { type FleetView, hubTime, silenceOf } from './fleet-view.ts';
import { flowed } from './flowed.ts';
import { metricText } from './metric-text.ts';
import { plainGlyphs } from './node-row.ts';
import { nodeStatus, STATUS_LOOKS } from './node-status.ts';
import { type Span, type SpanLine, span } from './spans.ts';
import type { TuiState } from './state.ts';
import { type GlyphSet, glyphSet } from './theme.ts';
import { wrapped } from './wrapped.ts';

interface DetailsLook {
  readonly width: number;
  readonly glyphs: GlyphSet;
}

/** `✕ rn-017  sq030_sh0120_fx`. */
export function alertHeading(entry: AlertEntry, glyphs: GlyphSet): SpanLine {
  const { glyph, tone } = levelLook(entry);
  const about = entry.node || entry.jobTitle || entry.alert.kind;
  const job = entry.node !== '' && entry.jobTitle !== '' ? [span(`  ${entry.jobTitle}`)] : [];
  return [span(`${glyphs[glyph]} `, tone), span(about, 'strong'), ...job];
}

export function alertDetails(entry: AlertEntry, fleet: FleetView, state: TuiState, width: number): readonly SpanLine[] {
  const look: DetailsLook = { width, glyphs: glyphSet(state.glyphs) };
  const details = entry.alert.details.map(cellText);
  return [
    ...textLines(entry.message, look, 'strong'),
    ...details.flatMap((line) => textLines(line, look, 'plain')),
    [],
    ...figureLines(entry, state, look),
    ...flowed(timePieces(entry, { hubNow: hubTime(fleet, state.now), now: state.now.wall }), look),
    ...flowed(standPieces(entry, { hubNow: hubTime(fleet, state.now), now: state.now.wall }), look),
    ...alsoLines(entry, fleet, look),
    ...nodeLines(entry, fleet, state, look),
  ];
}

function textLines(text: string, { width, glyphs }: DetailsLook, tone: Span['tone']): readonly SpanLine[] {
  return wrapped(plainGlyphs(text, glyphs), Math.max(1, width - 1)).map((line) => [span(' '), span(line, tone)]);
}

function figureLines({ alert }: AlertEntry, state: TuiState, look: DetailsLook): readonly SpanLine[] {
  const { figure, metric, label } = alert;
  if (!figure) return [];
  const text = (name: string, value: number | null, tone: Span['tone'] = 'plain'): Span =>
    span(plainGlyphs(`${name} ${metricText(metric, value, state.temperatureUnit)}`, look.glyphs), tone);
  const pieces = [
    ...(metric === null ? [] : [span(cellText(seriesKey(metric, label)), 'dim')]),
    text('now', figure.last, 'strong'),
    text('least', figure.least),
    text('mean', figure.mean),
    text('most', figure.most),
    ...(figure.limit === null ? [] : [text('limit', figure.limit, levelTone(alert.severity))]),
  ];
  return flowed(pieces, look);
}

function levelTone(severity: AlertEntry['alert']['severity']): Span['tone'] {
  return severity === 'crit' ? 'bad' : 'warn';
}

interface Times {
  /** By the hub's clock, and by ours, in Unix milliseconds. */
  readonly hubNow: Millis;
  readonly now: Millis;
}

function timePieces(entry: AlertEntry, { hubNow, now }: Times): readonly Span[] {
  const { alert, raisedAt, clearedAt } = entry;
  const seconds = openSeconds(entry, hubNow);
  return [
    span(`first seen ${timeText(raisedAt, now)}`),
    span(isOpen(entry) ? `open for ${formatDuration(seconds)}` : `was open for ${formatDuration(seconds)}`),
    ...(alert.times > 1 ? [span(`${alert.times} times`)] : []),
    ...(clearedAt === null ? [] : [span(`closed ${timeText(clearedAt, now)}`)]),
    span(alert.kind, 'dim'),
  ];
}

function standPieces(entry: AlertEntry, { hubNow, now }: Times): readonly Span[] {
  const { acknowledgedAt, acknowledgedBy } = entry.alert;
  const who = acknowledgedBy === null ? '' : ` by ${cellText(acknowledgedBy)}`;
  return [
    ...(acknowledgedAt === null ? [] : [span(`acknowledged${who} ${timeText(Date.parse(acknowledgedAt), now)}`)]),
    ...(isMuted(entry, hubNow) ? [span(`muted until ${timeText(entry.mutedUntil ?? 0, now)}`)] : []),
  ];
}

const MOST_OTHERS = 8;

/** Where else the same is open: one node too hot is a node, ten are the air conditioning. */
function alsoLines(entry: AlertEntry, fleet: FleetView, look: DetailsLook): readonly SpanLine[] {
  const { kind, metric, id } = entry.alert;
  const others = new Set<string>();
  for (const other of fleet.alerts.entries.values())
    if (isOpen(other) && other.alert.kind === kind && other.alert.metric === metric && other.alert.id !== id)
      others.add(other.node || other.jobTitle);
  others.delete(entry.node || entry.jobTitle);
  if (others.size === 0) return [];
  const named = [...others].slice(0, MOST_OTHERS).join(', ');
  const more = others.size > MOST_OTHERS ? ` and ${others.size - MOST_OTHERS} more` : '';
  return textLines(`also on ${named}${more}`, look, 'plain');
}

/** How the node is by now: whether it still has to be gone to. */
function nodeLines({ alert }: AlertEntry, fleet: FleetView, state: TuiState, look: DetailsLook): readonly SpanLine[] {
  const node = alert.node === null ? undefined : fleet.nodes.get(alert.node);
  if (!node) return [];
  const { glyph, word, tone } = STATUS_LOOKS[nodeStatus(node, state)];
  const { job } = node.summary;
  const pieces = [
    span(`${node.name} is`, 'dim'),
    span(`${look.glyphs[glyph]} ${word}`, tone),
    span(`seen ${formatDuration(silenceOf(node, state.now))} ago`),
    ...(job ? [span(`${node.jobTitle} ${plainGlyphs(formatPercent(job.percent), look.glyphs)}`)] : []),
  ];
  return flowed(pieces, look);
}

function timeText(wallMillis: Millis, now: Millis): string {
  const isToday = new Date(wallMillis).toDateString() === new Date(now).toDateString();
  return isToday ? clockText(wallMillis, true) : momentText(wallMillis, now);
}
