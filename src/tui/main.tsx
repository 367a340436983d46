/** The dashboard put together: stream, state, screen and keys. What it needs of the world comes in `deps`. */
import { type Clock, type Millis, type Moment, momentOf, systemClock } from '../shared/clock.ts';
import { createHubApi } from '../shared/hub-api.ts';
import { createHubTransport, type HubAddress } from '../shared/hub-request.ts';
import { routes } from '../shared/protocol/routes.ts';
import type { Running } from '../shared/running.ts';
import { createSignal } from '../shared/signal.ts';
import { App } from './components/app.tsx';
import type { AlertsEffect } from './core/alerts-state.ts';
import type { GraphsEffect } from './core/history-state.ts';
import type { TerminalInput } from './core/key-press.ts';
import { initialState, type TuiAction, type TuiEffect } from './core/state.ts';
import { createTuiStore } from './core/store.ts';
import type { ColumnName } from './core/table-columns.ts';
import type { ColourDepth, GlyphSetName } from './core/theme.ts';
import { doDeeds } from './io/alert-deeds.ts';
import { createBell } from './io/bell.ts';
import { answerToGraphs } from './io/graphs-loader.ts';
import { refusalSentence } from './io/hub-refusal.ts';
import { startHubStream } from './io/hub-stream.ts';
import { renderOnScreen } from './io/ink-screen.ts';
import { createPaintGate } from './io/paint-gate.ts';
import type { EndSignal, Terminal } from './io/terminal.ts';
import { windowTitle } from './window-title.ts';

export interface DashboardConfig {
  readonly hubUrl: string;
  readonly secret: string;
  readonly glyphs: GlyphSetName;
  readonly colour: ColourDepth;
  /** What a farm without any job may do next, where the one who starts the dashboard knows better. */
  readonly hint?: string;
  /** Columns of the list; those of the default set where not given. */
  readonly tableColumns?: readonly ColumnName[];
  /** Whether the terminal's bell rings for a new critical alert. */
  readonly bell?: boolean;
  /** Least milliseconds between two paints of data; keys are shown at once. */
  readonly paintInterval: Millis;
}

export interface DashboardDeps {
  /** Already taken; the dashboard gives it back when it ends. */
  readonly terminal: Terminal;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Who sits here, told to the hub with what is done about alerts; null where the system does not tell. */
  readonly userName: string | null;
}

export type DashboardEnd =
  | { readonly kind: 'quit' }
  | { readonly kind: 'signal'; readonly signal: EndSignal }
  /** The terminal was closed. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly error: unknown };

export interface Dashboard extends Running {
  /** Resolves when the dashboard is over and the terminal given back; a lost hub never ends it. */
  readonly done: Promise<DashboardEnd>;
}

const TICK = 1000;

/** What a dashboard needs in a real process, but for its terminal. */
export const realDashboardDeps = { clock: systemClock, random: Math.random } as const;

export function startDashboard(config: DashboardConfig, deps: DashboardDeps): Dashboard {
  const { terminal, clock } = deps;
  const now = (): Moment => momentOf(clock);
  const { secret, paintInterval, bell = false, ...shown } = config;
  const store = createTuiStore(initialState({ ...terminal.size(), ...shown, at: now() }), (effects) => {
    for (const effect of effects) perform(effect);
  });
  const gate = createPaintGate(store, clock, paintInterval);
  const screen = renderOnScreen(<App store={gate.shown} />, terminal.size(), terminal.sink);
  const hub = connectHub({ url: new URL(shown.hubUrl), secret }, deps, learn);
  const ring = createBell(terminal.ring, clock);
  const over = createSignal<DashboardEnd>();
  const stopTicking = eachSecond(clock, () => learn({ kind: 'tick', at: now() }));
  let ended = false;

  function learn(action: TuiAction): void {
    store.dispatch(action);
    gate.showSoon();
    terminal.setTitle(windowTitle(store.getState()));
  }

  function perform(effect: TuiEffect): void {
    switch (effect.kind) {
      case 'quit':
        end({ kind: 'quit' });
        break;
      case 'suspend':
        terminal.suspend();
        break;
      case 'reconnect':
        hub.reconnect();
        break;
      case 'redraw':
        screen.repaint();
        break;
      case 'load-node':
        hub.loadNode(effect.id);
        break;
      case 'ask-forecast':
        hub.askForecast(effect.id, effect.by);
        break;
      case 'load-history':
      case 'load-farm-summary':
      case 'load-trails':
        hub.loadGraphs(effect);
        break;
      case 'alert-deed':
        hub.doDeeds(effect);
        break;
      case 'bell':
        if (bell) ring();
    }
  }

  function end(reason: DashboardEnd): void {
    if (ended) return;
    ended = true;
    terminal.restore();
    stopTicking();
    gate.stop();
    screen.close();
    hub.stop();
    over.tell(reason);
  }

  screen.failed.catch((error: unknown) => end({ kind: 'failed', error }));
  terminal.attach({
    onInputs(inputs: readonly TerminalInput[]) {
      for (const input of inputs) store.dispatch({ kind: 'input', input, at: now() });
      gate.showNow();
    },
    onResize(size) {
      screen.resize(size);
      store.dispatch({ kind: 'resize', ...size });
      gate.showNow();
    },
    onRepaint: () => screen.repaint(),
    onEnd: (reason) => end(reason === 'gone' ? { kind: 'gone' } : { kind: 'signal', signal: reason }),
  });
  return {
    done: over.told,
    async stop() {
      end({ kind: 'quit' });
      await over.told;
    },
  };
}

interface HubConnection {
  reconnect(): void;
  /** Answered by the action `node-detail` or `node-detail-failed`. */
  loadNode(id: string): void;
  /** Answered by the action `job-forecast` or `job-forecast-failed`; `by` is Unix milliseconds. */
  askForecast(id: string, by: Millis): void;
  /** Answered by the action of its name, or the one that says why not. */
  loadGraphs(effect: GraphsEffect): void;
  /** Answered by the action `alert-done` or `alert-failed` for each alert. */
  doDeeds(effect: Extract<AlertsEffect, { kind: 'alert-deed' }>): void;
  /** Nothing is told any more. */
  stop(): void;
}

/** The hub, whose every word becomes an action. */
function connectHub(address: HubAddress, deps: DashboardDeps, learn: (action: TuiAction) => void): HubConnection {
  const { clock, random } = deps;
  const now = (): Moment => momentOf(clock);
  const transport = createHubTransport(address);
  const api = createHubApi(address, transport);
  const stream = startHubStream({
    transport,
    clock,
    random,
    onUpdate: (update) => learn({ kind: 'hub', update, at: now() }),
  });
  const ending = new AbortController();
  const { signal } = ending;

  async function loadNode(id: string): Promise<void> {
    try {
      const detail = await api.call(routes.getNode, { params: { id }, signal });
      if (!signal.aborted) learn({ kind: 'node-detail', id, detail, at: now() });
    } catch (error) {
      if (!signal.aborted) learn({ kind: 'node-detail-failed', id, reason: refusalSentence(error), at: now() });
    }
  }

  async function askForecast(id: string, by: Millis): Promise<void> {
    try {
      const query = { by: new Date(by).toISOString() };
      const forecast = await api.call(routes.getJobForecast, { params: { id }, query, signal });
      if (!signal.aborted) learn({ kind: 'job-forecast', forecast, at: now() });
    } catch (error) {
      if (!signal.aborted) learn({ kind: 'job-forecast-failed', id, reason: refusalSentence(error), at: now() });
    }
  }

  return {
    reconnect: stream.reconnect,
    loadNode: (id) => void loadNode(id),
    askForecast: (id, by) => void askForecast(id, by),
    loadGraphs(effect) {
      void answerToGraphs(api, effect, { now, signal }).then((action) => {
        if (!signal.aborted) learn(action);
      });
    },
    doDeeds: (effect) => void doDeeds(api, effect, { now, signal, userName: deps.userName, tell: learn }),
    stop() {
      ending.abort();
      void stream.stop();
      transport.close();
    },
  };
}

/** Runs `task` with each second of the clock on the wall, so that the clock on the screen steps with it. */
function eachSecond(clock: Clock, task: () => void): () => void {
  const untilNext = (): Millis => TICK - (clock.now() % TICK);
  let cancel = clock.after(untilNext(), tick);
  function tick(): void {
    cancel = clock.after(untilNext(), tick);
    task();
  }
  return () => cancel();
}
