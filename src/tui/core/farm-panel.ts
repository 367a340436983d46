/** The farm's screen: its figures as they went, and who stands out. */
import { cellText } from './cell-text.ts';
import { chromeOf } from './chrome.ts';
import { emptyContent } from './empty-content.ts';
import { farmGraphs } from './farm-graphs.ts';
import type { FarmState } from './farm-state.ts';
import { topLines } from './farm-tops.ts';
import type { FleetView } from './fleet-view.ts';
import { graphsOver, gridOf } from './graph-room.ts';
import { rangeOf } from './history-range.ts';
import { type PanelLine, panel, rule } from './panel.ts';
import { type Span, type SpanLine, span } from './spans.ts';
import type { TuiState } from './state.ts';
import { glyphSet } from './theme.ts';

export function farmPanel(state: TuiState, farm: FarmState): readonly SpanLine[] {
  const chrome = chromeOf(state.columns, state.rows);
  const glyphs = glyphSet(state.glyphs);
  if (!state.fleet) return panel({ title: [span('farm', 'strong')] }, emptyContent(state, chrome), chrome, glyphs);
  const content = farmContent(state, farm);
  const top = Math.max(0, Math.min(farm.top, content.length - chrome.innerRows));
  const below = content.length - top - chrome.innerRows;
  const remains: Span[] = [];
  if (top > 0) remains.push(span(`${glyphs.before} ${top}${below > 0 ? '  ' : ''}`, 'dim'));
  if (below > 0) remains.push(span(`${glyphs.more} ${below} more`, 'dim'));
  const text = {
    title: [span('farm', 'strong'), span(`   ${cellText(state.fleet.farm)}`)],
    settings: [span(countWords(state.fleet), 'dim')],
    position: [span(rangeOf(state.graphs.range).words, 'dim')],
    remains,
  };
  return panel(text, content.slice(top), chrome, glyphs);
}

function countWords({ nodes, jobs }: FleetView): string {
  return `${nodes.size} ${nodes.size === 1 ? 'node' : 'nodes'}   ${jobs.size} ${jobs.size === 1 ? 'job' : 'jobs'}`;
}

/** Lines of each list of who stands out. */
const MOST_TOPS = 10;
const FEW_TOPS = 5;

export function farmContent(state: TuiState, farm: FarmState): readonly PanelLine[] {
  const { innerColumns } = chromeOf(state.columns, state.rows);
  const glyphs = glyphSet(state.glyphs);
  const { view } = state.graphs;
  const facts = {
    summary: farm.summary,
    data: view?.data ?? { loaded: null, heard: [] },
    unit: state.temperatureUnit,
  };
  // A farm has more graphs than a node, and their shape is enough.
  const grid = gridOf(state);
  const most = state.rows >= 40 ? MOST_TOPS : FEW_TOPS;
  const tops = state.fleet
    ? topLines(state.fleet.nodes, { width: innerColumns - 1, glyphs, unit: state.temperatureUnit, most })
    : [];
  return [
    ...(farm.problem === null ? [] : [[span(` ${cellText(farm.problem)}`, 'warn')]]),
    ...graphsOver(farmGraphs(facts), grid && { ...grid, height: grid.height - 1 }, {
      look: { width: innerColumns, view, now: state.now.monotonic, glyphs },
      below: tops.length === 0 ? [] : [rule('who stands out'), ...tops],
    }),
  ];
}
