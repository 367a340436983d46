/** Whoever presses whatever keys, in whatever order, while the farm goes on: no screen breaks. */
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellWidth } from '../../shared/text-cells.ts';
import { madeUpAlert } from '../testing/made-up-alerts.ts';
import { alarmedState, later } from '../testing/made-up-dashboard.ts';
import { madeUpDetail } from '../testing/made-up-detail.ts';
import { madeUpFarm, madeUpNode } from '../testing/made-up-farm.ts';
import { MADE_UP_LEVELS, madeUpHardware } from '../testing/made-up-hardware.ts';
import { withHealth } from '../testing/made-up-health.ts';
import { withHistory } from '../testing/made-up-history.ts';
import { KEYMAP } from './keymap.ts';
import { screenLines } from './screen-lines.ts';
import { reduce, type TuiAction, type TuiState } from './state.ts';

const HOSTILE = `\u001b[2J\u0007🔥\u202e${'長'.repeat(40)}\u0301`;
const LETTERS = ['0', ':', '+', 'h', 'ß', '渲', '\u202e', 'f5', 'ctrl-w'];
const KEYS = [...new Set(KEYMAP.flatMap(({ keys }) => Object.keys(keys))), ...LETTERS];

const RUNS = 80;

type Step = (state: TuiState, at: ReturnType<typeof later>) => TuiState;
const did = (action: (at: ReturnType<typeof later>, state: TuiState) => TuiAction): Step => {
  return (state, at) => reduce(state, action(at, state)).state;
};

const snapshotOf = (ids: readonly number[]): Step => {
  const farm = withHealth(madeUpFarm());
  const nodes = [...farm.nodes.filter((_, index) => ids.includes(index)), madeUpNode(HOSTILE, { reason: HOSTILE })];
  const alerts = ids.map((id) => madeUpAlert(`a-${id}`, later(-id).wall, { message: HOSTILE, label: HOSTILE }));
  const snapshot = { ...farm, farm: HOSTILE, nodes, alerts };
  return did((at) => ({ kind: 'hub', update: { kind: 'snapshot', snapshot, latencyMillis: 1 }, at }));
};

const hardware = madeUpHardware();
const answered: Step = (state, at) => {
  const id = state.detail?.nodeId ?? 'rn-023';
  const detail = madeUpDetail(id, { ...madeUpFarm(), nodes: [madeUpNode(id)] });
  const containers = [{ id: '1', name: HOSTILE, state: HOSTILE, image: HOSTILE, cpuPercent: null, memoryBytes: 1 }];
  const report = { ...detail.report, hardware: { ...hardware, containers } };
  const told = { ...detail, levels: MADE_UP_LEVELS, report };
  return reduce(withHistory(state), { kind: 'node-detail', id, detail: told, at }).state;
};

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 24,
    arbitrary: fc
      .constantFrom(...KEYS)
      .map((name) => did((at) => ({ kind: 'input', input: { kind: 'key', name }, at }))),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({ columns: fc.integer({ min: 1, max: 260 }), rows: fc.integer({ min: 1, max: 70 }) })
      .map((size) => did(() => ({ kind: 'resize', ...size }))),
  },
  { weight: 2, arbitrary: fc.subarray([...madeUpFarm().nodes.keys()]).map(snapshotOf) },
  { weight: 2, arbitrary: fc.constant(answered) },
  { weight: 1, arbitrary: fc.constant(did((at) => ({ kind: 'tick', at }))) },
  {
    weight: 1,
    arbitrary: fc.constant(
      did((at) => ({ kind: 'hub', update: { kind: 'lost', cause: 'unreachable', reason: HOSTILE, retryIn: 1 }, at })),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constant(did((at) => ({ kind: 'input', input: { kind: 'paste', text: HOSTILE }, at }))),
  },
);

function expectUnbroken(state: TuiState): void {
  const lines = screenLines(state);
  expect(lines.length).toBeLessThanOrEqual(state.rows);
  for (const line of lines) {
    const text = stripVTControlCharacters(line);
    expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
    expect(cellWidth(text), text).toBeLessThanOrEqual(state.columns);
  }
}

test('no order of keys breaks a screen while the farm changes, the hub goes and the terminal is resized', () => {
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 1, maxLength: 24 }),
      fc.constantFrom('unicode', 'ascii'),
      (steps, glyphs) => {
        let state = alarmedState({ glyphs, columns: 100, rows: 30 });
        for (const [index, take] of steps.entries()) state = take(state, later(1 + index / 3));
        expectUnbroken(state);
      },
    ),
    { numRuns: RUNS },
  );
});
