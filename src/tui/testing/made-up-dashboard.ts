/** A dashboard that shows the made-up farm, by a fixed clock. */

import type { Moment } from '../../shared/clock.ts';
import type { RenderNodeSummary } from '../../shared/protocol/render-node.ts';
import { initialState, reduce, type TuiOptions, type TuiState } from '../core/state.ts';
import { COLUMN_SETS } from '../core/table-columns.ts';
import { madeUpAlerts } from './made-up-alerts.ts';
import { madeUpFarm } from './made-up-farm.ts';
import { withHealth } from './made-up-health.ts';

/** 14:32:07 of a local day, so that the clock reads the same in every time zone. */
const START: Moment = { wall: new Date(2026, 0, 31, 14, 32, 7).getTime(), monotonic: 1_000_000 };

export function later(seconds: number): Moment {
  return { wall: START.wall + seconds * 1000, monotonic: START.monotonic + seconds * 1000 };
}

export const OPTIONS: TuiOptions = {
  columns: 80,
  rows: 24,
  glyphs: 'unicode',
  colour: 'none',
  hubUrl: 'http://hub.example:3000',
  at: START,
};

/** The made-up farm on a connected dashboard, after a minute of samples. */
export function liveState(options: Partial<TuiOptions> = {}): TuiState {
  let state = initialState({ ...OPTIONS, ...options, at: later(-60) });
  const snapshot = madeUpFarm();
  state = reduce(state, {
    kind: 'hub',
    update: { kind: 'snapshot', snapshot, latencyMillis: 180 },
    at: later(-60),
  }).state;
  for (let second = -55; second <= 0; second += 5) {
    const nodes = snapshot.nodes.filter(({ liveness }) => liveness === 'online').map((node) => wavering(node, second));
    const change = { at: snapshot.at, nodes, jobs: [], removedNodes: [], removedJobs: [] };
    state = reduce(state, { kind: 'hub', update: { kind: 'change', change }, at: later(second) }).state;
  }
  const at = later(0);
  return reduce(state, { kind: 'hub', update: { kind: 'snapshot', snapshot, latencyMillis: 180 }, at }).state;
}

function wavering(node: RenderNodeSummary, second: number): RenderNodeSummary {
  const wave = (value: number | null): number | null =>
    value === null ? null : Math.max(0, Math.min(100, value - 12 * (1 + Math.sin(second / 7 + value))));
  return { ...node, seenSecondsAgo: 0, cpuPercent: wave(node.cpuPercent), gpuPercent: wave(node.gpuPercent) };
}

/** The made-up farm with the columns of the machines' health. */
export function healthState(options: Partial<TuiOptions> = {}): TuiState {
  const update = { kind: 'snapshot', snapshot: withHealth(madeUpFarm()), latencyMillis: 180 } as const;
  const state = liveState({ ...options, tableColumns: COLUMN_SETS.health });
  return reduce(state, { kind: 'hub', update, at: later(0) }).state;
}

/** The made-up farm with its alerts, the hub's clock agreeing with ours. */
export function alarmedState(options: Partial<TuiOptions> = {}): TuiState {
  const snapshot = { ...madeUpFarm(), at: new Date(START.wall).toISOString(), alerts: [...madeUpAlerts(START.wall)] };
  const update = { kind: 'snapshot', snapshot, latencyMillis: 180 } as const;
  return reduce(liveState(options), { kind: 'hub', update, at: later(0) }).state;
}

/** The state after keys, a tenth of a second apart. */
export function afterKeys(state: TuiState, ...names: readonly string[]): TuiState {
  return names.reduce(
    (now, name) =>
      reduce(now, {
        kind: 'input',
        input: { kind: 'key', name },
        at: later((now.now.monotonic - START.monotonic) / 1000 + 0.1),
      }).state,
    state,
  );
}
