/** Graphs in a panel: side by side as areas where it is wide, a sparkline each where it is not. */
import type { Level } from '../../shared/protocol/threshold.ts';
import { defaultThreshold, levelOf, type Threshold } from '../../shared/telemetry/thresholds.ts';
import { fitCells } from '../../shared/text-cells.ts';
import { signOf } from './detail-section.ts';
import { createMemo } from './graph-memo.ts';
import { roundHeight, rowOf, valueOfRow } from './graph-scale.ts';
import { areaGraph, areaValues, sparkline, type ValueRange } from './graphs.ts';
import { type GraphSource, type GraphValues, graphValues } from './history-series.ts';
import type { HistoryView } from './history-view.ts';
import { plainGlyphs } from './node-row.ts';
import { isRule, type PanelLine } from './panel.ts';
import { fitLine, lineWidth, type Span, type SpanLine, span } from './spans.ts';
import type { GlyphSet, Tone } from './theme.ts';

export interface Graph {
  readonly title: string;
  /** What it is now, and how far that is beyond what is usual. */
  readonly value: string;
  readonly tone: Tone;
  /** More of it, in a few words. */
  readonly note: string;
  readonly source: GraphSource;
  /** Fixed, or at least so high and higher where the values are. */
  readonly range: ValueRange | { readonly least: number };
  /** How a height is written, in four cells. */
  readonly scale: (value: number) => string;
  /** Colours the lines of the area whose height is beyond it. */
  readonly threshold: Threshold | null;
}

/** Hard work is nothing critical: it is what a render node is for. */
export const WORK: Threshold = { ...defaultThreshold('cpuPercent'), crit: null };

export interface GraphLook {
  /** Cells between the borders. */
  readonly width: number;
  readonly view: HistoryView | null;
  /** Monotonic. */
  readonly now: number;
  readonly glyphs: GlyphSet;
}

const NO_VALUES: GraphValues = [];

interface Plot {
  readonly values: GraphValues;
  readonly range: ValueRange;
}

function plotOf(graph: Graph, columns: number, { view, now }: GraphLook): Plot {
  const values = view ? graphValues(view, graph.source, columns, now) : NO_VALUES;
  return { values, range: 'least' in graph.range ? [0, roundHeight(values, graph.range.least)] : graph.range };
}

const LEAST_VALUE_CELLS = 5;
/** A cell of less would only repeat its neighbour. */
const MOST_SPARK_CELLS = 90;
const LEAST_SPARK_CELLS = 8;

/** A line a graph: its name, what it is now, its way there, more of it. */
export function sparkLines(graphs: readonly Graph[], look: GraphLook): readonly SpanLine[] {
  const { width, glyphs } = look;
  const noteCells = Math.min(30, Math.max(0, ...graphs.map(({ note }) => note.length)));
  const values = graphs.map((graph) => valueText(graph, glyphs));
  const valueCells = Math.max(LEAST_VALUE_CELLS, ...values.map((value) => value.length));
  const titleCells = Math.max(...graphs.map(({ title }) => title.length));
  const room = width - titleCells - valueCells - 7 - noteCells;
  const cells = Math.max(LEAST_SPARK_CELLS, Math.min(MOST_SPARK_CELLS, room));
  return graphs.map((graph, index) => {
    const plot = plotOf(graph, cells, look);
    return [
      span(` ${fitCells(graph.title, titleCells)} `, 'dim'),
      span(fitCells(values[index] ?? '', valueCells, 'right'), graph.tone),
      span('  '),
      span(sparkline(plot.values, cells, glyphs, plot.range), 'accent'),
      span(`  ${plainGlyphs(graph.note, glyphs)}`, 'dim'),
    ];
  });
}

/** The value now, with the sign of what its colour tells. */
function valueText({ value, tone }: Graph, glyphs: GlyphSet): string {
  return signOf(tone, glyphs) + plainGlyphs(value, glyphs);
}

export interface Grid {
  /** Graphs side by side. */
  readonly across: number;
  /** Lines of each. */
  readonly height: number;
}

/** Areas side by side, under rules that name them. */
export function graphGrid(graphs: readonly Graph[], grid: Grid, look: GraphLook): readonly PanelLine[] {
  const widths = columnWidths(look.width, grid.across);
  const lines: PanelLine[] = [];
  for (let first = 0; first < graphs.length; first += grid.across) {
    const row = graphs.slice(first, first + grid.across);
    lines.push(titleRule(row, widths, { ...look, junction: first === 0 ? 'down' : 'cross' }));
    const areas = widths.map((width, index) => areaLines(row[index], { width, height: grid.height }, look));
    for (let line = 0; line < grid.height; line++)
      lines.push(
        areas.flatMap((area, index): SpanLine => {
          const border = index === 0 ? [] : [span(look.glyphs.vertical, 'border')];
          return [...border, ...fitLine(area[line] ?? [], widths[index] ?? 0)];
        }),
      );
  }
  return lines;
}

/** The rule below a grid, with the ends of its inner borders. */
export function ruleBelow(line: PanelLine, { across }: Grid, { width, glyphs }: GraphLook): PanelLine {
  if (!isRule(line) || !('rule' in line)) return line;
  const heading = [span(`${glyphs.horizontal} `, 'border'), ...line.rule, span(' ')];
  const drawn = [...Array<string>(width).fill(glyphs.horizontal)];
  for (const border of borders(columnWidths(width, across))) drawn[border] = glyphs.middle.up;
  return { drawnRule: [...heading, span(drawn.slice(lineWidth(heading)).join(''), 'border')] };
}

/** Equal columns with a border between any two of them; the last has what is left over. */
function columnWidths(width: number, across: number): readonly number[] {
  const each = Math.floor((width - (across - 1)) / across);
  return Array.from({ length: across }, (_, index) => (index < across - 1 ? each : width - (across - 1) * (each + 1)));
}

/** Where the borders between the columns stand. */
function borders(widths: readonly number[]): readonly number[] {
  let at = -1;
  return widths.slice(0, -1).map((width) => {
    at += width + 1;
    return at;
  });
}

function titleRule(
  row: readonly Graph[],
  widths: readonly number[],
  { glyphs, junction }: GraphLook & { readonly junction: 'down' | 'cross' },
): PanelLine {
  const drawn = widths.flatMap((width, index): SpanLine => {
    const border = index === 0 ? [] : [span(glyphs.middle[junction], 'border')];
    const title = row[index] ? titleSpans(row[index], width - 3, glyphs) : [];
    const rest = width - lineWidth(title);
    return [...border, ...title, span(glyphs.horizontal.repeat(Math.max(0, rest)), 'border')];
  });
  return { drawnRule: drawn };
}

function titleSpans(graph: Graph, room: number, glyphs: GlyphSet): SpanLine {
  const text: Span[] = [span(`${graph.title} `, 'strong'), span(valueText(graph, glyphs), graph.tone)];
  const note = span(`   ${plainGlyphs(graph.note, glyphs)}`, 'dim');
  const whole = graph.note === '' ? text : [...text, note];
  const fitting = lineWidth(whole) <= room ? whole : fitLine(whole, room, glyphs.ellipsis);
  return [span(`${glyphs.horizontal} `, 'border'), ...fitting, span(' ')];
}

const SCALE_CELLS = 4;
/** A blank at the border, the scale, a blank, and one before the next border. */
const AROUND_CELLS = SCALE_CELLS + 3;

const drawn = createMemo<readonly string[]>();

interface AreaCells {
  readonly width: number;
  readonly height: number;
}

function areaLines(graph: Graph | undefined, cells: AreaCells, look: GraphLook): readonly SpanLine[] {
  if (!graph) return [];
  const { glyphs } = look;
  const { height } = cells;
  const width = Math.max(1, cells.width - AROUND_CELLS);
  const { values, range } = plotOf(graph, areaValues(width), look);
  const variant = `${width} ${height} ${range.join()} ${glyphs.horizontal}`;
  const lines = drawn(values, variant, () => areaGraph(values, { width, height, range }, glyphs));
  return lines.map((line, row) => {
    const scale = scaleAt(row, { graph, range, height });
    return [
      span(` ${fitCells(plainGlyphs(scale.text, glyphs), SCALE_CELLS, 'right')} `, scale.tone),
      span(line, toneOfLevel(graph.threshold && levelOf(graph.threshold, valueOfRow(row, range, height)))),
    ];
  });
}

interface ScaleOf {
  readonly graph: Graph;
  readonly range: ValueRange;
  readonly height: number;
}

/** The ends of the scale, and between them where it gets critical. */
function scaleAt(row: number, { graph, range, height }: ScaleOf): { readonly text: string; readonly tone: Tone } {
  if (row === 0) return { text: graph.scale(range[1]), tone: 'dim' };
  if (row === height - 1) return { text: graph.scale(range[0]), tone: 'dim' };
  const limit = graph.threshold?.crit ?? null;
  const isThere = limit !== null && rowOf(limit, range, height) === row;
  return isThere ? { text: graph.scale(limit), tone: 'warn' } : { text: '', tone: 'dim' };
}

/** The colour of a graph's line whose height is at that level. */
function toneOfLevel(level: Level | null): Tone {
  if (level === 'crit') return 'bad';
  return level === 'warn' ? 'warn' : 'accent';
}
