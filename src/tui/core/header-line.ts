/** The first line: the farm, the connection, how many nodes are in which state, the clock. */

import type { Moment } from '../../shared/clock.ts';
import { formatDuration } from '../../shared/units.ts';
import { SEVERITY_LOOKS } from './alert-stand.ts';
import { cellText } from './cell-text.ts';
import { chromeOf } from './chrome.ts';
import type { Connection, Loss } from './connection.ts';
import { clockText } from './figures.ts';
import { filterSpans } from './filter-spans.ts';
import type { FleetView } from './fleet-view.ts';
import { secondsSince } from './moment.ts';
import { type NodeStatus, nodeStatus } from './node-status.ts';
import { fitLine, justify, lineWidth, type Span, type SpanLine, span } from './spans.ts';
import type { TuiState } from './state.ts';
import { type GlyphSet, glyphSet, type Tone } from './theme.ts';

/** From this width on words stand beside the glyphs, and the clock has seconds. */
const WIDE_COLUMNS = 120;

export function headerLine(state: TuiState): SpanLine {
  const glyphs = glyphSet(state.glyphs);
  const filtered = state.alerts.place === 'open' ? state.alerts.list : state.list;
  if (!chromeOf(state.columns, state.rows).border && (filtered.editingFilter || filtered.filter !== ''))
    return fitLine([span(' / ', 'key'), ...filterSpans(filtered, glyphs)], state.columns, glyphs.ellipsis);
  const wide = state.columns >= WIDE_COLUMNS;
  const gap = wide ? '  ' : ' ';
  const link = connectionText(state.connection, state.now, glyphs, wide);
  const farm = state.fleet ? [span(`${gap}${cellText(state.fleet.farm)}`)] : [];
  const counts = state.fleet ? countSpans(state.fleet, state, wide) : [];
  const clock = [...alertSpans(state.fleet, glyphs), span(`${clockText(state.now.wall, wide)} `)];
  const name = [span(' sentry', 'strong')];
  const candidates: readonly SpanLine[] = [
    [...name, ...farm, span(gap), ...link, span(wide ? '    ' : '   '), ...counts],
    [...name, span(gap), ...link, span('   '), ...counts],
    [span(' '), ...link, span('  '), ...counts],
  ];
  const room = state.columns - lineWidth(clock) - 1;
  const left = candidates.find((line) => lineWidth(line) <= room);
  if (left) return justify(left, clock, state.columns);
  return justify([span(' '), ...link], [], state.columns, glyphs.ellipsis);
}

function connectionText(connection: Connection, now: Moment, glyphs: GlyphSet, wide: boolean): SpanLine {
  switch (connection.kind) {
    case 'live': {
      const latency = wide && connection.latencyMillis !== null ? ` ${Math.round(connection.latencyMillis)}ms` : '';
      return [span(`${glyphs.rendering} live`, 'good'), span(latency, 'dim')];
    }
    case 'connecting':
      if (connection.loss === null) return [span(`${glyphs.stale} connecting`, 'dim')];
      return [span(`${glyphs.down} ${lossWord(connection.loss, now)}, trying`, 'bad')];
    case 'lost': {
      const retry = Math.max(0, Math.ceil((connection.retryAt - now.monotonic) / 1000));
      return [span(`${glyphs.down} ${lossWord(connection.loss, now)}, retry in ${retry}s`, 'bad')];
    }
  }
}

function lossWord({ cause, since }: Loss, now: Moment): string {
  switch (cause) {
    case 'unreachable':
      return `offline ${formatDuration(secondsSince(since, now))}`;
    case 'unauthorised':
      return 'secret refused';
    case 'forbidden':
      return 'not allowed';
    case 'not_a_hub':
      return 'no hub there';
    case 'wrong_version':
      return 'other version';
  }
}

/** `✕ 6 alerts`: how many are open, by the sign of the worst. */
function alertSpans(fleet: FleetView | null, glyphs: GlyphSet): SpanLine {
  const open = fleet?.alerts.open;
  if (!open) return [];
  const { glyph, tone } = SEVERITY_LOOKS[open.worst];
  return [span(`${glyphs[glyph]} ${open.count} ${open.count === 1 ? 'alert' : 'alerts'}`, tone), span('  ')];
}

interface CountLook {
  readonly glyph: keyof Pick<GlyphSet, 'rendering' | 'idle' | 'warning' | 'stale' | 'down'>;
  readonly word: string;
  readonly tone: Tone;
  readonly of: readonly NodeStatus[];
}

const COUNTS: readonly CountLook[] = [
  { glyph: 'rendering', word: 'render', tone: 'good', of: ['rendering'] },
  { glyph: 'idle', word: 'idle', tone: 'plain', of: ['idle', 'done'] },
  { glyph: 'warning', word: 'warn', tone: 'warn', of: ['stalled', 'aborted', 'hot'] },
  { glyph: 'stale', word: 'stale', tone: 'plain', of: ['stale'] },
  { glyph: 'down', word: 'down', tone: 'bad', of: ['error', 'offline', 'failed'] },
];

function countSpans(fleet: FleetView, state: TuiState, wide: boolean): SpanLine {
  const glyphs = glyphSet(state.glyphs);
  const byStatus = new Map<NodeStatus, number>();
  for (const entry of fleet.nodes.values()) {
    const status = nodeStatus(entry, state);
    byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
  }
  const total = fleet.nodes.size;
  const spans: Span[] = wide ? [span(`${total} ${total === 1 ? 'node' : 'nodes'}   `)] : [];
  for (const [index, look] of COUNTS.entries()) {
    const count = look.of.reduce((sum, status) => sum + (byStatus.get(status) ?? 0), 0);
    const text = wide ? `${glyphs[look.glyph]} ${count} ${look.word}` : `${glyphs[look.glyph]}${count}`;
    spans.push(span(index === 0 ? '' : wide ? '  ' : ' '), span(text, count === 0 ? 'dim' : look.tone));
  }
  return spans;
}
