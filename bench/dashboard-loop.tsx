/**
 * Run by dashboard.ts as a process of its own: so many updates of a farm of 1,000 nodes at 120x40, by the dashboard's
 * own writer, or (`plain`) by Ink as it comes, writing to the terminal itself.
 */
import { EventEmitter } from 'node:events';
import { render } from 'ink';
import type { ReactElement } from 'react';
import type { Moment } from '../src/shared/clock.ts';
import type { FleetChange } from '../src/shared/protocol/fleet.ts';
import { App } from '../src/tui/components/app.tsx';
import { initialState } from '../src/tui/core/state.ts';
import { createTuiStore } from '../src/tui/core/store.ts';
import { renderOnScreen } from '../src/tui/io/ink-screen.ts';
import { createFarm } from './farm-sample.ts';

/** What the process prints, as JSON. */
export interface DashboardLoop {
  readonly bytesPerUpdate: number;
  readonly writesPerUpdate: number;
  readonly cpuMillisPerUpdate: number;
  readonly cursorBytes: number;
  readonly rssMegabytes: number;
  readonly heapGrowthMegabytes: number;
}

const SIZE = { columns: 120, rows: 40 };
const WARM_UP = 300;
/** 10 % of the 35 rows x 12 columns that are in view. */
const CELLS_PER_UPDATE = 42;

async function run(updates: number, plain: boolean): Promise<DashboardLoop> {
  let bytes = 0;
  let writes = 0;
  /** CPU that went into making up changes, which is no work of the dashboard's. */
  let makingMicros = 0;
  const sink = {
    write(text: string): boolean {
      bytes += Buffer.byteLength(text);
      writes++;
      return true;
    },
    onceDrained() {},
  };
  let wall = Date.UTC(2026, 0, 1);
  const now = (): Moment => ({ wall, monotonic: wall });
  const farm = createFarm(1000);
  const store = createTuiStore(
    initialState({ ...SIZE, glyphs: 'unicode', colour: '256', hubUrl: 'http://hub:3000', at: now() }),
    () => {},
  );
  const tree = <App store={store} />;
  const close = plain ? renderPlainly(tree, sink) : renderOnScreen(tree, SIZE, sink).close;
  store.dispatch({ kind: 'hub', update: { kind: 'snapshot', snapshot: farm.snapshot(), latencyMillis: 1 }, at: now() });
  await committed();
  const update = async (): Promise<void> => {
    wall += 100;
    const making = process.cpuUsage();
    const change: FleetChange = farm.change(CELLS_PER_UPDATE, inView());
    makingMicros += microsSince(making);
    store.dispatch({ kind: 'hub', update: { kind: 'change', change }, at: now() });
    await (plain ? throttled() : committed());
  };
  const inView = (): readonly string[] => store.getState().list.order.slice(0, 35);
  for (let i = 0; i < WARM_UP; i++) await update();
  [bytes, writes] = [0, 0];
  const heapBefore = heapMegabytes();
  makingMicros = 0;
  const began = process.cpuUsage();
  for (let i = 0; i < updates; i++) await update();
  const spentMicros = microsSince(began) - makingMicros;
  const perUpdate = { bytes: bytes / updates, writes: writes / updates };
  const heapGrowthMegabytes = heapMegabytes() - heapBefore;
  bytes = 0;
  const presses = 20;
  for (let i = 0; i < presses; i++) {
    store.dispatch({ kind: 'input', input: { kind: 'key', name: 'down' }, at: now() });
    await (plain ? throttled() : committed());
  }
  close();
  return {
    bytesPerUpdate: perUpdate.bytes,
    writesPerUpdate: perUpdate.writes,
    cpuMillisPerUpdate: spentMicros / 1000 / updates,
    cursorBytes: bytes / presses,
    rssMegabytes: process.memoryUsage().rss / 1e6,
    heapGrowthMegabytes,
  };
}

function microsSince(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began);
  return user + system;
}

/** Ink as it comes; a line less than the terminal has, or it would clear the screen at each frame. */
function renderPlainly(tree: ReactElement, sink: { write(text: string): boolean }): () => void {
  const terminal = { columns: SIZE.columns, rows: SIZE.rows + 1, isTTY: true, write: sink.write };
  const stdout = Object.assign(new EventEmitter(), terminal) as unknown as NodeJS.WriteStream;
  const ink = render(tree, { stdout, maxFps: 1000, exitOnCtrlC: false, patchConsole: false });
  return () => ink.unmount();
}

/** Ink's own throttle lets a frame through each millisecond. */
function throttled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 3));
}

/** React commits after the current turn of the loop. */
function committed(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function heapMegabytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
}

const result = await run(Number(process.argv[2] ?? 3000), process.argv[3] === 'plain');
process.stdout.write(JSON.stringify(result), () => process.exit(0));
