import { csvLine } from '../../shared/csv.ts';
import { naturalOrder } from '../../shared/natural-order.ts';
import type { JobForecast } from '../../shared/protocol/job.ts';
import type { RenderNodeSummary } from '../../shared/protocol/render-node.ts';
import { type AlertBook, EMPTY_BOOK } from './alert-book.ts';
import { columnValue } from './node-cells.ts';
import { type ColumnName, type HealthColumn, isHealthColumn } from './table-columns.ts';

type CsvValue = (node: RenderNodeSummary) => string | number | null;
type CsvField = readonly [name: string, value: CsvValue];

const FIELDS = {
  id: (node) => node.id,
  hostname: (node) => node.hostname,
  state: (node) => node.state,
  reason: (node) => node.reason,
  liveness: (node) => node.liveness,
  tags: (node) => node.tags.join(' '),
  job: (node) => node.job?.title ?? null,
  job_state: (node) => node.job?.state ?? null,
  frames_done: (node) => node.job?.done ?? null,
  frames_total: (node) => node.job?.total ?? null,
  percent: (node) => node.job?.percent ?? null,
  eta_seconds: (node) => node.job?.etaSeconds ?? null,
  cpu_percent: (node) => node.cpuPercent,
  gpu_percent: (node) => node.gpuPercent,
  mem_percent: (node) => node.memPercent,
  temp_celsius: (node) => node.tempC,
  seen_seconds_ago: (node) => node.seenSecondsAgo,
  agent_version: (node) => node.agentVersion,
} as const satisfies Readonly<Record<string, CsvValue>>;

const USUAL_FIELDS: readonly CsvField[] = Object.entries(FIELDS);

const HEALTH_NAMES: Readonly<Record<HealthColumn, string>> = {
  'cpu-temp': 'cpu_temp_celsius',
  vrm: 'vrm_temp_celsius',
  'gpu-temp': 'gpu_temp_celsius',
  'gpu-watts': 'gpu_watts',
  'gpu-limit': 'gpu_limit_watts',
  'gpu-fan': 'gpu_fan_percent',
  'gpu-mem': 'gpu_mem_percent',
  root: 'root_percent',
  docker: 'docker_percent',
  output: 'output_percent',
  'full-in': 'output_full_in_seconds',
};

const HEALTH_COLUMNS = Object.keys(HEALTH_NAMES) as readonly HealthColumn[];

function healthField(name: HealthColumn): CsvField {
  return [HEALTH_NAMES[name], (node) => columnValue(name, node)];
}

/** What a column of the screen is in CSV; what the dashboard alone has seen is in none. */
const FIELDS_OF: Readonly<Record<Exclude<ColumnName, HealthColumn | 'alerts'>, readonly (keyof typeof FIELDS)[]>> = {
  node: ['id'],
  state: ['state'],
  job: ['job', 'job_state'],
  progress: ['percent'],
  percent: ['percent'],
  frames: ['frames_done', 'frames_total'],
  eta: ['eta_seconds'],
  cpu: ['cpu_percent'],
  gpu: ['gpu_percent'],
  spark: [],
  trend: [],
  temp: ['temp_celsius'],
  ram: ['mem_percent'],
  seen: ['seen_seconds_ago'],
  tags: ['tags'],
  version: ['agent_version'],
  host: ['hostname'],
  reason: ['reason'],
};

function chosenFields(columns: readonly ColumnName[], alerts: AlertBook['openByNode']): readonly CsvField[] {
  const fields = columns.flatMap((name): readonly CsvField[] => {
    if (isHealthColumn(name)) return [healthField(name)];
    if (name === 'alerts') return [['alerts', (node) => alerts.get(node.id)?.count ?? 0]];
    return FIELDS_OF[name].map((field) => [field, FIELDS[field]]);
  });
  return [...new Map(fields)];
}

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

export interface CsvLook {
  /** Columns of the screen, in their order; all that is known of the nodes where not given. */
  readonly columns?: readonly ColumnName[] | undefined;
  /** Added to the nodes whose job they are of. */
  readonly forecasts?: readonly JobForecast[] | undefined;
  readonly alerts?: AlertBook['openByNode'];
}

/** A header, then a line a node; unknown is an empty field. */
export function csvTable(
  nodes: readonly RenderNodeSummary[],
  { columns, forecasts, alerts = EMPTY_BOOK.openByNode }: CsvLook = {},
): string {
  const foretold = forecasts === undefined ? [] : forecastFields(forecasts);
  const fields = columns
    ? [...chosenFields(columns, alerts), ...foretold]
    : [...USUAL_FIELDS, ...foretold, ...HEALTH_COLUMNS.map(healthField)];
  const records = [
    fields.map(([name]) => name),
    ...nodes.toSorted((a, b) => naturalOrder(a.id, b.id)).map((node) => fields.map(([, value]) => value(node))),
  ];
  return records.map(csvLine).join('');
}
