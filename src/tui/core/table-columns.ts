/** Every column that the table of nodes can have, and the sets of them that have a name. */
import type { NodeHealth } from '../../shared/protocol/render-node.ts';
import type { SortKey } from './node-sort.ts';

export interface ColumnInfo {
  /** `°` becomes a `T` where there are only ASCII signs. */
  readonly title: string;
  readonly align: 'left' | 'right';
  readonly sort: SortKey | null;
  /** Least cells. */
  readonly width: number;
  /** What it shows, for the one who chooses. */
  readonly about: string;
}

function text(title: string, width: number, about: string, sort: SortKey | null = null): ColumnInfo {
  return { title, align: 'left', sort, width, about };
}

function figure(title: string, width: number, about: string, sort: SortKey | null = null): ColumnInfo {
  return { title, align: 'right', sort, width, about };
}

export const TABLE_COLUMNS = {
  node: text('NODE', 7, 'name of the node', 'node'),
  state: text('STATE', 7, 'what it does', 'state'),
  job: text('JOB', 12, 'title of its job', 'job'),
  progress: text('PROGRESS', 10, 'bar of the frames that are done'),
  percent: figure('%', 4, 'share of the frames that are done', 'progress'),
  frames: figure('FRAMES', 9, 'frames done, of how many'),
  eta: figure('ETA', 5, 'time until its job is done', 'eta'),
  cpu: figure('CPU', 4, 'use of the processor', 'cpu'),
  gpu: figure('GPU', 4, 'use of the cards', 'gpu'),
  spark: figure('60s', 8, 'load in the last minute'),
  trend: figure('TREND', 8, 'load in the last half hour'),
  temp: figure('TEMP', 4, 'hottest of processor and cards', 'temp'),
  ram: figure('RAM', 4, 'use of the memory', 'ram'),
  seen: figure('SEEN', 4, 'time since its last report', 'seen'),
  alerts: figure('ALERTS', 6, 'its open alerts', 'alerts'),
  'cpu-temp': figure('CPU°', 4, 'temperature of the processor', 'cpu-temp'),
  vrm: figure('VRM°', 4, 'temperature of the voltage regulators', 'vrm'),
  'gpu-temp': figure('GPU°', 4, 'temperature of the hottest card', 'gpu-temp'),
  'gpu-watts': figure('GPU W', 5, 'power that the cards draw', 'gpu-watts'),
  'gpu-limit': figure('LIMIT', 5, 'power that the cards may draw', 'gpu-limit'),
  'gpu-fan': figure('FAN', 4, 'fan of the cards', 'gpu-fan'),
  'gpu-mem': figure('VRAM', 4, 'use of the memory of the cards', 'gpu-mem'),
  root: figure('ROOT', 4, 'use of the root file system', 'root'),
  docker: figure('DOCKER', 6, 'use of the volume of the containers', 'docker'),
  output: figure('OUT', 4, 'use of the fullest volume of its output', 'output'),
  'full-in': figure('FULL IN', 7, 'time until a volume of its output is full', 'full-in'),
  tags: text('TAGS', 12, 'its tags'),
  version: text('AGENT', 8, 'version of its agent'),
  host: text('HOST', 12, 'its host name'),
  reason: text('WHY', 16, 'why it is in its state'),
} as const satisfies Readonly<Record<string, ColumnInfo>>;

export type ColumnName = keyof typeof TABLE_COLUMNS;
export const COLUMN_NAMES = Object.keys(TABLE_COLUMNS) as readonly ColumnName[];

/** Columns that show a figure of the machine's health, and which. */
export const HEALTH_FIELDS = {
  'cpu-temp': 'cpuTempC',
  vrm: 'vrmTempC',
  'gpu-temp': 'gpuTempC',
  'gpu-watts': 'gpuWatts',
  'gpu-limit': 'gpuLimitWatts',
  'gpu-fan': 'gpuFanPercent',
  'gpu-mem': 'gpuMemPercent',
  root: 'rootPercent',
  docker: 'dockerPercent',
  output: 'outputPercent',
  'full-in': 'outputFullInSeconds',
} as const satisfies Readonly<Partial<Record<ColumnName, keyof NodeHealth>>>;
export type HealthColumn = keyof typeof HEALTH_FIELDS;

export function isHealthColumn(name: string): name is HealthColumn {
  return Object.hasOwn(HEALTH_FIELDS, name);
}

const DEFAULT: readonly ColumnName[] = [
  'node',
  'state',
  'job',
  'progress',
  'percent',
  'frames',
  'eta',
  'cpu',
  'gpu',
  'spark',
  'temp',
  'ram',
  'seen',
];

/** What may break next. */
const HEALTH: readonly ColumnName[] = [
  'state',
  'node',
  'cpu-temp',
  'cpu',
  'vrm',
  'gpu-temp',
  'gpu-watts',
  'gpu-limit',
  'gpu-fan',
  'ram',
  'root',
  'docker',
];

export const COLUMN_SETS = { default: DEFAULT, health: HEALTH } as const;
export type ColumnSetName = keyof typeof COLUMN_SETS;
export const COLUMN_SET_NAMES = Object.keys(COLUMN_SETS) as readonly ColumnSetName[];

/** The set that has just these columns in this order, null where none has. */
export function setNameOf(columns: readonly ColumnName[]): ColumnSetName | null {
  return COLUMN_SET_NAMES.find((name) => COLUMN_SETS[name].join() === columns.join()) ?? null;
}

export type ColumnChoice =
  | { readonly ok: true; readonly columns: readonly ColumnName[] }
  | { readonly ok: false; readonly problem: string };

/**
 * The columns that are named, by their names or titles in any case; a set's name stands for its columns. NODE is there
 * whether it is named or not: a row without it tells of nobody.
 */
export function chosenColumns(names: readonly string[]): ColumnChoice {
  const columns = new Set<ColumnName>();
  for (const name of names.map((each) => each.trim().toLowerCase()).filter((each) => each !== '')) {
    const named = columnsNamed(name);
    if (!named)
      return {
        ok: false,
        problem: `There is no column ${name}; there are ${COLUMN_NAMES.join(', ')}, and the sets ${COLUMN_SET_NAMES.join(', ')}.`,
      };
    for (const column of named) columns.add(column);
  }
  return { ok: true, columns: columns.has('node') ? [...columns] : ['node', ...columns] };
}

function columnsNamed(name: string): readonly ColumnName[] | null {
  if (Object.hasOwn(COLUMN_SETS, name)) return COLUMN_SETS[name as ColumnSetName];
  const column = COLUMN_NAMES.find((each) => each === name || TABLE_COLUMNS[each].title.toLowerCase() === name);
  return column ? [column] : null;
}
