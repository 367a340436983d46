import { afterEach, describe, expect, it, vi } from 'vitest';
import { ManualClock } from '../shared/manual-clock.ts';
import { COLUMN_SETS } from './core/table-columns.ts';
import { formatSnapshot, startTablePrinter, takeSnapshot } from './plain-output.ts';
import { madeUpAlert } from './testing/made-up-alerts.ts';
import { madeUpNode } from './testing/made-up-farm.ts';
import { withHealth } from './testing/made-up-health.ts';
import { type SampleHub, sampleChange, sampleSnapshot, startSampleHub } from './testing/sample-hub.ts';

const snapshot = sampleSnapshot([madeUpNode('rn-002'), madeUpNode('rn-001', { hostname: 'a\x1b[2Jb\u202e' })]);
const look = { url: 'http://hub:3000', columns: null, ascii: false } as const;
const secret = 'correct-horse-battery';
const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleanups.splice(0)) clean();
});

async function hub(): Promise<SampleHub> {
  const started = await startSampleHub(snapshot);
  cleanups.push(started.stop);
  return started;
}

const deps = () => ({ clock: new ManualClock(), random: () => 0 });

describe('takeSnapshot', () => {
  it('gives the farm as the hub has it', async () => {
    const { url } = await hub();
    expect(await takeSnapshot({ hubUrl: url, secret }, deps())).toEqual(snapshot);
  });

  it('rejects with the address and the remedy when there is no hub', async () => {
    const { url, stop } = await hub();
    stop();
    await expect(takeSnapshot({ hubUrl: url, secret }, deps())).rejects.toThrow(
      /^http:\S+ Nothing listens .*sentry-hub/,
    );
  });
});

describe('formatSnapshot', () => {
  it.each(['table', 'json', 'csv'] as const)('lets nothing through that a terminal would obey, as %s', (format) => {
    const text = formatSnapshot(snapshot, format, look);
    expect(text).toContain('rn-001');
    expect(text).not.toMatch(/[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e]/);
  });

  it('is JSON of the very snapshot', () => {
    expect(JSON.parse(formatSnapshot(snapshot, 'json', look))).toEqual(snapshot);
  });
});

describe('formatSnapshot with chosen columns', () => {
  const health = withHealth({ ...snapshot, nodes: [madeUpNode('rn-023', { tempC: 91 })] });
  const alerts = [madeUpAlert('a', 0, { node: 'rn-023', severity: 'crit' })];

  it('has just these in the table, their levels told by signs', () => {
    const tableColumns = ['node', 'gpu-temp', 'cpu-temp', 'alerts', 'spark', 'host'] as const;
    const text = formatSnapshot({ ...health, alerts }, 'table', { ...look, tableColumns });
    expect(text).toMatch(/ NODE +GPU TEMP +CPU TEMP +ALERTS +HOST\n○ +rn-023 +✕91° +▲79° +✕1 +rn-023\n/);
  });

  it('has only ASCII where that is asked for', () => {
    const text = formatSnapshot(health, 'table', { ...look, ascii: true, tableColumns: COLUMN_SETS.health });
    expect(text).toMatch(/x91 .*x100%/);
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
  });

  it('has just these in CSV', () => {
    const tableColumns = ['node', 'gpu-watts', 'alerts'] as const;
    expect(formatSnapshot({ ...health, alerts }, 'csv', { ...look, tableColumns })).toBe(
      'id,gpu_watts,alerts\nrn-023,1421,1\n',
    );
  });
});

describe('startTablePrinter', () => {
  it('prints at once and at each change, not more often than asked, and not for figures that always waver', async () => {
    const { url, send } = await hub();
    const clock = new ManualClock();
    const tables: string[] = [];
    const printer = {
      ...look,
      interval: 1000,
      print: (table: string) => tables.push(table),
      warn: () => {},
    };
    const running = startTablePrinter({ hubUrl: url, secret }, printer, { clock, random: () => 0 });
    cleanups.push(() => void running.stop());
    await vi.waitFor(() => {
      clock.advance(0);
      expect(tables).toHaveLength(1);
    });
    expect(tables[0]).toMatch(/rn-001.*\n.*rn-002/);
    send('change', sampleChange([{ id: 'rn-001', seenSecondsAgo: 4, cpuPercent: 77 }]));
    send('change', sampleChange([{ id: 'rn-002', state: 'stalled' }]));
    await vi.waitFor(() => {
      clock.advance(300);
      expect(tables).toHaveLength(2);
    });
    expect(tables[1]).toContain('stalled');
    expect(clock.monotonic()).toBeGreaterThanOrEqual(1000);
  });

  it('says once why the hub is not there, and waits for it', async () => {
    const { url, stop } = await hub();
    stop();
    const clock = new ManualClock();
    const warnings: string[] = [];
    const printer = {
      ...look,
      interval: 0,
      print: () => {},
      warn: (sentence: string) => warnings.push(sentence),
    };
    const running = startTablePrinter({ hubUrl: url, secret }, printer, { clock, random: () => 0 });
    cleanups.push(() => void running.stop());
    await vi.waitFor(() => expect(warnings).toHaveLength(1));
    clock.advance(60_000);
    await running.stop();
    expect(warnings).toEqual([expect.stringMatching(/start sentry-hub/)]);
  });
});
