import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HardwareSample } from '../../shared/protocol/hardware.ts';
import { cellWidth } from '../../shared/text-cells.ts';
import { afterKeys, later, liveState } from '../testing/made-up-dashboard.ts';
import { madeUpDetail } from '../testing/made-up-detail.ts';
import { madeUpHardware } from '../testing/made-up-hardware.ts';
import { farmState, withHistory } from '../testing/made-up-history.ts';
import { screenLines } from './screen-lines.ts';
import { reduce, type TuiOptions, type TuiState } from './state.ts';

const options = fc.record({
  columns: fc.integer({ min: 1, max: 300 }),
  rows: fc.integer({ min: 1, max: 80 }),
  glyphs: fc.constantFrom('unicode', 'ascii'),
  colour: fc.constantFrom('none', '16', '256'),
} as const);
const hostile = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 });

/** A machine whose parts bear that name. */
function hardwareNamed(name: string): HardwareSample {
  const hardware = madeUpHardware();
  return {
    ...hardware,
    gpus: (hardware.gpus ?? []).map((gpu) => ({ ...gpu, name, driver: name, throttleReasons: [name] })),
    network: (hardware.network ?? []).map((each) => ({ ...each, name })),
    temperatures: [{ sensor: name, celsius: 99, limitCelsius: 90 }],
    processes: [{ pid: 1, name, cpuPercent: 1, memoryBytes: 1 }],
    drives: (hardware.drives ?? []).map((drive) => ({ ...drive, device: name, model: name, serial: name })),
    fileSystems: (hardware.fileSystems ?? []).map((each) => ({ ...each, mount: name, source: name, type: name })),
    containers: [{ id: name, name, image: name, state: name, cpuPercent: null, memoryBytes: null }],
    services: { failed: [name] },
  };
}

function openNode(shown: Partial<TuiOptions>, hardware: HardwareSample): TuiState {
  const open = withHistory(afterKeys(liveState(shown), 'enter'));
  const detail = madeUpDetail('rn-017');
  const told = { ...detail, report: { ...detail.report, hardware } };
  return reduce(open, { kind: 'node-detail', id: 'rn-017', detail: told, at: later(1) }).state;
}

function plainLines(state: TuiState): readonly string[] {
  return screenLines(state).map(stripVTControlCharacters);
}

function expectWhole(state: TuiState): void {
  const lines = plainLines(state);
  expect(lines.length).toBeLessThanOrEqual(Math.max(state.rows, 1));
  for (const line of lines) {
    expect(cellWidth(line), JSON.stringify(line)).toBe(state.columns);
    expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
  }
}

test('the open node and the farm are as wide as the terminal, whatever its size and the names in them', () => {
  fc.assert(
    fc.property(options, hostile, (shown, name) => {
      const open = openNode(shown, hardwareNamed(name));
      for (const state of [open, afterKeys(open, 'pgdn'), farmState(liveState(shown))]) expectWhole(state);
    }),
    { numRuns: 40 },
  );
});

const ASCII = { glyphs: 'ascii', columns: 200, rows: 80 } as const;

test('in ASCII the graphs and all that is told of a machine are ASCII', () => {
  const open = openNode(ASCII, madeUpHardware());
  for (const state of [open, afterKeys(open, 'pgdn'), farmState(liveState(ASCII))])
    for (const line of plainLines(state)) expect(line).toMatch(/^[\x20-\x7e]*$/);
});

test('nothing is said of what a machine does not tell', () => {
  const nothing: HardwareSample = {
    uptimeSeconds: null,
    cpu: null,
    memory: null,
    fileSystems: null,
    network: null,
    disks: null,
    temperatures: null,
    gpus: null,
  };
  const text = plainLines(openNode({ columns: 120, rows: 60 }, nothing)).join('\n');
  for (const heading of [
    'temperatures',
    'fans',
    'power',
    'drive',
    'containers',
    'memory',
    'processor',
    'system',
    'NaN',
  ])
    expect(text).not.toContain(`─ ${heading}`);
  expect(text).not.toMatch(/NaN|undefined|null/);
});

test('what is alarming stands before what is well', () => {
  const headings = plainLines(openNode({ columns: 120, rows: 150 }, madeUpHardware()))
    .filter((line) => /^├─ [a-z0-9]/.test(line))
    .map((line) => line.slice(3).split(' ─')[0]);
  const place = (heading: string) => headings.findIndex((each) => each?.startsWith(heading));
  for (const bad of ['3 GPUs', '2 drives', 'power', 'failed services', 'watches'])
    for (const well of ['network', 'top processes', 'disk traffic'])
      expect([bad, well, place(bad) >= 0 && place(bad) < place(well)]).toEqual([bad, well, true]);
});

test('a second without news draws the same graphs, line by line', () => {
  const state = reduce(openNode({ columns: 120, rows: 60 }, madeUpHardware()), { kind: 'tick', at: later(2) }).state;
  const before = screenLines(state);
  const after = screenLines(reduce(state, { kind: 'tick', at: later(3) }).state);
  const changed = after.filter((line, index) => line !== before[index] && !/seen|ago/.test(line));
  expect(changed.map(stripVTControlCharacters).filter((line) => /[\u2800-\u28ff]/.test(line))).toEqual([]);
});
