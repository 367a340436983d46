/** One row of the node table, cell by cell. */

import type { NodeJob } from '../../shared/protocol/job.ts';
import type { Level } from '../../shared/protocol/threshold.ts';
import { cellWidth, cutCells, fitCells } from '../../shared/text-cells.ts';
import { formatPercent, UNKNOWN } from '../../shared/units.ts';
import type { AlertBook } from './alert-book.ts';
import { SEVERITY_LOOKS } from './alert-stand.ts';
import { columnLevel, LEVEL_LOOKS } from './column-levels.ts';
import { isLive, type Standpoint } from './connection.ts';
import { etaText, framesText, shortAge } from './figures.ts';
import { etaLeft, type FleetView, type NodeEntry, silenceOf } from './fleet-view.ts';
import { progressBar, sparkline } from './graphs.ts';
import { trailValues } from './history-trail.ts';
import { figureText, shownValue, wordsText } from './node-cells.ts';
import type { Column, TableLayout } from './node-columns.ts';
import { type NodeStatus, nodeStatus, STATUS_LOOKS } from './node-status.ts';
import { sampleCells } from './samples.ts';
import { fitLine, type Span, type SpanLine, selectedLine, span } from './spans.ts';
import type { GlyphSet, Tone } from './theme.ts';

export interface RowLook extends Standpoint {
  readonly layout: TableLayout;
  readonly width: number;
  readonly glyphs: GlyphSet;
  readonly temperatureUnit: 'C' | 'F';
  readonly jobs: FleetView['jobs'];
  readonly alerts: AlertBook['openByNode'];
}

/** SEEN is marked from here on; the whole row is dim once the node is stale. */
const SEEN_LATE_SECONDS = 15;

/** The row of a node. `entry` may be of the moment of freezing: its ages go on, `live` tells whether it still speaks. */
export function nodeRow(entry: NodeEntry, live: NodeEntry, selected: boolean, look: RowLook): SpanLine {
  const status = rowStatus(entry, live, look);
  const { glyph, tone } = STATUS_LOOKS[status];
  const context: CellContext = { entry, status, selected, look };
  const cells: Span[] = [span(`${look.glyphs[glyph]} `, tone)];
  const blank = ' '.repeat(look.layout.gap);
  for (const [index, column] of look.layout.columns.entries()) {
    const cell = fitLine(cellOf(column, context), column.width);
    const level = columnLevel(column.name, shownValue(column.name, entry.summary), entry.summary);
    cells.push(...withLevel(index > 0 ? [span(blank), ...cell] : cell, level, look.glyphs));
  }
  // All figures are old when the hub is out of reach.
  const lost = !isLive(look.connection);
  const body = lost || QUIET.has(status) ? dimmed(cells, lost) : cells;
  // In the tone of its glyph: a colour less takes fewer bytes with each movement.
  const mark = span(selected ? look.glyphs.selected : ' ', body[0]?.tone);
  const line = fitLine([mark, ...body], look.width);
  return selected ? selectedLine(line) : line;
}

const QUIET: ReadonlySet<NodeStatus> = new Set<NodeStatus>(['stale', 'offline', 'idle', 'done']);

/** The row stepping back; what is bad stays seen, unless nothing is known of any node any more. */
function dimmed(cells: readonly Span[], all: boolean): SpanLine {
  return cells.map((cell) => (cell.tone === 'bad' && !all ? cell : { ...cell, tone: 'dim' }));
}

/** Frozen figures keep their state, but a node that has fallen silent since is told. */
function rowStatus(entry: NodeEntry, live: NodeEntry, standpoint: Standpoint): NodeStatus {
  const status = nodeStatus(live, standpoint);
  if (entry === live || status === 'stale' || status === 'offline') return status;
  return nodeStatus({ ...entry, seenAt: standpoint.now.monotonic }, standpoint);
}

interface CellContext {
  readonly entry: NodeEntry;
  readonly status: NodeStatus;
  readonly selected: boolean;
  readonly look: RowLook;
}

function cellOf(column: Column, context: CellContext): SpanLine {
  const { entry, status, look } = context;
  const { summary } = entry;
  switch (column.name) {
    case 'node':
      return [textCell(entry.name, column, look)];
    case 'state':
      return [textCell(STATUS_LOOKS[status].word, column, look, wordTone(status))];
    case 'job':
      return jobCell(column, context);
    case 'progress':
      return barCell(column.width, context);
    case 'percent':
      return [textCell(summary.job ? formatPercent(summary.job.percent) : '', column, look)];
    case 'frames':
      return [textCell(summary.job ? framesText(summary.job.done, summary.job.total) : '', column, look)];
    case 'eta':
      return [etaCell(column, context)];
    case 'spark':
      return [sparkCell(column, context)];
    case 'trend':
      return [trendCell(column, context)];
    case 'seen':
      return [seenCell(column, context)];
    case 'alerts':
      return [alertsCell(column, context)];
    case 'tags':
    case 'version':
    case 'host':
    case 'reason':
      return [textCell(wordsText(column.name, summary), column, look)];
    default:
      return [textCell(figureText(column.name, shownValue(column.name, summary), look.temperatureUnit), column, look)];
  }
}

/** The cell in the tone of its level, with the sign of it in the blank before its text. */
function withLevel(cell: SpanLine, level: Level | null, glyphs: GlyphSet): SpanLine {
  if (level === null) return cell;
  const { tone, glyph } = LEVEL_LOOKS[level];
  const text = cell.map((piece) => piece.text).join('');
  if (glyph === null) return [span(text, tone)];
  const blanks = text.length - text.trimStart().length;
  return [span(`${' '.repeat(Math.max(0, blanks - 1))}${glyphs[glyph]}${text.slice(blanks)}`, tone)];
}

/** The glyph tells that all is well; the word is coloured where it is not. */
function wordTone(status: NodeStatus): Tone {
  const { tone } = STATUS_LOOKS[status];
  return tone === 'good' ? 'plain' : tone;
}

function textCell(text: string, column: Column, look: RowLook, tone: Tone = 'plain'): Span {
  return span(fitCells(plainGlyphs(text, look.glyphs), column.width, column.align, look.glyphs.ellipsis), tone);
}

/** The title, and the mark of what is broken and orphaned, which is never cut. */
function jobCell(column: Column, { entry, look }: CellContext): SpanLine {
  const mark = spoiltMark(entry, look);
  const width = Math.max(0, column.width - cellWidth(mark));
  const title = plainGlyphs(entry.jobTitle ?? UNKNOWN, look.glyphs);
  return [span(cutCells(title, width, look.glyphs.ellipsis)), span(mark, 'warn')];
}

/** ` ▲3`: so many frames of the job are broken or orphaned, and whoever skips what is there skips them for ever. */
export function spoiltMark({ jobId }: NodeEntry, { jobs, glyphs }: Pick<RowLook, 'jobs' | 'glyphs'>): string {
  const summary = jobId === null ? undefined : jobs.get(jobId)?.summary;
  const spoilt = summary ? summary.broken + summary.orphaned : 0;
  return spoilt === 0 ? '' : ` ${glyphs.warning}${spoilt}`;
}

/** `—` and `°` as the set of glyphs writes them. */
export function plainGlyphs(text: string, glyphs: GlyphSet): string {
  return text.replaceAll(UNKNOWN, glyphs.unknown).replaceAll('°', glyphs.degree);
}

/** What its job does not go on in, or did not come to its end in. */
const TROUBLED: ReadonlySet<NodeStatus> = new Set<NodeStatus>(['stalled', 'error', 'failed', 'aborted']);

/** A bar where the whole is known, the honest count where it is not. */
function barCell(width: number, { entry, status, selected, look }: CellContext): SpanLine {
  const { job } = entry.summary;
  if (!job) return [];
  if (job.percent === null) return [span(fitCells(countText(job.done, width), width, 'left', look.glyphs.ellipsis))];
  const bar = progressBar(job.percent, width, look.glyphs);
  const filled = span(bar.filled, TROUBLED.has(status) ? 'warn' : 'good');
  // Nobody could see it on the selection's background, and it would be written with each movement.
  return [filled, selected ? span(bar.track.replaceAll(look.glyphs.track, ' ')) : span(bar.track, 'track')];
}

function countText(done: number, width: number): string {
  const long = `${done} ${done === 1 ? 'frame' : 'frames'}`;
  return long.length <= width ? long : framesText(done, null);
}

function etaCell(column: Column, { entry, status, look }: CellContext): Span {
  const { job } = entry.summary;
  if (!job) return textCell('', column, look);
  const seconds = job.state === 'completed' ? null : etaLeft(entry, look.now);
  const unsure = job.etaUnsure || !isLive(look.connection) || status === 'stale' || status === 'stalled';
  const shown =
    status === 'offline' ? UNKNOWN : etaText({ seconds, unsure, late: job.late && job.state !== 'completed' });
  return textCell(shown, column, look, etaTone(job, shown));
}

/** What takes much longer than it should makes the estimate doubtful. */
function etaTone(job: NodeJob, shown: string): Tone {
  if (shown === UNKNOWN) return 'plain';
  if (job.overdue === 'red') return 'bad';
  return shown === 'late' || job.overdue === 'amber' ? 'warn' : 'plain';
}

function sparkCell(column: Column, { entry, look }: CellContext): Span {
  const key = entry.summary.gpuPercent === null ? 'cpu' : 'gpu';
  const values = sampleCells(entry.samples, key, column.width, look.now.monotonic);
  return span(sparkline(values, column.width, look.glyphs), 'accent');
}

function trendCell({ width }: Column, { entry, look }: CellContext): Span {
  return span(sparkline(trailValues(entry.trail, look.now.monotonic), width, look.glyphs), 'accent');
}

/** `✕2`: how many are open, behind the sign of the most severe. */
function alertsCell(column: Column, { entry, look }: CellContext): Span {
  const open = look.alerts.get(entry.summary.id);
  if (!open) return textCell('', column, look);
  const { glyph, tone } = SEVERITY_LOOKS[open.worst];
  return textCell(`${look.glyphs[glyph]}${open.count}`, column, look, tone);
}

function seenCell(column: Column, { entry, look }: CellContext): Span {
  const silence = silenceOf(entry, look.now);
  return textCell(shortAge(silence), column, look, silence >= SEEN_LATE_SECONDS ? 'warn' : 'plain');
}
