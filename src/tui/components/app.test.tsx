import { EventEmitter } from 'node:events';
import { stripVTControlCharacters } from 'node:util';
import { render } from 'ink';
import { afterEach, expect, test, vi } from 'vitest';
import { initialState, reduce, type TuiState } from '../core/state.ts';
import { createTuiStore, type TuiStore } from '../core/store.ts';
import { afterKeys, later, liveState, OPTIONS } from '../testing/made-up-dashboard.ts';
import { madeUpDetail } from '../testing/made-up-detail.ts';
import { madeUpFarm, madeUpForecast } from '../testing/made-up-farm.ts';
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
  return reduce(open, { kind: 'node-detail', id: 'rn-023', detail: madeUpDetail('rn-023'), at: later(0.5) }).state;
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

type Size = (typeof SIZES)[number];
const LARGE: readonly Size[] = SIZES;
const SMALL: readonly Size[] = [SIZES[0]];

const SCREENS: readonly (readonly [name: string, sizes: readonly Size[], state: (size: Size) => TuiState])[] = [
  ['main', LARGE, liveState],
  ['detail', LARGE, (size) => opened(liveState(size))],
  ['by-when-typed', SMALL, (size) => afterKeys(opened(liveState(size)), 'b', '+', '3', 'h')],
  ['by-when', SMALL, (size) => askedByWhen(liveState(size))],
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
