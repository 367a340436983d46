import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../shared/manual-clock.ts';
import type { ScreenSize } from './screen-writer.ts';
import { openTerminal, type TerminalHandlers, type TerminalPort, type TerminalPortEvents } from './terminal.ts';
import { ENTER_SCREEN, LEAVE_SCREEN } from './terminal-modes.ts';

/** A terminal that writes down what happens to it, in order. */
function fakePort() {
  const log: string[] = [];
  let size: ScreenSize = { columns: 80, rows: 24 };
  let stray = '';
  const wired: { events: TerminalPortEvents | null } = { events: null };
  const port: TerminalPort = {
    size: () => size,
    write(text, done) {
      log.push(`write ${text}`);
      done();
      return true;
    },
    writeSync: (text) => log.push(text === LEAVE_SCREEN ? 'leave' : text === ENTER_SCREEN ? 'enter' : `sync ${text}`),
    setRawMode: (on) => log.push(on ? 'raw' : 'cooked'),
    catchStray: () => () => stray,
    stopGroup: () => log.push('stop'),
    printAfterwards: (text) => log.push(`print ${text}`),
    listen(events) {
      wired.events = events;
      return () => log.push('deaf');
    },
  };
  const fire = (): TerminalPortEvents => {
    if (!wired.events) throw new Error('Nobody listens.');
    return wired.events;
  };
  return {
    port,
    log,
    fire,
    resizeTo: (next: ScreenSize) => {
      size = next;
      fire().onResize();
    },
    say: (text: string) => {
      stray = text;
    },
  };
}

function recordingHandlers(): TerminalHandlers & { heard: string[] } {
  const heard: string[] = [];
  return {
    heard,
    onInputs: (inputs) =>
      heard.push(`keys ${inputs.map((input) => (input.kind === 'key' ? input.name : 'paste')).join(' ')}`),
    onResize: ({ columns, rows }) => heard.push(`size ${columns}x${rows}`),
    onRepaint: () => heard.push('repaint'),
    onEnd: (reason) => heard.push(`end ${reason}`),
  };
}

function open() {
  const fake = fakePort();
  const clock = new ManualClock();
  const terminal = openTerminal(fake.port, clock);
  const handlers = recordingHandlers();
  return { ...fake, clock, terminal, handlers };
}

describe('openTerminal', () => {
  it('takes the terminal at once and gives it back once, however often it is told to', () => {
    const { terminal, log } = open();
    expect(log.splice(0)).toEqual(['raw', 'enter']);
    terminal.restore();
    terminal.restore();
    expect(log).toEqual(['leave', 'cooked', 'deaf']);
  });

  it.each(['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const)(
    'gives the terminal back before it tells of %s',
    (signal) => {
      const { terminal, log, fire, handlers } = open();
      const order: string[] = [];
      terminal.attach({ ...handlers, onEnd: (reason) => order.push(...log.splice(2), reason) });
      fire().onSignal(signal);
      expect(order).toEqual(['leave', 'cooked', 'deaf', signal]);
    },
  );

  it.each(['onExit', 'onGone'] as const)('gives the terminal back on %s', (way) => {
    const { log, fire } = open();
    fire()[way]();
    expect(log.slice(2)).toEqual(['leave', 'cooked', 'deaf']);
  });

  it('gives the terminal back once when it is gone and says so again and again meanwhile', () => {
    const { port, log, fire } = fakePort();
    openTerminal({ ...port, setRawMode: (on) => void (on ? log.push('raw') : fire().onGone()) }, new ManualClock());
    fire().onGone();
    expect(log).toEqual(['raw', 'enter', 'leave', 'deaf']);
  });

  it('tells of an end and of keys that came before anybody listened', () => {
    const { terminal, fire, handlers } = open();
    fire().onBytes(Buffer.from('jk'));
    fire().onSignal('SIGTERM');
    terminal.attach(handlers);
    expect(handlers.heard).toEqual(['keys j k', 'end SIGTERM']);
  });

  it('prints what others wrote meanwhile after the screen was given back', () => {
    const { terminal, log, say } = open();
    say('a warning\n');
    terminal.restore();
    expect(log.slice(2)).toEqual(['leave', 'cooked', 'print a warning\n', 'deaf']);
  });

  it('makes what others wrote harmless and keeps its lines', () => {
    const { terminal, log, say } = open();
    say('one\x1b]0;title\x07\r\ntwo\u202e\n');
    terminal.restore();
    expect(log).toContain('print one\\x1b]0;title\\x07\ntwo\\u202e\n');
  });

  it('writes nothing to a terminal that it has given back', () => {
    const { terminal, log } = open();
    expect(terminal.sink.write('x')).toBe(true);
    terminal.restore();
    terminal.sink.write('late');
    terminal.setTitle('late');
    expect(log.filter((entry) => entry.startsWith('write'))).toEqual(['write x']);
  });

  it('restores everything, stops, and takes all of it again when the process goes on', () => {
    const { terminal, log, fire, handlers, clock } = open();
    terminal.attach(handlers);
    terminal.setTitle('farm');
    log.splice(0);
    terminal.suspend();
    expect(log.splice(0)).toEqual(['leave', 'cooked', 'stop']);
    fire().onContinue();
    expect(log.splice(0)).toEqual(['raw', expect.stringContaining('farm')]);
    expect(handlers.heard).toEqual(['size 80x24', 'repaint']);
    clock.advance(10_000);
    expect(log).toEqual([]);
  });

  it('takes all of it again when the process was stopped without a word', () => {
    const { terminal, log, fire, handlers } = open();
    terminal.attach(handlers);
    fire().onContinue();
    expect(log).toEqual(['raw', 'enter', 'leave', 'cooked', 'raw', 'enter']);
    expect(handlers.heard).toEqual(['size 80x24', 'repaint']);
  });

  it('suspends when the stop comes from outside, and goes on by itself when nothing could stop it', () => {
    const { terminal, log, fire, handlers, clock } = open();
    terminal.attach(handlers);
    fire().onStopRequest();
    expect(log.splice(0)).toEqual(['raw', 'enter', 'leave', 'cooked', 'stop']);
    clock.advance(250);
    expect(log).toEqual(['raw', 'enter']);
    expect(handlers.heard).toEqual(['size 80x24', 'repaint']);
  });

  it('tells a size once when the window was dragged through many', () => {
    const { terminal, handlers, resizeTo, clock } = open();
    terminal.attach(handlers);
    for (let columns = 100; columns < 110; columns++) {
      resizeTo({ columns, rows: 30 });
      clock.advance(49);
    }
    expect(handlers.heard).toEqual([]);
    clock.advance(1);
    expect(handlers.heard).toEqual(['size 109x30']);
  });

  it('makes a lone ESC the key after 60 ms, and joins a sequence that comes in two pieces', () => {
    const { terminal, handlers, fire, clock } = open();
    terminal.attach(handlers);
    fire().onBytes(Buffer.from('\x1b'));
    clock.advance(59);
    expect(handlers.heard).toEqual([]);
    clock.advance(1);
    fire().onBytes(Buffer.from('\x1b['));
    clock.advance(900);
    fire().onBytes(Buffer.from('A'));
    fire().onBytes(Buffer.from('jjj'));
    expect(handlers.heard).toEqual(['keys esc', 'keys up', 'keys j j j']);
  });

  it('sets a plain title, and only when it is another one', () => {
    const { terminal, log } = open();
    terminal.setTitle('farm \x1b]52;c;x\x07');
    terminal.setTitle('farm \x1b]52;c;x\x07');
    expect(log.slice(2)).toEqual(['write \x1b]2;farm \\x1b]52;c;x\\x07\x07']);
  });
});
