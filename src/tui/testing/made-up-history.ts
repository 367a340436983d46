/** How the figures of the made-up farm went: waves, and a gap in which nothing was told. */
import type { FleetSummary } from '../../shared/protocol/fleet.ts';
import type { History, HistorySeries } from '../../shared/protocol/history.ts';
import { rangeOf } from '../core/history-range.ts';
import type { HistorySubject } from '../core/history-view.ts';
import { reduce, type TuiState } from '../core/state.ts';
import { afterKeys, later } from './made-up-dashboard.ts';

/** Least, most, and how often it goes up and down. */
type Wave = readonly [metric: string, label: string | null, low: number, high: number, waves: number];

const NODE_WAVES: readonly Wave[] = [
  ['cpuPercent', null, 60, 98, 3],
  ['gpuPercent', '0', 80, 99, 5],
  ['gpuPercent', '1', 40, 99, 4],
  ['memPercent', null, 60, 72, 2],
  ['cpuTempC', null, 52, 69, 3],
  ['gpuTempC', '0', 70, 91, 5],
  ['gpuTempC', '1', 60, 84, 4],
  ['netReceivedBytesPerSecond', 'enp65s0', 1e6, 40e6, 6],
  ['netSentBytesPerSecond', 'enp65s0', 2e6, 49e6, 3],
  ['diskReadBytesPerSecond', null, 0, 12e6, 7],
  ['diskWrittenBytesPerSecond', null, 0, 44e6, 5],
  ['systemWatts', null, 600, 1150, 4],
];

const FARM_WAVES: readonly Wave[] = [
  ['framesPerHour', null, 200, 1420, 3],
  ['nodesRendering', null, 4, 9, 2],
  ['cpuPercent', null, 40, 66, 3],
  ['gpuPercent', null, 50, 78, 4],
  ['tempC', null, 70, 91, 5],
  ['watts', null, 4000, 11_000, 3],
  ['nodesInTrouble', null, 0, 3, 2],
  ['nodesSilent', null, 0, 2, 1],
  ['nodesIdle', null, 1, 4, 2],
  ['memPercent', null, 40, 61, 2],
  ['alertsOpen', null, 0, 6, 2],
];

const GAP = { from: 0.3, to: 0.4 };

export function madeUpHistory({ node, range }: HistorySubject, fields: Partial<History> = {}): History {
  const { seconds, stepSeconds: step } = rangeOf(range);
  const at = Date.parse('2026-01-31T14:32:07Z');
  const count = Math.ceil(seconds / step);
  const from = Math.floor(at / 1000 / step) * step - (count - 1) * step;
  return {
    at: new Date(at).toISOString(),
    from: new Date(from * 1000).toISOString(),
    to: new Date(at).toISOString(),
    step,
    kept: true,
    series: (node === null ? FARM_WAVES : NODE_WAVES).map((wave) => seriesOf(wave, node, count)),
    ...fields,
  };
}

function seriesOf([metric, label, low, high, waves]: Wave, node: string | null, count: number): HistorySeries {
  const average = Array.from({ length: count }, (_, index) => {
    const share = index / count;
    if (share >= GAP.from && share < GAP.to) return null;
    return low + ((high - low) * (1 + Math.sin(2 * Math.PI * waves * share + low))) / 2;
  });
  return { node, metric, label, unit: 'percent', average, maximum: average };
}

/** The state with the hub's answer for the graphs that are open. */
export function withHistory(state: TuiState, fields: Partial<History> = {}): TuiState {
  const { view } = state.graphs;
  if (!view) return state;
  const subject = { node: view.node, range: view.range };
  return reduce(state, { kind: 'history', subject, history: madeUpHistory(subject, fields), at: state.now }).state;
}

const FARM_SUMMARY: FleetSummary = {
  at: '2026-01-31T14:32:07Z',
  farm: 'lon-farm',
  nodes: 17,
  rendering: 9,
  idle: 3,
  stalled: 1,
  hot: 1,
  error: 1,
  stale: 1,
  offline: 1,
  jobs: 12,
  jobsRunning: 9,
  jobsStalled: 1,
  jobsCompleted: 1,
  framesPerHour: 1420,
  cpuPercent: 66,
  gpuPercent: 78,
  memPercent: 51,
  tempC: 91,
  hottest: 'rn-023',
  watts: 9800,
  alerts: 6,
  alertsCritical: 2,
};

/** The farm's screen with its history and its figures. */
export function farmState(state: TuiState): TuiState {
  const open = withHistory(afterKeys(state, 'F'));
  return reduce(open, { kind: 'farm-summary', summary: FARM_SUMMARY, at: later(0.2) }).state;
}
