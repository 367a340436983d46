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
}

const BAR_CELLS = 10;
const WIDEST_NODE = 24;

const { unicode: UNICODE, ascii: ASCII } = TABLE_GLYPHS;
const ASCII_OF: ReadonlyMap<string, string> = new Map(
  (Object.keys(UNICODE) as (keyof TableGlyphs)[]).map((glyph) => [UNICODE[glyph], ASCII[glyph]]),
);

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

function wholeText({ farm, at, nodes, jobs, url }: FarmText): string {
  const counted = `${countText(nodes.length, 'node')}${statesText(nodes)}, ${countText(jobs.length, 'job')}`;
  const heading = `${displaySafe(farm)}  ${at}  ${counted}\n`;
  if (nodes.length === 0) return `${heading}\n${nobodyYet(url)}`;
  const jobTable = jobs.length === 0 ? '' : `\n${textTable(JOB_COLUMNS, jobs.map(jobRow))}`;
  return `${heading}\n${textTable(NODE_COLUMNS, nodes.map(nodeRow))}${reasonLines(nodes)}${jobTable}`;
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

const NODE_COLUMNS: readonly TextColumn[] = [
  left('', 1),
  left('NODE', WIDEST_NODE),
  left('STATE', 8),
  left('JOB', 32),
  left('PROGRESS', BAR_CELLS),
  right('%'),
  right('FRAMES'),
  right('ETA'),
  right('CPU'),
  right('GPU'),
  right('TEMP'),
  right('MEM'),
  right('SEEN'),
];

function nodeRow(node: RenderNodeSummary): string[] {
  const { job } = node;
  const { glyph, word } = STATE_LOOKS[toldStateOf(node.state, job)];
  // What a silent node last said of its job may have been overtaken.
  const eta = job ? etaText(job, node.liveness !== 'online') : UNKNOWN;
  return [
    UNICODE[glyph],
    node.id,
    word,
    job?.title ?? UNKNOWN,
    job ? bar(job.percent) : '',
    formatPercent(job?.percent ?? null),
    job ? framesText(job) : UNKNOWN,
    eta,
    formatPercent(node.cpuPercent),
    formatPercent(node.gpuPercent),
    formatTemperature(node.tempC),
    formatPercent(node.memPercent),
    formatDuration(node.seenSecondsAgo),
  ];
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
