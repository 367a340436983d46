/** The open node's panel: its content from the scrolled line on, its state in the title, its neighbours beside it. */
import { cutCells } from '../../shared/text-cells.ts';
import { formatDuration } from '../../shared/units.ts';
import { cellText } from './cell-text.ts';
import { chromeOf } from './chrome.ts';
import { detailContent } from './detail-content.ts';
import type { DetailState } from './detail-state.ts';
import { silenceOf } from './fleet-view.ts';
import { rangeOf } from './history-range.ts';
import { nodeStatus, STATUS_LOOKS } from './node-status.ts';
import { isRule, type PanelLine, panel } from './panel.ts';
import { selectedIndex } from './row-list.ts';
import { fitLine, lineWidth, type Span, type SpanLine, span } from './spans.ts';
import type { TuiState } from './state.ts';
import { glyphSet } from './theme.ts';

export function detailPanel(state: TuiState, open: DetailState): readonly SpanLine[] {
  const chrome = chromeOf(state.columns, state.rows);
  const glyphs = glyphSet(state.glyphs);
  const content = detailContent(state, open);
  const top = Math.max(0, Math.min(open.top, content.length - chrome.innerRows));
  const below = content.length - top - chrome.innerRows;
  const remains: Span[] = [];
  if (top > 0) remains.push(span(`${glyphs.before} ${top}${below > 0 ? '  ' : ''}`, 'dim'));
  if (below > 0) remains.push(span(`${glyphs.more} ${below} more`, 'dim'));
  const text = {
    title: titleOf(state, open),
    settings: settingsOf(state, open),
    position: positionOf(state),
    remains,
  };
  const shown = content
    .slice(top)
    .map((line): PanelLine => (isRule(line) ? line : shortened(line, chrome.innerColumns, glyphs.ellipsis)));
  return panel(text, shown, chrome, glyphs);
}

/** One that is too long ends before the border; areas reach up to it. */
function shortened(line: SpanLine, width: number, mark: string): SpanLine {
  return lineWidth(line) > width ? fitLine(line, width - 1, mark) : line;
}

function titleOf(state: TuiState, { nodeId }: DetailState): SpanLine {
  const entry = state.fleet?.nodes.get(nodeId);
  if (!entry) return [span(cellText(nodeId), 'strong')];
  const look = STATUS_LOOKS[nodeStatus(entry, state)];
  const glyph = glyphSet(state.glyphs)[look.glyph];
  return [span(entry.name, 'strong'), span('  '), span(`${glyph} ${look.word}`, look.tone)];
}

function settingsOf(state: TuiState, open: DetailState): SpanLine {
  const entry = state.fleet?.nodes.get(open.nodeId);
  if (!entry) return [];
  const uptime = open.loaded?.detail.report.hardware?.uptimeSeconds ?? null;
  const up = uptime === null ? [] : [span(`up ${formatDuration(uptime)}   `, 'dim')];
  return [...up, span(`seen ${formatDuration(silenceOf(entry, state.now))} ago`, 'dim'), ...neighbours(state)];
}

/** On a wide screen, where `[` and `]` lead. */
function neighbours({ list, columns, glyphs: name }: TuiState): SpanLine {
  if (columns < 100) return [];
  const glyphs = glyphSet(name);
  const at = selectedIndex(list);
  const before = list.order[at - 1];
  const after = list.order[at + 1];
  return [
    span(before === undefined ? '' : `   ${glyphs.previous} ${shortName(before)}`, 'dim'),
    span(after === undefined ? '' : `   ${shortName(after)} ${glyphs.next}`, 'dim'),
  ];
}

const LONGEST_NEIGHBOUR = 20;

function shortName(id: string): string {
  return cutCells(cellText(id), LONGEST_NEIGHBOUR);
}

function positionOf({ list, graphs }: TuiState): SpanLine {
  return [span(`${selectedIndex(list) + 1}/${list.order.length}   ${rangeOf(graphs.range).words}`, 'dim')];
}
