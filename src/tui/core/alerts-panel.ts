/** The alerts screen's panel: the list, and under it what is known of the selected one. */
import { cellWidth, fitCells } from '../../shared/text-cells.ts';
import type { AlertEntry } from './alert-book.ts';
import { ALERT_LEAD_CELLS, type AlertNeeds, type AlertTable, alertTable } from './alert-columns.ts';
import { alertDetails, alertHeading } from './alert-details.ts';
import type { AlertList } from './alert-list.ts';
import { type AlertLook, alertRow, stateText } from './alert-row.ts';
import { type AlertStand, alertStand } from './alert-stand.ts';
import { alertDetailRows, alertRows } from './alerts-layout.ts';
import { cellText } from './cell-text.ts';
import { chromeOf, hasColumnNames } from './chrome.ts';
import { isLive } from './connection.ts';
import { emptyContent } from './empty-content.ts';
import { filterSpans } from './filter-spans.ts';
import { type FleetView, hubTime } from './fleet-view.ts';
import { type PanelLine, panel } from './panel.ts';
import { selectedIndex } from './row-list.ts';
import { fitLine, type SpanLine, span } from './spans.ts';
import type { TuiState } from './state.ts';
import { type GlyphSet, glyphSet } from './theme.ts';

/** From this width on the title says how the list is sorted, and whether closed alerts are in it. */
const WIDE_COLUMNS = 100;

export function alertsPanel(state: TuiState): readonly SpanLine[] {
  const chrome = chromeOf(state.columns, state.rows);
  const glyphs = glyphSet(state.glyphs);
  const { fleet } = state;
  const { list } = state.alerts;
  const heading = { title: [span('alerts', 'strong')] };
  if (!fleet) return panel(heading, emptyContent(state, chrome), chrome, glyphs);
  if (!fleet.tellsAlerts) return panel(heading, untoldLines(fleet), chrome, glyphs);
  const text = { title: titleOf(fleet, list), settings: settingsOf(state, fleet) };
  const entries = list.order.flatMap((id) => fleet.alerts.entries.get(id) ?? []);
  if (entries.length === 0) return panel(text, emptyLines(state, fleet), chrome, glyphs);
  const most = alertRows(state);
  const shown = entries.slice(list.top, list.top + most);
  const below = entries.length - list.top - shown.length;
  const content: readonly PanelLine[] = [
    ...listLines(entries, shown, state, fleet),
    ...detailLines(state, fleet, entries.length),
  ];
  return panel(
    {
      ...text,
      position: [span(`${selectedIndex(list) + 1}/${entries.length}`, 'dim')],
      remains: below > 0 ? [span(`${glyphs.more} ${below} more`, 'dim')] : [],
    },
    content,
    chrome,
    glyphs,
  );
}

/** `alerts 6 open`, and of a filtered list how many it lets through. */
function titleOf({ alerts }: FleetView, list: AlertList): SpanLine {
  const open = span(` ${alerts.open?.count ?? 0} open`);
  const shown = list.filter === '' ? [] : [span(`   ${list.order.length} of ${alerts.entries.size}`, 'dim')];
  return [span('alerts', 'strong'), open, ...shown];
}

function settingsOf(state: TuiState, fleet: FleetView): SpanLine {
  const { list } = state.alerts;
  const glyphs = glyphSet(state.glyphs);
  const counts = standCounts(fleet, state);
  const told = [`new ${counts.new}`, `ack ${counts.acknowledged}`];
  if (counts.muted > 0) told.push(`muted ${counts.muted}`);
  const filter =
    list.filter === '' && !list.editingFilter ? [] : [span('/ ', 'key'), ...filterSpans(list, glyphs), span('   ')];
  if (state.columns < WIDE_COLUMNS) return [...filter, span(told.join('   '), 'dim')];
  const direction = list.sort.descending ? glyphs.descending : glyphs.ascending;
  const closed = `show closed ${list.showsClosed ? glyphs.rendering : glyphs.idle}`;
  return [...filter, span([...told, closed, `sort ${list.sort.key} ${direction}`].join('   '), 'dim')];
}

function standCounts(fleet: FleetView, { now }: TuiState): Readonly<Record<AlertStand, number>> {
  const counts = { new: 0, acknowledged: 0, muted: 0, closed: 0 };
  const hubNow = hubTime(fleet, now);
  for (const entry of fleet.alerts.entries.values()) counts[alertStand(entry, hubNow)]++;
  return counts;
}

function emptyLines(state: TuiState, { alerts }: FleetView): readonly SpanLine[] {
  const { list } = state.alerts;
  if (list.filter !== '') return [[span(' No alert matches the filter; esc clears it.')]];
  if (alerts.entries.size > 0) return [[span(' No alert is open; v shows those that are closed.')]];
  // What has gone wrong since the hub was last heard is not known here.
  if (!isLive(state.connection))
    return [
      [span(' There was no alert when the hub was last heard.', 'warn')],
      [span(' What is wrong now is listed here when it answers again.', 'dim')],
    ];
  return [
    [span(` ${glyphSet(state.glyphs).done} `, 'good'), span('No alerts: nothing calls for anybody.')],
    [span('   What goes wrong is listed here, what is too hot or too full as well.', 'dim')],
  ];
}

/** That nothing is told is not that all is well. */
function untoldLines({ hubVersion }: FleetView): readonly SpanLine[] {
  return [
    [span(` The hub is version ${cellText(hubVersion)}, which does not tell of alerts yet.`, 'warn')],
    [span(' Update it, and what goes wrong is listed here.', 'dim')],
  ];
}

function listLines(
  entries: readonly AlertEntry[],
  shown: readonly AlertEntry[],
  state: TuiState,
  fleet: FleetView,
): readonly SpanLine[] {
  const width = chromeOf(state.columns, state.rows).innerColumns;
  const glyphs = glyphSet(state.glyphs);
  const about: Omit<AlertLook, 'table'> = {
    width,
    glyphs,
    hubNow: hubTime(fleet, state.now),
    now: state.now.wall,
    pending: state.alerts.pending,
    isOld: !isLive(state.connection),
  };
  const look = { ...about, table: alertTable(width, needsOf(entries, about)) };
  const { list } = state.alerts;
  const rows = shown.map((entry) => alertRow(entry, entry.alert.id === list.selectedId, look));
  return hasColumnNames(state.rows) ? [columnNames(look.table, list, glyphs), ...rows] : rows;
}

function needsOf(entries: readonly AlertEntry[], look: Omit<AlertLook, 'table'>): AlertNeeds {
  const needs = { nodeCells: 0, jobCells: 0, soleJobCells: 0, stateCells: 0 };
  for (const entry of entries) {
    const jobCells = cellWidth(entry.jobTitle);
    needs.nodeCells = Math.max(needs.nodeCells, cellWidth(entry.node));
    needs.jobCells = Math.max(needs.jobCells, jobCells);
    if (entry.node === '') needs.soleJobCells = Math.max(needs.soleJobCells, jobCells);
    needs.stateCells = Math.max(needs.stateCells, cellWidth(stateText(entry, look)));
  }
  return needs;
}

function columnNames({ columns, gap }: AlertTable, list: AlertList, glyphs: GlyphSet): SpanLine {
  const mark = list.sort.descending ? glyphs.descending : glyphs.ascending;
  const names = columns.map(({ title, sort, width }) =>
    fitCells(sort === list.sort.key && title.length < width ? title + mark : title, width, 'left', glyphs.ellipsis),
  );
  return [span(' '.repeat(ALERT_LEAD_CELLS) + names.join(' '.repeat(gap)), 'dim')];
}

function detailLines(state: TuiState, fleet: FleetView, count: number): readonly PanelLine[] {
  const rows = alertDetailRows(state, count);
  const id = state.alerts.list.selectedId;
  const entry = id === null ? undefined : fleet.alerts.entries.get(id);
  if (rows === 0 || !entry) return [];
  const glyphs = glyphSet(state.glyphs);
  const width = chromeOf(state.columns, state.rows).innerColumns - 1;
  const lines = alertDetails(entry, fleet, state, width).map((line) => fitLine(line, width, glyphs.ellipsis));
  return [{ rule: alertHeading(entry, glyphs) }, ...lines.slice(0, rows)];
}
