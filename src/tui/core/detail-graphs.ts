/** The open node's figures as they went: areas where it is wide, a sparkline each where it is not. */
import type { HardwareSample } from '../../shared/protocol/hardware.ts';
import type { RenderNodeDetail } from '../../shared/protocol/render-node.ts';
import { defaultThreshold, withOwnLimit } from '../../shared/telemetry/thresholds.ts';
import { formatBytes, formatPercent, formatTemperature, UNKNOWN } from '../../shared/units.ts';
import { cellText } from './cell-text.ts';
import type { DetailLook } from './detail-content.ts';
import { hottestOf } from './detail-hottest.ts';
import { type Judge, judgeBy, toneOf } from './detail-section.ts';
import { bytesOfText } from './figures.ts';
import type { NodeEntry } from './fleet-view.ts';
import { type Graph, WORK } from './graph-panel.ts';
import { gridOf } from './graph-room.ts';
import { shortCount } from './graph-scale.ts';
import { peakOf, seriesOf } from './history-series.ts';
import type { HistoryData } from './history-view.ts';
import type { TuiState } from './state.ts';

const NO_DATA: HistoryData = { loaded: null, heard: [] };

interface NodeFacts {
  readonly entry: NodeEntry;
  readonly hardware: HardwareSample | null;
  readonly data: HistoryData;
  readonly judge: Judge;
  readonly unit: 'C' | 'F';
}

/** How much room there is: for cards one by one, and for what is not needed at first sight. */
interface GraphRoom {
  readonly cards: number;
  readonly extras: boolean;
}

function roomOf({ columns, rows }: TuiState): GraphRoom {
  if (!gridOf({ columns, rows })) return { cards: rows >= 40 ? 8 : 4, extras: rows >= 30 };
  return { cards: rows >= 50 ? 8 : rows >= 36 ? 4 : 2, extras: rows >= 36 };
}

/** The graphs of what this node has, the most looked at first. */
export function nodeGraphs(entry: NodeEntry, detail: RenderNodeDetail | null, { state }: DetailLook): readonly Graph[] {
  const room = roomOf(state);
  const hardware = detail?.report.hardware ?? null;
  const judge = judgeBy(detail?.levels ?? entry.summary.levels);
  const data = state.graphs.view?.data ?? NO_DATA;
  const facts: NodeFacts = { entry, hardware, data, judge, unit: state.temperatureUnit };
  const graphs = [cpuGraph(facts), ...gpuGraphs(facts, room.cards), memoryGraph(facts), ...temperatureGraphs(facts)];
  const extras = [networkGraph(facts), diskGraph(facts), powerGraph(facts)].filter((graph) => graph !== null);
  // Where there is no room for all of them, some may fill the grid.
  const across = gridOf(state)?.across ?? 1;
  const left = (across - (graphs.length % across)) % across;
  return [...graphs, ...(room.extras ? extras : extras.slice(0, left))];
}

const SHARE = { range: [0, 100], scale: (value: number) => String(Math.round(value)) } as const;

function cpuGraph({ entry, hardware }: NodeFacts): Graph {
  const { loadAverage = null, cores = null } = hardware?.cpu ?? {};
  return {
    ...SHARE,
    title: 'CPU',
    value: formatPercent(entry.summary.cpuPercent),
    tone: 'strong',
    note: words(loadAverage === null ? '' : `load ${loadAverage.toFixed(1)}`, cores === null ? '' : `${cores} cores`),
    source: { keys: ['cpuPercent'], over: 'max' },
    threshold: WORK,
  };
}

/** A graph a card, or one for all where there are more than room is for. */
function gpuGraphs({ entry, hardware, data }: NodeFacts, most: number): readonly Graph[] {
  const gpus = hardware?.gpus ?? [];
  const keys = seriesOf(data, 'gpuPercent');
  const count = Math.max(gpus.length, keys.length);
  const same = { ...SHARE, tone: 'strong', threshold: WORK } as const;
  if (count === 0 || count > most) {
    if (entry.summary.gpuPercent === null && count === 0) return [];
    const [title, note] = count > 1 ? ['GPUs', `mean of ${count} cards`] : ['GPU', ''];
    const source = { keys: keys.length > 0 ? keys : ['gpuPercent[0]'], over: 'mean' } as const;
    return [{ ...same, title, value: formatPercent(entry.summary.gpuPercent), note, source }];
  }
  return Array.from({ length: count }, (_, index): Graph => {
    const gpu = gpus[index];
    const used = gpu?.memoryUsedBytes ?? null;
    const total = gpu?.memoryTotalBytes ?? null;
    return {
      ...same,
      title: `GPU${index}`,
      value: gpu?.lost ? 'lost' : formatPercent(gpu?.percent ?? null),
      note: used === null || total === null ? '' : bytesOfText(used, total),
      source: { keys: [`gpuPercent[${index}]`], over: 'max' },
    };
  });
}

function memoryGraph({ entry, hardware, judge }: NodeFacts): Graph {
  const { memory = null } = hardware ?? {};
  const { memPercent } = entry.summary;
  return {
    ...SHARE,
    title: 'RAM',
    value: formatPercent(memPercent),
    tone: toneOf(judge('memPercent', null, memPercent), 'strong'),
    note: memory ? bytesOfText(memory.usedBytes, memory.totalBytes) : '',
    source: { keys: ['memPercent'], over: 'max' },
    threshold: defaultThreshold('memPercent'),
  };
}

const COLDEST_CELSIUS = 20;
const HOTTEST_CELSIUS = 100;

/** The hottest of processor and cards, as the list shows it; none where nothing tells of heat. */
function temperatureGraphs({ entry, hardware, data, judge, unit }: NodeFacts): readonly Graph[] {
  const keys = [...seriesOf(data, 'cpuTempC'), ...seriesOf(data, 'gpuTempC')];
  const hottest = hardware && hottestOf(hardware, judge);
  const celsius = hottest?.celsius ?? entry.summary.tempC;
  if (celsius === null && keys.length === 0) return [];
  const threshold = withOwnLimit(defaultThreshold(hottest?.metric ?? 'cpuTempC'), hottest?.limitCelsius);
  const degrees = (value: number) => formatTemperature(value, unit);
  const graph: Graph = {
    title: 'TEMP',
    value: formatTemperature(celsius, unit),
    tone: toneOf(hottest?.level ?? null, 'strong'),
    note: words(
      hottest ? cellText(hottest.sensor) : '',
      threshold.crit === null ? '' : `limit ${degrees(threshold.crit)}`,
    ),
    source: { keys: keys.length > 0 ? keys : ['cpuTempC'], over: 'max' },
    range: [COLDEST_CELSIUS, HOTTEST_CELSIUS],
    scale: degrees,
    threshold,
  };
  return [graph];
}

/** The interface that moved most of late. */
function networkGraph({ hardware, data }: NodeFacts): Graph | null {
  const busiest = (hardware?.network ?? []).reduce<NonNullable<HardwareSample['network']>[number] | null>(
    (most, each) => (most === null || traffic(each, data) > traffic(most, data) ? each : most),
    null,
  );
  if (!busiest || (busiest.receivedBytesPerSecond === null && busiest.sentBytesPerSecond === null)) return null;
  const { name, receivedBytesPerSecond: received, sentBytesPerSecond: sent } = busiest;
  return {
    ...FLOW,
    title: 'NET',
    value: shortRate(sum(received, sent)),
    note: words(cellText(name), `in ${rate(received)}`, `out ${rate(sent)}`),
    source: { keys: [`netReceivedBytesPerSecond[${name}]`, `netSentBytesPerSecond[${name}]`], over: 'sum' },
  };
}

function traffic({ name }: { readonly name: string }, data: HistoryData): number {
  const keys = [`netReceivedBytesPerSecond[${name}]`, `netSentBytesPerSecond[${name}]`];
  const heard = data.heard.at(-1)?.figures;
  return Math.max(peakOf(data, keys) ?? 0, ...keys.map((key) => heard?.get(key) ?? 0));
}

function diskGraph({ hardware }: NodeFacts): Graph | null {
  const { readBytesPerSecond: read = null, writtenBytesPerSecond: written = null } = hardware?.disks ?? {};
  if (read === null && written === null) return null;
  return {
    ...FLOW,
    title: 'DISKS',
    value: shortRate(sum(read, written)),
    note: words(`read ${rate(read)}`, `write ${rate(written)}`),
    source: { keys: ['diskReadBytesPerSecond', 'diskWrittenBytesPerSecond'], over: 'sum' },
  };
}

/** What the whole machine draws, or else its cards. */
function powerGraph({ hardware, data }: NodeFacts): Graph | null {
  const system = hardware?.ipmi?.systemWatts ?? null;
  const cards = (hardware?.gpus ?? []).map(({ powerWatts }) => powerWatts).filter((watts) => watts !== null);
  if (system === null && cards.length === 0) return null;
  const watts = system ?? cards.reduce((all, each) => all + each, 0);
  return {
    title: 'POWER',
    value: `${Math.round(watts)} W`,
    tone: 'strong',
    note: system === null ? 'of the cards' : 'of the machine',
    source: { keys: system === null ? seriesOf(data, 'gpuWatts') : ['systemWatts'], over: 'sum' },
    range: { least: 100 },
    scale: shortCount,
    threshold: null,
  };
}

const FLOW = { tone: 'strong', range: { least: 1000 }, scale: shortCount, threshold: null } as const;

function rate(bytesPerSecond: number | null): string {
  return bytesPerSecond === null ? UNKNOWN : `${formatBytes(bytesPerSecond)}/s`;
}

function shortRate(bytesPerSecond: number | null): string {
  return bytesPerSecond === null ? UNKNOWN : `${shortCount(bytesPerSecond)}/s`;
}

function sum(a: number | null, b: number | null): number | null {
  return a === null && b === null ? null : (a ?? 0) + (b ?? 0);
}

function words(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('   ');
}
