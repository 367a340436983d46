import { EventEmitter } from 'node:events';
import { stripVTControlCharacters } from 'node:util';
import { render } from 'ink';
import { afterEach, expect, test, vi } from 'vitest';
import { initialState, reduce, type TuiState } from '../core/state.ts';
import { createTuiStore, type TuiStore } from '../core/store.ts';
import { COLUMN_NAMES } from '../core/table-columns.ts';
import { afterKeys, alarmedState, healthState, later, liveState, OPTIONS } from '../testing/made-up-dashboard.ts';
import { madeUpDetail } from '../testing/made-up-detail.ts';
import { madeUpFarm, madeUpForecast } from '../testing/made-up-farm.ts';
import { MADE_UP_LEVELS, madeUpHardware } from '../testing/made-up-hardware.ts';
import { farmState, withHistory } from '../testing/made-up-history.ts';
import { App } from './app.tsx';

/** A terminal without a terminal: it keeps each frame that Ink hands over. */
class FakeTerminal extends EventEmitter {
  readonly columns: number;
  readonly rows: number;
  readonly frames: string[] = [];

  constructor({ columns, rows }: TuiState) {
    super();
    this.columns = columns;
    this.rows = rows;
  }

  write(frame: string): boolean {
    this.frames.push(frame);
    return true;
  }
}

const unmounts: (() => void)[] = [];
afterEach(() => {
  for (const unmount of unmounts.splice(0)) unmount();
});

function show(state: TuiState): { terminal: FakeTerminal; store: TuiStore } {
  const terminal = new FakeTerminal(state);
  const store = createTuiStore(state, () => {});
  const stdout = terminal as unknown as NodeJS.WriteStream;
  const app = render(<App store={store} />, { stdout, debug: true, exitOnCtrlC: false, patchConsole: false });
  unmounts.push(() => app.unmount());
  return { terminal, store };
}

/** The screen as text, without colours and without blanks at the ends of lines, as the files hold it. */
function screenOf(terminal: FakeTerminal): string {
  const lines = stripVTControlCharacters(terminal.frames.at(-1) ?? '').split('\n');
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

const LOST = {
  kind: 'lost',
  cause: 'unreachable',
  reason: 'http://hub.example:3000 does not answer: start sentry-hub there, or name another hub with --hub.',
  retryIn: 6000,
} as const;

function lostAfter(state: TuiState): TuiState {
  const lost = reduce(state, { kind: 'hub', update: LOST, at: later(40) }).state;
  return reduce(lost, { kind: 'tick', at: later(42) }).state;
}

function opened(state: TuiState): TuiState {
  const open = afterKeys({ ...state, list: { ...state.list, selectedId: 'rn-023' } }, 'enter');
  const answered = withHistory(open);
  return reduce(answered, { kind: 'node-detail', id: 'rn-023', detail: madeUpDetail('rn-023'), at: later(0.5) }).state;
}

/** A node that tells everything of its machine, with alerts. */
function troubled(size: Partial<TuiState>): TuiState {
  const { columns = 80, rows = 24, glyphs = 'unicode' } = size;
  const open = opened(alarmedState({ columns, rows, glyphs }));
  const detail = madeUpDetail('rn-023');
  const told = { ...detail, levels: MADE_UP_LEVELS, report: { ...detail.report, hardware: madeUpHardware() } };
  return reduce(open, { kind: 'node-detail', id: 'rn-023', detail: told, at: later(1) }).state;
}

/** The open node's job, with trouble, and the hub's answer to whether it is done by nine. */
function askedByWhen(state: TuiState): TuiState {
  const detail = madeUpDetail('rn-023');
  const [job, ...others] = detail.jobs;
  const jobs = job ? [{ ...job, broken: 2, orphaned: 1, orphanedFrames: '17', suspicious: 3 }, ...others] : [];
  const open = reduce(opened(state), { kind: 'node-detail', id: 'rn-023', detail: { ...detail, jobs }, at: later(1) });
  const asked = afterKeys(open.state, 'b', '1', '6', ':', '0', '0', 'enter');
  const by = new Date(asked.detail?.question?.asked?.by ?? 0).toISOString();
  const forecast = madeUpForecast({ id: job?.id ?? '', by });
  return reduce(asked, { kind: 'job-forecast', forecast, at: later(2) }).state;
}

function emptyFarm(state: TuiState): TuiState {
  const snapshot = { ...madeUpFarm(), nodes: [], jobs: [] };
  return reduce(state, { kind: 'hub', update: { kind: 'snapshot', snapshot, latencyMillis: 2 }, at: later(0) }).state;
}

const SIZES = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 200, rows: 60 },
] as const;

type Size = Pick<TuiState, 'columns' | 'rows'>;
const LARGE: readonly Size[] = SIZES;
const SMALL: readonly Size[] = [SIZES[0]];
const TINY: readonly Size[] = [{ columns: 50, rows: 12 }];

const SCREENS: readonly (readonly [name: string, sizes: readonly Size[], state: (size: Size) => TuiState])[] = [
  ['main', LARGE, liveState],
  ['detail', LARGE, (size) => opened(liveState(size))],
  ['hardware', LARGE, (size) => afterKeys(troubled(size), 'pgdn')],
  ['detail-ascii', SMALL, (size) => troubled({ ...size, glyphs: 'ascii' })],
  ['farm', LARGE, (size) => farmState(liveState(size))],
  ['farm-ascii', SMALL, (size) => farmState(liveState({ ...size, glyphs: 'ascii' }))],
  ['by-when-typed', SMALL, (size) => afterKeys(opened(liveState(size)), 'b', '+', '3', 'h')],
  ['by-when', SMALL, (size) => askedByWhen(liveState(size))],
  ['alerts', LARGE, (size) => afterKeys(alarmedState(size), 'a')],
  ['columns', LARGE, (size) => afterKeys(liveState(size), 'c', 'j', 'j')],
  ['health', LARGE, healthState],
  ['columns-all', [SIZES[2]], (size) => ({ ...healthState(size), tableColumns: COLUMN_NAMES })],
  ['alerts-small', TINY, (size) => afterKeys(alarmedState(size), 'a')],
  ['alerts-ascii', SMALL, (size) => afterKeys(alarmedState({ ...size, glyphs: 'ascii' }), 'a', 'j', 'j')],
  ['help', LARGE, (size) => afterKeys(liveState(size), '?')],
  ['lost', LARGE, (size) => lostAfter(liveState(size))],
  ['filter', SMALL, (size) => afterKeys(liveState(size), '/', 's', 'q', '0', '1', '0')],
  ['frozen', SMALL, (size) => reduce(afterKeys(liveState(size), 'j', 'j', 'f'), { kind: 'tick', at: later(12) }).state],
  ['ascii', SMALL, (size) => liveState({ ...size, glyphs: 'ascii' })],
  ['loading', SMALL, (size) => initialState({ ...OPTIONS, ...size })],
  ['unreachable', SMALL, (size) => lostAfter(initialState({ ...OPTIONS, ...size }))],
  ['empty', SMALL, (size) => emptyFarm(initialState({ ...OPTIONS, ...size }))],
];

const cases = SCREENS.flatMap(([name, sizes, state]) =>
  sizes.map((size) => ({ name: `${name}-${size.columns}x${size.rows}`, state: () => state(size) })),
);

test.each(cases)('App shows $name as reviewed', async ({ name, state }) => {
  const path = new URL(`../../../fixtures/screens/${name}.txt`, import.meta.url);
  await expect(screenOf(show(state()).terminal)).toMatchFileSnapshot(path.pathname);
});

test('App renders once for a change, and not at all when nothing that is shown changed', async () => {
  const { terminal, store } = show(liveState());
  const frames = terminal.frames.length;
  store.dispatch({ kind: 'hub', update: { kind: 'heartbeat', latencyMillis: 9 }, at: later(0) });
  await Promise.resolve();
  store.dispatch({ kind: 'input', input: { kind: 'key', name: 'j' }, at: later(0) });
  await vi.waitFor(() => expect(screenOf(terminal)).toContain('│▌✕ rn-042'));
  expect(terminal.frames).toHaveLength(frames + 1);
});

test('App follows the state, line by line', async () => {
  const { terminal, store } = show(liveState());
  store.dispatch({ kind: 'input', input: { kind: 'key', name: 'j' }, at: later(0) });
  await vi.waitFor(() => expect(screenOf(terminal)).toContain('│▌✕ rn-042'));
  store.dispatch({ kind: 'resize', columns: 80, rows: 15 });
  await vi.waitFor(() => expect(screenOf(terminal).trimEnd().split('\n')).toHaveLength(15));
});
