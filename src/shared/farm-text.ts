/** The farm without a screen, as `curl` and `--once` show it: one line of summary, the nodes, the jobs. */
import { displaySafe } from './display-safe.ts';
import type { JobSummary } from './protocol/job.ts';
import type { RenderNodeSummary } from './protocol/render-node.ts';
import { STATE_LOOKS, TABLE_GLYPHS, type TableGlyphs, toldStateOf } from './state-looks.ts';
import { cutCells } from './text-cells.ts';
import { type TextColumn, textTable } from './text-table.ts';
import { formatDuration, formatPercent, formatTemperature, UNKNOWN } from './units.ts';

export interface FarmText {
  readonly farm: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly nodes: readonly RenderNodeSummary[];
  readonly jobs: readonly JobSummary[];
  /** How the hub is called by those who read this, `http://10.0.0.5:3000`. */
  readonly url: string;
  /** Cuts each line to so many cells; null leaves them whole. */
  readonly columns: number | null;
  readonly ascii: boolean;
  /** The columns of the nodes' table; the usual ones where not given. */
  readonly nodeTexts?: readonly NodeText[];
}

const BAR_CELLS = 10;
const WIDEST_NODE = 24;

const { unicode: UNICODE, ascii: ASCII } = TABLE_GLYPHS;
const ASCII_OF: ReadonlyMap<string, string> = new Map([
  ...(Object.keys(UNICODE) as (keyof TableGlyphs)[]).map((glyph) => [UNICODE[glyph], ASCII[glyph]] as const),
  ['°', ''],
]);

/** Ends with a line break. `more` is text that follows in the same look. */
export function farmText(farm: FarmText, more = ''): string {
  const { columns, ascii } = farm;
  const whole = wholeText(farm) + more;
  const cut =
    columns === null
      ? whole
      : whole
          .split('\n')
          .map((line) => cutCells(line, columns))
          .join('\n');
  return ascii ? Array.from(cut, (sign) => ASCII_OF.get(sign) ?? sign).join('') : cut;
}

function wholeText({ farm, at, nodes, jobs, url, nodeTexts = USUAL_TEXTS }: FarmText): string {
  const counted = `${countText(nodes.length, 'node')}${statesText(nodes)}, ${countText(jobs.length, 'job')}`;
  const heading = `${displaySafe(farm)}  ${at}  ${counted}\n`;
  if (nodes.length === 0) return `${heading}\n${nobodyYet(url)}`;
  const jobTable = jobs.length === 0 ? '' : `\n${textTable(JOB_COLUMNS, jobs.map(jobRow))}`;
  const nodeTable = textTable(
    nodeTexts.map(({ column }) => column),
    nodes.map((node) => nodeTexts.map(({ text }) => text(node))),
  );
  return `${heading}\n${nodeTable}${reasonLines(nodes)}${jobTable}`;
}

/** Why nodes are in their state, a line each: what a supervisor would ask next. */
function reasonLines(nodes: readonly RenderNodeSummary[]): string {
  const lines = nodes.flatMap(({ id, reason }) =>
    reason === null ? [] : [`${cutCells(displaySafe(id), WIDEST_NODE)}: ${displaySafe(reason)}\n`],
  );
  return lines.length === 0 ? '' : `\n${lines.join('')}`;
}

function countText(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** ` (3 rendering, 1 idle)`. */
function statesText(nodes: readonly RenderNodeSummary[]): string {
  const counts = new Map(Object.keys(STATE_LOOKS).map((state) => [state, 0]));
  for (const { state } of nodes) counts.set(state, (counts.get(state) ?? 0) + 1);
  const told = [...counts].filter(([, count]) => count > 0).map(([state, count]) => `${count} ${state}`);
  return told.length === 0 ? '' : ` (${told.join(', ')})`;
}

function nobodyYet(url: string): string {
  return `No node has reported yet. On a render node, with the hub's secret in SENTRY_SECRET:\n  sentry-agent --hub ${displaySafe(url)} DIR\n`;
}

function left(title: string, widest: number): TextColumn {
  return { title, align: 'left', widest };
}

function right(title: string): TextColumn {
  return { title, align: 'right', widest: 20 };
}

/** One column of the table of nodes. */
export interface NodeText {
  readonly column: TextColumn;
  readonly text: (node: RenderNodeSummary) => string;
}

export const NODE_TEXTS = {
  glyph: { column: left('', 1), text: (node) => UNICODE[lookOf(node).glyph] },
  node: { column: left('NODE', WIDEST_NODE), text: (node) => node.id },
  state: { column: left('STATE', 8), text: (node) => lookOf(node).word },
  job: { column: left('JOB', 32), text: ({ job }) => job?.title ?? UNKNOWN },
  progress: { column: left('PROGRESS', BAR_CELLS), text: ({ job }) => (job ? bar(job.percent) : '') },
  percent: { column: right('%'), text: ({ job }) => formatPercent(job?.percent ?? null) },
  frames: { column: right('FRAMES'), text: ({ job }) => (job ? framesText(job) : UNKNOWN) },
  // What a silent node last said of its job may have been overtaken.
  eta: { column: right('ETA'), text: ({ job, liveness }) => (job ? etaText(job, liveness !== 'online') : UNKNOWN) },
  cpu: { column: right('CPU'), text: (node) => formatPercent(ofNow(node, node.cpuPercent)) },
  gpu: { column: right('GPU'), text: (node) => formatPercent(ofNow(node, node.gpuPercent)) },
  temp: { column: right('TEMP'), text: (node) => formatTemperature(ofNow(node, node.tempC)) },
  mem: { column: right('MEM'), text: (node) => formatPercent(ofNow(node, node.memPercent)) },
  seen: { column: right('SEEN'), text: (node) => formatDuration(node.seenSecondsAgo) },
} as const satisfies Readonly<Record<string, NodeText>>;

const USUAL_TEXTS: readonly NodeText[] = Object.values(NODE_TEXTS);

/** A node that is off has no load and no heat, whatever it said last. */
function ofNow({ liveness }: RenderNodeSummary, figure: number | null): number | null {
  return liveness === 'offline' ? null : figure;
}

function lookOf({ state, job }: RenderNodeSummary) {
  return STATE_LOOKS[toldStateOf(state, job)];
}

const JOB_COLUMNS: readonly TextColumn[] = [
  left('JOB', 32),
  left('STATE', 9),
  left('PROGRESS', BAR_CELLS),
  right('%'),
  right('FRAMES'),
  right('ETA'),
  left('MISSING', 32),
  left('NODES', 32),
  left('OUTPUT', 64),
  left('ID', 20),
];

function jobRow(job: JobSummary): string[] {
  return [
    job.title,
    job.state,
    bar(job.percent),
    formatPercent(job.percent),
    framesText(job),
    etaText(job, false),
    job.missing === '' ? UNKNOWN : job.missing,
    job.nodes.join(' '),
    `${job.outputDir.replace(/\/$/, '')}/${job.pattern}`,
    job.id,
  ];
}

/** Whole cells only: this text is read once, and looked through by programs. */
function bar(percent: number | null): string {
  if (percent === null) return '';
  const filled = Math.floor((Math.min(100, Math.max(0, percent)) * BAR_CELLS) / 100);
  return UNICODE.cell.repeat(filled) + UNICODE.track.repeat(BAR_CELLS - filled);
}

function framesText(job: { readonly done: number; readonly total: number | null }): string {
  return job.total === null ? `${job.done}` : `${job.done}/${job.total}`;
}

function etaText(job: Pick<JobSummary, 'etaSeconds' | 'etaUnsure' | 'late' | 'state'>, isOvertaken: boolean): string {
  if (job.late && job.state !== 'completed') return 'late';
  if (job.etaSeconds === null) return UNKNOWN;
  return `${job.etaUnsure || isOvertaken ? '~' : ''}${formatDuration(job.etaSeconds)}`;
}
