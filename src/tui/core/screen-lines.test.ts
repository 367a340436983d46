import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import type { Alert } from '../../shared/protocol/alert.ts';
import type { FleetSnapshot } from '../../shared/protocol/fleet.ts';
import { madeUpAlert } from '../testing/made-up-alerts.ts';
import { afterKeys, alarmedState, healthState, later, liveState, OPTIONS } from '../testing/made-up-dashboard.ts';
import { madeUpDetail } from '../testing/made-up-detail.ts';
import { madeUpFarm, madeUpJob, madeUpNode } from '../testing/made-up-farm.ts';
import { screenLines } from './screen-lines.ts';
import { initialState, reduce, type TuiState } from './state.ts';
import { COLUMN_NAMES, type ColumnName } from './table-columns.ts';

const size = fc.record({ columns: fc.integer({ min: 20, max: 300 }), rows: fc.integer({ min: 5, max: 80 }) });
const hostile = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 });
const looks = fc.record({
  glyphs: fc.constantFrom('unicode', 'ascii'),
  colour: fc.constantFrom('none', '16', '256'),
} as const);

function expectWholeScreen(state: TuiState): void {
  const lines = screenLines(state);
  expect(lines).toHaveLength(state.rows);
  for (const line of lines) {
    const text = stripVTControlCharacters(line);
    expect(stringWidth(text), JSON.stringify(text)).toBe(state.columns);
    expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
  }
}

function withHostile(name: string, options: Partial<typeof OPTIONS>): TuiState {
  const farm = madeUpFarm();
  const node = madeUpNode(name, { reason: name, tags: [name], state: 'error', job: madeUpJob(name, 5, null, 3) });
  const snapshot: FleetSnapshot = { ...farm, farm: name, nodes: [node, ...farm.nodes] };
  const state = initialState({ ...OPTIONS, ...options, hubUrl: name });
  return reduce(state, { kind: 'hub', update: { kind: 'snapshot', snapshot, latencyMillis: 3 }, at: later(0) }).state;
}

test('every screen is exactly as large as the terminal, whatever its size and the names in it', () => {
  fc.assert(
    fc.property(size, looks, hostile, (cells, look, name) => {
      const state = withHostile(name, { ...cells, ...look });
      expectWholeScreen(state);
      expectWholeScreen(afterKeys(state, '?'));
      expectWholeScreen(
        reduce(afterKeys(state, '/'), { kind: 'input', input: { kind: 'paste', text: name }, at: later(1) }).state,
      );
      const open = afterKeys({ ...state, list: { ...state.list, selectedId: name } }, 'enter');
      const farm = { ...madeUpFarm(), nodes: [madeUpNode(name)] };
      expectWholeScreen(
        reduce(open, { kind: 'node-detail', id: name, detail: madeUpDetail(name, farm), at: later(1) }).state,
      );
    }),
    { numRuns: 60 },
  );
});

const hostileAlert = (name: string, fields: Partial<Alert> = {}): Alert =>
  madeUpAlert(`${name}!`, later(-90).wall, {
    node: name,
    jobTitle: name,
    message: name,
    details: [name, ''],
    metric: name,
    label: name,
    figure: { last: 1, least: -1e9, mean: null, most: 1e12, limit: 3 },
    acknowledgedBy: name,
    times: 1e6,
    ...fields,
  });

test('the alerts are exactly as large as the terminal, whatever its size and what is in them', () => {
  fc.assert(
    fc.property(size, looks, hostile, fc.nat(60), (cells, look, name, more) => {
      const many = Array.from({ length: more }, (_, at) => hostileAlert(`${at}`, { severity: 'crit', message: name }));
      const acknowledged = hostileAlert(name, { state: 'acknowledged' });
      const alerts = [
        acknowledged,
        hostileAlert(`${name}2`, { state: 'cleared', clearedAt: '2026-01-31T14:31:00Z' }),
        ...many,
      ];
      const snapshot: FleetSnapshot = { ...madeUpFarm(), farm: name, alerts };
      const update = { kind: 'snapshot', snapshot, latencyMillis: 3 } as const;
      const state = reduce(initialState({ ...OPTIONS, ...cells, ...look }), {
        kind: 'hub',
        update,
        at: later(0),
      }).state;
      const open = afterKeys(state, 'a');
      expectWholeScreen(open);
      expectWholeScreen(afterKeys(open, 'G', 'e', '/', 'x'));
      const failure = { id: `${name}!`, deed: 'mute', reason: name } as const;
      expectWholeScreen(reduce(open, { kind: 'alert-failed', ...failure, at: later(1) }).state);
      expectWholeScreen(afterKeys(open, 'v', 'end', '?'));
    }),
    { numRuns: 30 },
  );
});

test('the table and the choice of its columns are whole whatever is chosen', () => {
  const columns = fc.shuffledSubarray([...COLUMN_NAMES]);
  fc.assert(
    fc.property(size, looks, hostile, columns, (cells, look, name, chosen) => {
      const tableColumns: readonly ColumnName[] = ['node', ...chosen.filter((column) => column !== 'node')];
      const state = { ...withHostile(name, { ...cells, ...look }), tableColumns };
      expectWholeScreen(state);
      expectWholeScreen(afterKeys(state, 'c', 'G', 'space', 'K'));
    }),
    { numRuns: 40 },
  );
});

test('every screen is whole without a farm: connecting, lost, empty', () => {
  fc.assert(
    fc.property(size, hostile, (cells, reason) => {
      const state = initialState({ ...OPTIONS, ...cells });
      expectWholeScreen(state);
      expectWholeScreen(
        reduce(state, {
          kind: 'hub',
          update: { kind: 'lost', cause: 'unreachable', reason, retryIn: 3000 },
          at: later(0),
        }).state,
      );
      const empty = { ...madeUpFarm(), nodes: [], jobs: [] };
      expectWholeScreen(
        reduce(state, { kind: 'hub', update: { kind: 'snapshot', snapshot: empty, latencyMillis: 1 }, at: later(0) })
          .state,
      );
    }),
    { numRuns: 60 },
  );
});

test('a wide terminal has its columns however short it is', () => {
  for (const rows of [40, 14, 6]) {
    const lines = screenLines(liveState({ columns: 100, rows })).map(stripVTControlCharacters);
    expect(lines.find((line) => line.includes('NODE'))).toMatch(/STATE.* JOB .* PROGRESS .* ETA .* CPU .* SEEN/);
  }
});

test('without colours no escape sequence but weight and inverse is written', () => {
  const codes =
    screenLines(liveState({ colour: 'none' }))
      .join('')
      .match(/\u001b\[[^m]*m/g) ?? [];
  expect(new Set(codes.flatMap((code) => code.slice(2, -1).split(';')))).toEqual(new Set(['0', '1', '2', '7']));
});

test('in ASCII no sign of the dashboard itself is beyond ASCII', () => {
  const state = afterKeys(liveState({ glyphs: 'ascii', columns: 200, rows: 60 }), '/', 'r', 'n');
  const alarmed = alarmedState({ glyphs: 'ascii', columns: 200, rows: 60 });
  const screens = [
    state,
    afterKeys(state, 'enter', 'enter'),
    afterKeys(state, 'enter', '?'),
    afterKeys(state, 'enter', 'c'),
  ];
  const health = afterKeys(healthState({ glyphs: 'ascii', columns: 200, rows: 60 }), '/', 'r', 'n', 'enter');
  for (const screen of [...screens, afterKeys(alarmed, 'a', 'e'), afterKeys(health, 'c')])
    for (const line of screenLines(screen)) expect(stripVTControlCharacters(line)).toMatch(/^[\x20-\x7e]*$/);
});

test('a second that changes nothing that is shown changes no line at 80 columns', () => {
  const state = liveState();
  const quiet = { ...state, fleet: state.fleet && { ...state.fleet, nodes: new Map(), ranks: new Map() } };
  const before = reduce(quiet, { kind: 'tick', at: later(0) }).state;
  expect(screenLines(reduce(before, { kind: 'tick', at: later(1) }).state)).toEqual(screenLines(before));
});
