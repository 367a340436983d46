/** The open node's alerts, on top of all else: those that the hub has told of by now. */
import { formatDuration } from '../../shared/units.ts';
import { type AlertEntry, isOpen, SEVERITY_RANKS } from './alert-book.ts';
import { alertStand, levelLook, openSeconds, standText } from './alert-stand.ts';
import type { DetailLook } from './detail-content.ts';
import { hubTime } from './fleet-view.ts';
import { plainGlyphs } from './node-row.ts';
import { type SpanLine, span } from './spans.ts';

/** The alerts screen has them all. */
const ALERTS_SHOWN = 4;

export function alertLines(nodeId: string, { state, glyphs }: DetailLook): readonly SpanLine[] {
  const { fleet, now } = state;
  if (!fleet?.alerts.openByNode.has(nodeId)) return [];
  const open = [...fleet.alerts.entries.values()].filter((entry) => entry.alert.node === nodeId && isOpen(entry));
  const hubNow = hubTime(fleet, now);
  const more = open.length - ALERTS_SHOWN;
  return [
    ...open
      .toSorted(worstFirst)
      .slice(0, ALERTS_SHOWN)
      .map((entry): SpanLine => {
        const { glyph, tone } = levelLook(entry);
        const stand = standText(entry, { hubNow, pending: undefined, glyphs });
        const isNew = alertStand(entry, hubNow) === 'new';
        return [
          span(` ${glyphs[glyph]} `, tone),
          span(plainGlyphs(entry.message, glyphs), isNew ? 'strong' : 'plain'),
          span(`   for ${formatDuration(openSeconds(entry, hubNow))}${isNew ? '' : `   ${stand}`}`, 'dim'),
        ];
      }),
    ...(more > 0 ? [[span(` and ${more} more ${more === 1 ? 'alert' : 'alerts'}`, 'dim')]] : []),
  ];
}

function worstFirst(a: AlertEntry, b: AlertEntry): number {
  return SEVERITY_RANKS[b.alert.severity] - SEVERITY_RANKS[a.alert.severity] || b.raisedAt - a.raisedAt;
}
