/** The farm for pipes and printers: an aligned table without any colour, and CSV. */
import { displaySafe } from '../../shared/display-safe.ts';
import type { FleetSnapshot } from '../../shared/protocol/fleet.ts';
import type { RenderNodeSummary } from '../../shared/protocol/render-node.ts';
import { cellWidth, cutCells, fitCells } from '../../shared/text-cells.ts';
import { formatPercent, formatTemperature, UNKNOWN } from '../../shared/units.ts';
import { cellText } from './cell-text.ts';
import { etaText, framesText, shortAge } from './figures.ts';
import { compareNatural } from './natural-order.ts';

export type PlainFleet = Pick<FleetSnapshot, 'nodes' | 'jobs'>;

interface PlainColumn {
  readonly title: string;
  readonly align: 'left' | 'right';
  readonly text: (node: RenderNodeSummary) => string;
}

const COLUMNS: readonly PlainColumn[] = [
  { title: 'NODE', align: 'left', text: (node) => cellText(node.id) },
  { title: 'STATE', align: 'left', text: (node) => node.state },
  { title: 'JOB', align: 'left', text: ({ job }) => (job ? cellText(job.title) : UNKNOWN) },
  { title: 'FRAMES', align: 'right', text: ({ job }) => (job ? framesText(job.done, job.total) : UNKNOWN) },
  { title: '%', align: 'right', text: ({ job }) => formatPercent(job?.percent ?? null) },
  { title: 'ETA', align: 'right', text: ({ job }) => etaOf(job) },
  { title: 'CPU', align: 'right', text: (node) => formatPercent(node.cpuPercent) },
  { title: 'GPU', align: 'right', text: (node) => formatPercent(node.gpuPercent) },
  { title: 'TEMP', align: 'right', text: (node) => formatTemperature(node.tempC) },
  { title: 'RAM', align: 'right', text: (node) => formatPercent(node.memPercent) },
  { title: 'SEEN', align: 'right', text: (node) => shortAge(node.seenSecondsAgo) },
];

function etaOf(job: RenderNodeSummary['job']): string {
  if (!job || job.state === 'completed') return UNKNOWN;
  return etaText({ seconds: job.etaSeconds, unsure: job.etaUnsure });
}

const GAP = '  ';

/** One line a node in natural order under a line of names, ending in a line feed; lines are cut to `columns` where given. */
export function plainTable(fleet: PlainFleet, columns: number | null): string {
  if (fleet.nodes.length === 0) return 'No node has reported yet.\n';
  const rows = inOrder(fleet.nodes).map((node) => COLUMNS.map((column) => column.text(node)));
  const widths = COLUMNS.map(({ title }, index) =>
    Math.max(title.length, ...rows.map((row) => cellWidth(row[index] ?? ''))),
  );
  const titles = COLUMNS.map(({ title }) => title);
  return [titles, ...rows].map((row) => `${cutLine(alignedLine(row, widths), columns)}\n`).join('');
}

function alignedLine(row: readonly string[], widths: readonly number[]): string {
  return COLUMNS.map(({ align }, index) => fitCells(row[index] ?? '', widths[index] ?? 0, align))
    .join(GAP)
    .trimEnd();
}

function cutLine(line: string, columns: number | null): string {
  return columns === null ? line : cutCells(line, columns);
}

const CSV_FIELDS: readonly (readonly [name: string, value: (node: RenderNodeSummary) => string | number | null])[] = [
  ['id', (node) => node.id],
  ['hostname', (node) => node.hostname],
  ['state', (node) => node.state],
  ['reason', (node) => node.reason],
  ['liveness', (node) => node.liveness],
  ['tags', (node) => node.tags.join(' ')],
  ['job', (node) => node.job?.title ?? null],
  ['job_state', (node) => node.job?.state ?? null],
  ['frames_done', (node) => node.job?.done ?? null],
  ['frames_total', (node) => node.job?.total ?? null],
  ['percent', (node) => node.job?.percent ?? null],
  ['eta_seconds', (node) => node.job?.etaSeconds ?? null],
  ['cpu_percent', (node) => node.cpuPercent],
  ['gpu_percent', (node) => node.gpuPercent],
  ['mem_percent', (node) => node.memPercent],
  ['temp_celsius', (node) => node.tempC],
  ['seen_seconds_ago', (node) => node.seenSecondsAgo],
  ['agent_version', (node) => node.agentVersion],
];

/** RFC 4180 but for the line ends, which are those of the shell's tools: a header, quotes where needed; unknown is an empty field. */
export function csvTable(fleet: PlainFleet): string {
  const records = [
    CSV_FIELDS.map(([name]) => name),
    ...inOrder(fleet.nodes).map((node) => CSV_FIELDS.map(([, value]) => csvField(value(node)))),
  ];
  return records.map((record) => `${record.join(',')}\n`).join('');
}

function csvField(value: string | number | null): string {
  if (value === null) return '';
  const text = typeof value === 'number' ? String(value) : displaySafe(value);
  return /[",\r\n]|^\s|\s$/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function inOrder(nodes: readonly RenderNodeSummary[]): readonly RenderNodeSummary[] {
  return nodes.toSorted((a, b) => compareNatural(a.id, b.id));
}
