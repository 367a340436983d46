/** The dashboard put together: stream, state, screen and keys. What it needs of the world comes in `deps`. */

import type { Moment } from '../shared/clock.ts';
import { type Clock, type Millis, systemClock } from '../shared/clock.ts';
import { createHubApi } from '../shared/hub-api.ts';
import { createHubTransport } from '../shared/hub-request.ts';
import { routes } from '../shared/protocol/routes.ts';
import type { Running } from '../shared/running.ts';
import { App } from './components/app.tsx';
import type { TerminalInput } from './core/key-press.ts';
import { initialState, type TuiAction, type TuiEffect } from './core/state.ts';
import { createTuiStore } from './core/store.ts';
import type { ColourDepth, GlyphSetName } from './core/theme.ts';
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
  /** Least milliseconds between two paints of data; keys are shown at once. */
  readonly paintInterval: Millis;
}

export interface DashboardDeps {
  /** Already taken; the dashboard gives it back when it ends. */
  readonly terminal: Terminal;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
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
  const now = (): Moment => ({ wall: clock.now(), monotonic: clock.monotonic() });
  const { secret, paintInterval, ...shown } = config;
  const store = createTuiStore(initialState({ ...terminal.size(), ...shown, at: now() }), (effects) => {
    for (const effect of effects) perform(effect);
  });
  const gate = createPaintGate(store, clock, paintInterval);
  const screen = renderOnScreen(<App store={gate.shown} />, terminal.size(), terminal.sink);
  const transport = createHubTransport({ url: new URL(shown.hubUrl), secret: secret });
  const api = createHubApi({ url: new URL(shown.hubUrl), secret: secret }, transport);
  const stream = startHubStream({
    transport,
    clock,
    random: deps.random,
    onUpdate: (update) => learn({ kind: 'hub', update, at: now() }),
  });
  const ending = new AbortController();
  const { promise: done, resolve: over } = promiseWithResolver<DashboardEnd>();
  let cancelTick = clock.after(untilNextSecond(clock), tick);

  function learn(action: TuiAction): void {
    store.dispatch(action);
    gate.showSoon();
    terminal.setTitle(windowTitle(store.getState()));
  }

  function tick(): void {
    cancelTick = clock.after(untilNextSecond(clock), tick);
    learn({ kind: 'tick', at: now() });
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
        stream.reconnect();
        break;
      case 'redraw':
        screen.repaint();
        break;
      case 'load-node':
        void loadNode(effect.id);
    }
  }

  async function loadNode(id: string): Promise<void> {
    try {
      const detail = await api.call(routes.getNode, { params: { id }, signal: ending.signal });
      if (!ending.signal.aborted) learn({ kind: 'node-detail', id, detail, at: now() });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!ending.signal.aborted) learn({ kind: 'node-detail-failed', id, reason, at: now() });
    }
  }

  function end(reason: DashboardEnd): void {
    if (ending.signal.aborted) return;
    ending.abort();
    terminal.restore();
    cancelTick();
    gate.stop();
    screen.close();
    void stream.stop();
    transport.close();
    over(reason);
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
    done,
    async stop() {
      end({ kind: 'quit' });
      await done;
    },
  };
}

/** The clock on the screen steps with the clock on the wall. */
function untilNextSecond(clock: Clock): Millis {
  return TICK - (clock.now() % TICK);
}

function promiseWithResolver<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
