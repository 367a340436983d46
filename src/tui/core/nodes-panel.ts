/** The main screen's panel: the table of nodes, or what is awaited and how to get it. */
import { cellWidth, fitCells } from '../../shared/text-cells.ts';
import { formatDuration } from '../../shared/units.ts';
import { chromeOf, hasColumnNames, tableRows } from './chrome.ts';
import { emptyContent } from './empty-content.ts';
import { filterSpans } from './filter-spans.ts';
import type { FleetView, NodeEntry } from './fleet-view.ts';
import { secondsSince } from './moment.ts';
import { type Column, isBare, LEAD_CELLS, type TableLayout, tableLayout } from './node-columns.ts';
import { listedNodes, type NodeList } from './node-list.ts';
import { nodeRow, type RowLook, spoiltMark } from './node-row.ts';
import { type PanelText, panel } from './panel.ts';
import { selectedIndex } from './row-list.ts';
import { type Span, type SpanLine, span } from './spans.ts';
import type { TuiState } from './state.ts';
import { type GlyphSet, glyphSet } from './theme.ts';

export function nodesPanel(state: TuiState): readonly SpanLine[] {
  const chrome = chromeOf(state.columns, state.rows);
  const glyphs = glyphSet(state.glyphs);
  const { fleet, list } = state;
  if (!fleet || list.order.length === 0) {
    const title = fleet ? titleOf(state, fleet) : [span('nodes', 'strong')];
    const settings = fleet && fleet.nodes.size > 0 ? settingsOf(state) : [];
    return panel({ title, settings }, emptyContent(state, chrome), chrome, glyphs);
  }
  return panel(panelText(state, fleet), tableLines(state, fleet, chrome.innerColumns), chrome, glyphs);
}

function panelText(state: TuiState, fleet: FleetView): PanelText {
  const { list } = state;
  const glyphs = glyphSet(state.glyphs);
  const below = list.order.length - list.top - tableRows(state.columns, state.rows);
  const remains: Span[] = [];
  if (list.top > 0) remains.push(span(`${glyphs.before} ${list.top}`, 'dim'));
  if (list.top > 0 && below > 0) remains.push(span('  '));
  if (below > 0) remains.push(span(`${glyphs.more} ${below} more`, 'dim'));
  return {
    title: titleOf(state, fleet),
    settings: settingsOf(state),
    // Plain, as it is written with each movement: what needs no colour takes fewer bytes.
    position: [span(`${selectedIndex(list) + 1}/${list.order.length}`)],
    remains,
  };
}

/** `nodes 48`, `nodes 3 of 48`, and how long the list has been frozen. */
function titleOf({ list, now }: TuiState, fleet: FleetView): SpanLine {
  const total = listedNodes(list, fleet).size;
  const shown = list.filter === '' ? `${total}` : `${list.order.length} of ${total}`;
  const title = [span('nodes', 'strong'), span(` ${shown}`)];
  if (!list.frozen) return title;
  const age = formatDuration(secondsSince(list.frozen.since.monotonic, now));
  return [...title, span('   '), span(`frozen ${age}`, 'warn')];
}

function settingsOf({ list, columns, glyphs: name }: TuiState): SpanLine {
  const glyphs = glyphSet(name);
  const direction = list.sort.descending ? glyphs.descending : glyphs.ascending;
  const sort = [span(`sort ${list.sort.key} ${direction}`, 'dim')];
  if (list.filter === '' && !list.editingFilter)
    return columns < 60 ? sort : [span('/ no filter', 'dim'), span('   '), ...sort];
  return [span('/ ', 'key'), ...filterSpans(list, glyphs), ...(columns < 60 ? [] : [span('   '), ...sort])];
}

function tableLines(state: TuiState, fleet: FleetView, width: number): readonly SpanLine[] {
  const { list } = state;
  const glyphs = glyphSet(state.glyphs);
  const nodes = listedNodes(list, fleet);
  const layout = tableLayout({
    width,
    chosen: state.tableColumns,
    needs: needsOf([...nodes.values()], { jobs: fleet.jobs, glyphs }),
    bare: isBare(state.columns),
  });
  const look: RowLook = {
    layout,
    width,
    glyphs,
    temperatureUnit: state.temperatureUnit,
    jobs: fleet.jobs,
    alerts: fleet.alerts.openByNode,
    now: state.now,
    connection: state.connection,
  };
  const lines: SpanLine[] = hasColumnNames(state.rows) ? [columnNames(layout, list, glyphs)] : [];
  for (const id of list.order.slice(list.top, list.top + tableRows(state.columns, state.rows))) {
    const entry = nodes.get(id);
    if (entry) lines.push(nodeRow(entry, fleet.nodes.get(id) ?? entry, id === list.selectedId, look));
  }
  return lines;
}

function needsOf(nodes: readonly NodeEntry[], look: Pick<RowLook, 'jobs' | 'glyphs'>) {
  let nodeCells = 0;
  let jobCells = 0;
  for (const entry of nodes) {
    nodeCells = Math.max(nodeCells, entry.nameCells);
    const mark = spoiltMark(entry, look);
    jobCells = Math.max(jobCells, entry.jobCells + (mark === '' ? 0 : cellWidth(mark)));
  }
  return { nodeCells, jobCells };
}

/** `CPU°`, and where there is no such sign `CPUT`. */
export function columnTitle(title: string, glyphs: GlyphSet): string {
  return title.replace('°', glyphs.degree || 'T');
}

/** The names of the columns; the one that is sorted by bears the direction. */
function columnNames(layout: TableLayout, list: NodeList, glyphs: GlyphSet): SpanLine {
  const names = layout.columns.map((column) =>
    fitCells(nameOf(column, list, glyphs), column.width, column.align, glyphs.ellipsis),
  );
  return [span(' '.repeat(LEAD_CELLS) + names.join(' '.repeat(layout.gap)), 'dim')];
}

function nameOf({ name, title: told, sort, width }: Column, list: NodeList, glyphs: GlyphSet): string {
  if (name === 'progress' && told.length > width) return 'DONE';
  const title = columnTitle(told, glyphs);
  if (sort === null || sort !== list.sort.key) return title;
  const mark = list.sort.descending ? glyphs.descending : glyphs.ascending;
  return title.length < width ? title + mark : title.slice(0, width - 1) + mark;
}
