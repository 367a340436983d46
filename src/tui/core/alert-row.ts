/** One row of the list of alerts, cell by cell. */
import type { Millis } from '../../shared/clock.ts';
import { cellWidth, cutCells, fitCells } from '../../shared/text-cells.ts';
import { UNKNOWN } from '../../shared/units.ts';
import { type AlertEntry, isOpen } from './alert-book.ts';
import type { AlertColumn, AlertTable } from './alert-columns.ts';
import { type AlertDeed, alertStand, levelLook, openSeconds, standText } from './alert-stand.ts';
import { clockText, shortAge } from './figures.ts';
import { plainGlyphs } from './node-row.ts';
import { fitLine, type Span, type SpanLine, selectedLine, span } from './spans.ts';
import type { GlyphSet, Tone } from './theme.ts';

export interface AlertLook {
  readonly table: AlertTable;
  readonly width: number;
  readonly glyphs: GlyphSet;
  /** Time of the hub's clock, and of ours, in Unix milliseconds. */
  readonly hubNow: Millis;
  readonly now: Millis;
  readonly pending: ReadonlyMap<string, AlertDeed>;
  /** Whether the hub is out of reach: all that is shown is old. */
  readonly isOld: boolean;
}

export function alertRow(entry: AlertEntry, selected: boolean, look: AlertLook): SpanLine {
  const { glyphs, table } = look;
  const { glyph, tone } = levelLook(entry);
  const cells: Span[] = [span(`${glyphs[glyph]} `, tone)];
  const blank = span(' '.repeat(table.gap));
  for (const [index, column] of table.columns.entries()) {
    if (index > 0) cells.push(blank);
    cells.push(...fitLine(cellOf(column, entry, look), column.width));
  }
  const stepsBack = look.isOld || !isOpen(entry);
  const body = stepsBack ? cells.map((cell): Span => ({ ...cell, tone: 'dim' })) : cells;
  const mark = span(selected ? glyphs.selected : ' ', selected ? 'accent' : 'plain');
  const line = fitLine([mark, ...body], look.width);
  return selected ? selectedLine(line) : line;
}

function cellOf(column: AlertColumn, entry: AlertEntry, look: AlertLook): SpanLine {
  const { glyphs, hubNow } = look;
  const text = (words: string, tone: Tone = 'plain'): SpanLine => [
    span(fitCells(plainGlyphs(words, glyphs), column.width, 'left', glyphs.ellipsis), tone),
  ];
  switch (column.name) {
    case 'level':
      return text(entry.alert.severity, levelLook(entry).tone);
    case 'time':
      return text(dayOrTime(entry.raisedAt, look.now), 'dim');
    case 'for':
      return text(ageText(entry, hubNow));
    case 'node':
      return text(aboutText(entry, look.table));
    case 'job':
      return text(entry.jobTitle || UNKNOWN);
    case 'message':
      return messageCell(column.width, entry, glyphs);
    case 'state':
      return text(stateText(entry, look), stateTone(entry, look));
  }
}

export function stateText(entry: AlertEntry, { hubNow, pending, glyphs }: Omit<AlertLook, 'table'>): string {
  return standText(entry, { hubNow, pending: pending.get(entry.alert.id), glyphs });
}

function stateTone(entry: AlertEntry, { hubNow, pending }: AlertLook): Tone {
  if (pending.has(entry.alert.id)) return 'accent';
  return alertStand(entry, hubNow) === 'new' ? 'strong' : 'dim';
}

/** The node; of what is about none its job, where that has no column of its own. */
function aboutText({ node, jobTitle }: AlertEntry, { columns }: AlertTable): string {
  if (node !== '') return node;
  return columns.some(({ name }) => name === 'job') || jobTitle === '' ? UNKNOWN : jobTitle;
}

/** Nothing for what was over as soon as it was told, as a job that is done. */
function ageText(entry: AlertEntry, hubNow: Millis): string {
  const seconds = openSeconds(entry, hubNow);
  return !isOpen(entry) && seconds < 1 ? UNKNOWN : shortAge(seconds);
}

/** The message, and how often it came, which is never cut. */
function messageCell(width: number, { message, alert: { times } }: AlertEntry, glyphs: GlyphSet): SpanLine {
  const mark = times > 1 ? ` ${glyphs.times}${times}` : '';
  const room = Math.max(0, width - cellWidth(mark));
  return [span(cutCells(plainGlyphs(message, glyphs), room, glyphs.ellipsis)), span(mark, 'dim')];
}

/** `14:30:10`, and of another day `01-30`, in at most eight cells. */
function dayOrTime(wallMillis: Millis, now: Millis): string {
  const date = new Date(wallMillis);
  if (date.toDateString() === new Date(now).toDateString()) return clockText(wallMillis, true);
  return [date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}
