/**
 * The terminal as the dashboard holds it: raw mode, alternate screen, signals. Whatever way out is taken, it gives the
 * terminal back first, synchronously, and what was said meanwhile is printed after that. Light to load: the first
 * picture must not wait for the rest of the program.
 */
import type { Clock } from '../../shared/clock.ts';
import type { TerminalInput } from '../core/key-press.ts';
import { createInputReader } from './input-reader.ts';
import type { ByteSink, ScreenSize } from './screen-writer.ts';
import { createTerminalHold, type TerminalHold } from './terminal-hold.ts';

export type EndSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGQUIT';

/** What a terminal and its process can do; terminal-port.ts has the real ones. */
export interface TerminalPort {
  size(): ScreenSize;
  /** True when the bytes went out at once; `done` runs when they are out. */
  write(text: string, done: () => void): boolean;
  /** To the end before it returns; what cannot be written is lost. */
  writeSync(text: string): void;
  setRawMode(on: boolean): void;
  /** Catches what others write to the screen; the returned function gives it back. */
  catchStray(): () => string;
  /** Stops the whole process group, as the terminal itself does on ctrl-z. */
  stopGroup(): void;
  printAfterwards(text: string): void;
  /** Starts listening; the returned function ends it. */
  listen(events: TerminalPortEvents): () => void;
}

export interface TerminalPortEvents {
  onBytes(bytes: Uint8Array): void;
  onResize(): void;
  onSignal(signal: EndSignal): void;
  onStopRequest(): void;
  onContinue(): void;
  /** The terminal is gone: hung up, or its other end closed. */
  onGone(): void;
  onExit(): void;
}

export interface TerminalHandlers {
  /** All inputs of one chunk at once. */
  onInputs(inputs: readonly TerminalInput[]): void;
  onResize(size: ScreenSize): void;
  /** The screen shows something else: everything must be drawn again. */
  onRepaint(): void;
  /** The program must end; the terminal has been given back already. */
  onEnd(reason: EndSignal | 'gone'): void;
}

export interface Terminal {
  size(): ScreenSize;
  readonly sink: ByteSink;
  /** From now on these hear of everything; what was typed, or ended it, before is told at once. */
  attach(handlers: TerminalHandlers): void;
  setTitle(title: string): void;
  /** Rings its bell. */
  ring(): void;
  /** Gives the terminal back, stops the process, and takes it again when the process goes on. */
  suspend(): void;
  /** Gives the terminal back for good. May be called more than once, and at any moment. */
  restore(): void;
}

const RESIZE_QUIET = 50;
/** A process without a shell above it is not stopped by SIGTSTP: then it goes on by itself. */
const CONTINUE_ANYWAY = 250;

/** Takes the terminal at once. */
export function openTerminal(port: TerminalPort, clock: Clock): Terminal {
  const hold = createTerminalHold(port);
  const audience = createAudience();
  const reader = createInputReader(clock, audience.hearInputs);
  let cancelResize = () => {};
  let cancelContinue = () => {};

  function goOn(): void {
    cancelContinue();
    if (hold.state === 'restored') return;
    // Stopped by SIGSTOP, without a word before: the shell has had the terminal, so all of it is asked for again.
    if (hold.state === 'armed') hold.disarm('suspended');
    hold.arm();
    audience.handlers()?.onResize(port.size());
    audience.handlers()?.onRepaint();
  }

  function suspend(): void {
    if (hold.state !== 'armed') return;
    hold.disarm('suspended');
    cancelContinue = clock.after(CONTINUE_ANYWAY, goOn);
    port.stopGroup();
  }

  function restore(): void {
    if (hold.state === 'restored') return;
    hold.disarm('restored');
    for (const cancel of [cancelResize, cancelContinue, reader.stop, stopListening]) cancel();
  }

  function end(reason: EndSignal | 'gone'): void {
    const tell = audience.endOf(reason);
    restore();
    tell();
  }

  const stopListening = port.listen({
    onBytes: (bytes) => {
      if (hold.state === 'armed') reader.push(bytes);
    },
    onResize() {
      cancelResize();
      cancelResize = clock.after(RESIZE_QUIET, () => audience.handlers()?.onResize(port.size()));
    },
    onSignal: end,
    onStopRequest: suspend,
    onContinue: goOn,
    onGone: () => end('gone'),
    onExit: restore,
  });
  hold.arm();
  return {
    size: () => port.size(),
    sink: createSink(port, hold),
    attach: audience.attach,
    setTitle: hold.setTitle,
    ring: hold.ring,
    suspend,
    restore,
  };
}

/** Those who listen to the terminal; for one who comes late, what was typed, or ended it, is kept. */
function createAudience() {
  const held: TerminalInput[] = [];
  let handlers: TerminalHandlers | null = null;
  let ended: EndSignal | 'gone' | null = null;
  return {
    handlers: () => handlers,
    attach(next: TerminalHandlers): void {
      handlers = next;
      if (held.length > 0) next.onInputs(held.splice(0));
      if (ended !== null) next.onEnd(ended);
    },
    hearInputs(inputs: readonly TerminalInput[]): void {
      if (handlers) handlers.onInputs(inputs);
      else held.push(...inputs);
    },
    /** Keeps the first reason there was; the returned function tells of this one. */
    endOf(reason: EndSignal | 'gone'): () => void {
      ended ??= reason;
      return () => handlers?.onEnd(reason);
    },
  };
}

/** The way to the screen, while it is ours: what comes later goes nowhere. */
function createSink(port: TerminalPort, hold: TerminalHold): ByteSink {
  let drained: (() => void) | null = null;
  return {
    write(text) {
      if (hold.state !== 'armed') return true;
      return port.write(text, () => {
        const task = drained;
        drained = null;
        task?.();
      });
    },
    onceDrained(task) {
      drained = task;
    },
  };
}
