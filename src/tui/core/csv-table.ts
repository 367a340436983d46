import { displaySafe } from '../../shared/display-safe.ts';
import { naturalOrder } from '../../shared/natural-order.ts';
import type { JobForecast } from '../../shared/protocol/job.ts';
import type { RenderNodeSummary } from '../../shared/protocol/render-node.ts';

type CsvField = readonly [name: string, value: (node: RenderNodeSummary) => string | number | null];

const CSV_FIELDS: readonly CsvField[] = [
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

/** Of each node's job, where a time was asked for. */
function forecastFields(forecasts: readonly JobForecast[]): readonly CsvField[] {
  const byJob = new Map(forecasts.map((forecast) => [forecast.id, forecast]));
  const of = ({ job }: RenderNodeSummary): JobForecast | undefined => (job ? byJob.get(job.id) : undefined);
  return [
    ['by', (node) => of(node)?.by ?? null],
    ['by_percent', (node) => of(node)?.probabilityPercent ?? null],
    ['nodes_needed', (node) => of(node)?.nodesNeeded ?? null],
  ];
}

/**
 * RFC 4180 but for the line ends, which are those of the shell's tools: a header, quotes where needed; unknown is an
 * empty field. `forecasts` are added to the nodes whose job they are of.
 */
export function csvTable(nodes: readonly RenderNodeSummary[], forecasts?: readonly JobForecast[]): string {
  const fields = forecasts === undefined ? CSV_FIELDS : [...CSV_FIELDS, ...forecastFields(forecasts)];
  const records = [
    fields.map(([name]) => name),
    ...nodes
      .toSorted((a, b) => naturalOrder(a.id, b.id))
      .map((node) => fields.map(([, value]) => csvField(value(node)))),
  ];
  return records.map((record) => `${record.join(',')}\n`).join('');
}

function csvField(value: string | number | null): string {
  if (value === null) return '';
  const text = typeof value === 'number' ? String(value) : displaySafe(value);
  return /[",\r\n]|^\s|\s$/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
