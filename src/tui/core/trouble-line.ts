/** The line under the list: the most pressing trouble in words, or how the farm gets on. */

import type { Moment } from '../../shared/clock.ts';
import { meanOf } from '../../shared/mean.ts';
import { formatDuration, formatPercent } from '../../shared/units.ts';
import { cellText } from './cell-text.ts';
import { lossOf } from './connection.ts';
import { rateText } from './figures.ts';
import type { FleetView, NodeEntry } from './fleet-view.ts';
import { silenceOf } from './fleet-view.ts';
import { plainGlyphs } from './node-row.ts';
import { type NodeStatus, nodeStatus, STATUS_LOOKS } from './node-status.ts';
import { columnTitle } from './nodes-panel.ts';
import { currentNotice } from './notice.ts';
import { fitLine, justify, type SpanLine, span } from './spans.ts';
import type { TuiState } from './state.ts';
import { TABLE_COLUMNS } from './table-columns.ts';
import { type GlyphSet, glyphSet } from './theme.ts';

const TROUBLES: ReadonlySet<NodeStatus> = new Set<NodeStatus>([
  'error',
  'offline',
  'failed',
  'stalled',
  'aborted',
  'hot',
  'stale',
]);

export function troubleLine(state: TuiState): SpanLine {
  const glyphs = glyphSet(state.glyphs);
  const { fleet } = state;
  const loss = lossOf(state.connection);
  const passing = passingSpans(state);
  if (passing) return fitLine(passing, state.columns, glyphs.ellipsis);
  if (fleet && loss)
    return fitLine([span(` ${glyphs.down} `, 'bad'), span(cellText(loss.reason))], state.columns, glyphs.ellipsis);
  if (!fleet || fleet.nodes.size === 0) return fitLine([], state.columns);
  const troubled = [...fleet.nodes.values()]
    .map((entry) => ({ entry, status: nodeStatus(entry, state) }))
    .filter(({ status }) => TROUBLES.has(status));
  let worst = troubled[0];
  if (!worst) return fitLine(quietSpans(fleet, state.hint, glyphs), state.columns, glyphs.ellipsis);
  for (const other of troubled) if (isWorse(other, worst, fleet)) worst = other;
  const look = STATUS_LOOKS[worst.status];
  const words = [
    span(` ${glyphs[look.glyph]} `, look.tone),
    span(`${worst.entry.name} `, 'strong'),
    span(reasonOf(worst, state.now)),
  ];
  const others = troubled.length > 1 ? [span(`   +${troubled.length - 1} more `, 'dim')] : [];
  return justify(words, others, state.columns, glyphs.ellipsis);
}

/** What concerns the person at the keys just now: what became of a key, what the column under the cursor shows. */
function passingSpans({ notice, chooser, now, glyphs: name }: TuiState): SpanLine | null {
  const told = currentNotice(notice, now);
  const glyphs = glyphSet(name);
  if (told) return [span(told.tone === 'plain' ? ' ' : ` ${glyphs.warning} `, told.tone), span(told.text, told.tone)];
  if (!chooser) return null;
  const { title, about } = TABLE_COLUMNS[chooser.selectedId];
  return [span(` ${columnTitle(title, glyphs)}  `, 'strong'), span(about)];
}

interface Trouble {
  readonly entry: NodeEntry;
  readonly status: NodeStatus;
}

function isWorse(a: Trouble, b: Trouble, fleet: FleetView): boolean {
  const order = STATUS_LOOKS[a.status].severity - STATUS_LOOKS[b.status].severity;
  const rank = (trouble: Trouble): number => fleet.ranks.get(trouble.entry.summary.id) ?? 0;
  return order < 0 || (order === 0 && rank(a) < rank(b));
}

/** Why a node is in trouble: the hub's words, or the silence that is measured here. */
export function reasonOf({ entry, status }: Trouble, now: Moment): string {
  if (status === 'stale' || status === 'offline') return `no report for ${formatDuration(silenceOf(entry, now))}`;
  return cellText(entry.summary.reason ?? STATUS_LOOKS[status].word);
}

/** Where no node is in trouble: the pace, and what the hub remarks on a node that is well otherwise; else the hint. */
function quietSpans(fleet: FleetView, hint: string, glyphs: GlyphSet): SpanLine {
  const remark = remarkSpans(fleet, glyphs);
  if (fleet.jobs.size === 0) return remark.length > 0 ? [span(' '), ...remark] : [span(` ${hint}`)];
  return [...paceSpans(fleet, glyphs), ...(remark.length > 0 ? [span('   '), ...remark] : [])];
}

/** `▲ rn-2 its clock is 3m ahead of the hub's`, of the first node that has one. */
function remarkSpans(fleet: FleetView, glyphs: GlyphSet): SpanLine {
  const rank = ({ summary }: NodeEntry): number => fleet.ranks.get(summary.id) ?? 0;
  let first: NodeEntry | null = null;
  for (const entry of fleet.nodes.values())
    if (entry.reason !== null && (first === null || rank(entry) < rank(first))) first = entry;
  if (first === null) return [];
  const reason = cellText(first.reason ?? '');
  return [span(`${glyphs.warning} `, 'warn'), span(`${first.name} `, 'strong'), span(reason)];
}

/** `342 frames/h   3 jobs running   CPU 66%   GPU 78%`. */
function paceSpans(fleet: FleetView, glyphs: GlyphSet): SpanLine {
  const running = [...fleet.jobs.values()].filter(({ summary }) => summary.state === 'running');
  const perHour = running.reduce((sum, { summary }) => sum + (summary.framesPerHour ?? 0), 0);
  const parts = [`${running.length} ${running.length === 1 ? 'job' : 'jobs'} running`];
  if (perHour > 0) parts.unshift(`${rateText(perHour)} frames/h`);
  const summaries = [...fleet.nodes.values()].map(({ summary }) => summary);
  const cpu = meanOf(summaries.map(({ cpuPercent }) => cpuPercent));
  const gpu = meanOf(summaries.map(({ gpuPercent }) => gpuPercent));
  if (cpu !== null) parts.push(`CPU ${formatPercent(cpu)}`);
  if (gpu !== null) parts.push(`GPU ${formatPercent(gpu)}`);
  const glyph = running.length > 0 ? glyphs.rendering : glyphs.done;
  return [span(` ${glyph} `, 'good'), span(plainGlyphs(parts.join('   '), glyphs), 'dim')];
}
