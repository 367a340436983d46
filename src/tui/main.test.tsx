import { afterEach, describe, expect, it, vi } from 'vitest';
import { ManualClock } from '../shared/manual-clock.ts';
import { openTerminal, type TerminalPortEvents } from './io/terminal.ts';
import { startDashboard } from './main.tsx';
import { createEmulatedTerminal } from './testing/emulated-terminal.ts';
import { madeUpAlert } from './testing/made-up-alerts.ts';
import { madeUpNode } from './testing/made-up-farm.ts';
import { sampleChange, sampleSnapshot, startSampleHub } from './testing/sample-hub.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});

/** The dashboard on an emulated terminal, with a real hub behind it and a clock that is driven. */
async function showFarm(nodes = ['rn-001', 'rn-002', 'rn-003'], settings: { readonly bell?: boolean } = {}) {
  const hub = await startSampleHub(sampleSnapshot(nodes.map((id) => madeUpNode(id))));
  const clock = new ManualClock();
  const screen = createEmulatedTerminal(100, 20);
  let size = { columns: 100, rows: 20 };
  let written = '';
  const wired: { events: TerminalPortEvents | null } = { events: null };
  const write = (text: string) => {
    written += text;
    void screen.write(text);
  };
  const terminal = openTerminal(
    {
      size: () => size,
      write(text, done) {
        write(text);
        done();
        return true;
      },
      writeSync: write,
      setRawMode() {},
      catchStray: () => () => '',
      stopGroup() {},
      printAfterwards() {},
      listen(events) {
        wired.events = events;
        return () => {};
      },
    },
    clock,
  );
  const dashboard = startDashboard(
    {
      hubUrl: hub.url,
      secret: 'correct-horse-battery',
      glyphs: 'unicode',
      colour: '16',
      paintInterval: 250,
      ...settings,
    },
    { terminal, clock, random: () => 0.5, userName: 'mira' },
  );
  cleanups.push(() => dashboard.stop(), hub.stop);
  const shows = (text: string | RegExp) =>
    vi.waitFor(() => {
      clock.advance(50);
      expect(screen.text().join('\n')).toMatch(text);
    });
  await shows('rn-001');
  return {
    hub,
    clock,
    dashboard,
    shows,
    text: () => screen.text().join('\n'),
    type: (keys: string) => wired.events?.onBytes(Buffer.from(keys)),
    signal: () => wired.events?.onSignal('SIGTERM'),
    resize(columns: number, rows: number) {
      size = { columns, rows };
      screen.resize(columns, rows);
      wired.events?.onResize();
    },
    takeWritten() {
      const all = written;
      written = '';
      return all;
    },
  };
}

describe('startDashboard', () => {
  it('shows the farm, and what changes on it', async () => {
    const { hub, shows } = await showFarm();
    await shows('sample-farm');
    hub.send('change', sampleChange([{ id: 'rn-002', cpuPercent: 83 }]));
    await shows(/rn-002.*83%/);
  });

  it('moves the selection by as many rows as keys came in one chunk, in one write', async () => {
    const { shows, type, takeWritten } = await showFarm();
    await shows(/▌.*rn-001/);
    takeWritten();
    type('jj');
    await vi.waitFor(() => expect(takeWritten().split('\x1b[?2026h')).toHaveLength(2));
    await shows(/▌.*rn-003/);
  });

  it('quits on q and gives the terminal back as the last thing it writes', async () => {
    const { dashboard, type, takeWritten } = await showFarm();
    type('q');
    expect(await dashboard.done).toEqual({ kind: 'quit' });
    expect(takeWritten()).toMatch(/\x1b\[\?1049l\x1b\[\?25h\x1b\[23;2t$/);
  });

  it('ends on a signal and says which', async () => {
    const { dashboard, signal } = await showFarm();
    signal();
    expect(await dashboard.done).toEqual({ kind: 'signal', signal: 'SIGTERM' });
  });

  it('keeps the rows and counts down when the hub is gone', async () => {
    const { hub, shows, text } = await showFarm();
    hub.stop();
    await shows(/offline.*retry in/);
    expect(text()).toContain('rn-002');
  });

  it('fills the new size when the terminal was resized', async () => {
    const { resize, clock, text } = await showFarm();
    resize(70, 16);
    clock.advance(50);
    await vi.waitFor(() => expect(text().split('\n')[1]).toMatch(/^.{69}╮$/));
    expect(text().split('\n')).toHaveLength(16);
    expect(text()).toContain('rn-003');
  });

  it('draws everything anew on ctrl-l', async () => {
    const { type, takeWritten } = await showFarm();
    takeWritten();
    type('\x0c');
    await vi.waitFor(() => expect(takeWritten()).toMatch(/\x1b\[2J.*rn-001/s));
  });

  it('opens a node and shows why its detail cannot be had', async () => {
    const { type, shows } = await showFarm();
    type('\r');
    await shows(/There is no such node/);
  });

  it('shows an alert as being acknowledged, and undoes that with the reason when the hub does not do it', async () => {
    const { hub, shows, type } = await showFarm();
    hub.send('change', { ...sampleChange([]), alerts: [madeUpAlert('a-1', Date.now(), { node: 'rn-002' })] });
    await shows(/1 alert /);
    type('ae');
    await shows(/Not acknowledged: There is no such node/);
    await shows(/rn-002.* new /);
  });

  it('rings once for new critical alerts where that is asked for, and never else', async () => {
    for (const bell of [true, false]) {
      const { hub, shows, takeWritten } = await showFarm(['rn-001'], { bell });
      const critical = ['a', 'b'].map((id) => madeUpAlert(id, Date.now(), { severity: 'crit' }));
      for (const alert of critical) hub.send('change', { ...sampleChange([]), alerts: [alert] });
      await shows(/2 alerts/);
      // The terminal's title ends with the same sign.
      const untitled = takeWritten().replace(/\u001b\][^\u0007]*\u0007/g, '');
      expect(untitled.split('\u0007')).toHaveLength(bell ? 2 : 1);
    }
  });

  it('writes nothing while nothing that is shown changes', async () => {
    const { clock, takeWritten } = await showFarm();
    clock.advance(60_000);
    await new Promise((resolve) => setImmediate(resolve));
    takeWritten();
    clock.advance(400);
    await new Promise((resolve) => setImmediate(resolve));
    expect(takeWritten()).toBe('');
  });
});
