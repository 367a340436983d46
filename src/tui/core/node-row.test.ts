import { expect, test } from 'vitest';
import type { JobSummary } from '../../shared/protocol/job.ts';
import type { RenderNodeSummary } from '../../shared/protocol/render-node.ts';
import { madeUpAlert } from '../testing/made-up-alerts.ts';
import { later, OPTIONS } from '../testing/made-up-dashboard.ts';
import { madeUpJob, madeUpNode } from '../testing/made-up-farm.ts';
import { bookOfAlerts } from './alert-book.ts';
import { headerLine } from './header-line.ts';
import { nodesPanel } from './nodes-panel.ts';
import { initialState, reduce, type TuiState } from './state.ts';

/** A farm of one node, with this job. */
function farmOf(fields: Partial<JobSummary>, node: Partial<RenderNodeSummary> = {}): TuiState {
  const job = { ...madeUpJob('sq010_sh0010_lgt', 100, 240, 600), ...fields };
  const nodes = [madeUpNode('rn-1', { state: 'rendering', job, ...node })];
  const snapshot = { at: '2026-01-31T14:32:07Z', farm: 'farm', hubVersion: '1', nodes, jobs: [job] };
  const update = { kind: 'snapshot', snapshot, latencyMillis: null } as const;
  return reduce(initialState(OPTIONS), { kind: 'hub', update, at: later(0) }).state;
}

function rowOf(state: TuiState) {
  const row = nodesPanel(state)[2] ?? [];
  return { spans: row, text: row.map(({ text }) => text).join('') };
}

test.each([
  ['aborted', '▲ rn-1   aborted', '▲1'],
  ['failed', '✕ rn-1   failed', '✕1'],
] as const)('nodeRow and header tell of an idle node that its job has %s', (state, row, count) => {
  const farm = farmOf({ state, etaSeconds: null }, { state: 'idle' });
  expect(rowOf(farm).text).toContain(row);
  const header = headerLine({ ...farm, columns: 80 }).map(({ text }) => text);
  expect(header).toContain(count);
});

test('nodeRow marks a job with broken and orphaned frames beside its title, whatever its length', () => {
  expect(rowOf(farmOf({})).text).not.toContain('lgt ▲');
  expect(rowOf(farmOf({ broken: 1, orphaned: 2, title: 'sh0010_lgt' })).text).toContain('sh0010_lgt ▲3 ');
  const long = rowOf({ ...farmOf({ broken: 12, title: 'x'.repeat(90) }), columns: 80 });
  expect(long.text).toMatch(/x… ▲12 +█/);
});

test.each([
  ['amber', 'warn'],
  ['red', 'bad'],
  [null, 'plain'],
] as const)('nodeRow shows the ETA of a job that is overdue (%s) in the tone %s', (overdue, tone) => {
  const cell = rowOf(farmOf({ overdue })).spans.find(({ text }) => text.trim() === '10m');
  expect(cell?.tone).toBe(tone);
});

test.each([
  ['warn', 80, '    ▲80°', 'warn'],
  ['crit', 101, '   ✕101°', 'bad'],
  ['notice', 66, '     66°', 'strong'],
  [null, 50, '     50°', 'plain'],
] as const)('nodeRow tells the level %s by a sign before the figure and by its tone', (level, tempC, text, tone) => {
  const levels = level === null ? {} : { 'gpuTempC[0]': level };
  const { spans } = rowOf({ ...farmOf({}, { tempC, levels, memPercent: 9 }), columns: 200 });
  const cell = spans.find((piece) => piece.text.endsWith(`${tempC}°`));
  expect(cell).toMatchObject({ text: text.slice(-(cell?.text.length ?? 0)), tone });
});

test('nodeRow puts the sign of a level into the gap where the figure fills its column', () => {
  const full = { memPercent: 100, levels: { memPercent: 'crit' } } as const;
  expect(rowOf({ ...farmOf({}, full), columns: 100 }).text).toContain('✕100%');
});

test('nodeRow counts the open alerts behind the sign of the worst', () => {
  const farm = { ...farmOf({}), tableColumns: ['node', 'alerts'] as const };
  const alerts = [madeUpAlert('a', 0, { node: 'rn-1' }), madeUpAlert('b', 0, { node: 'rn-1', severity: 'crit' })];
  const fleet = farm.fleet && { ...farm.fleet, alerts: bookOfAlerts(alerts) };
  expect(rowOf({ ...farm, fleet }).text).toMatch(/rn-1 +✕2/);
  expect(rowOf(farm).text).not.toContain('✕');
});

test('nodeRow tells no load and no heat of a node that is off, but what its disks hold', () => {
  const health = {
    cpuTempC: 61,
    vrmTempC: null,
    gpuTempC: null,
    gpuWatts: 300,
    gpuLimitWatts: null,
    gpuFanPercent: null,
    gpuMemPercent: null,
    rootPercent: 44,
    dockerPercent: null,
    outputPercent: null,
    outputFullInSeconds: null,
  };
  const node = { cpuPercent: 63, memPercent: 33, tempC: 67, health };
  const tableColumns = ['node', 'cpu', 'ram', 'temp', 'gpu-watts', 'root'] as const;
  const off = farmOf({}, { ...node, state: 'offline', liveness: 'offline' });
  expect(rowOf({ ...off, tableColumns }).text).toMatch(/rn-1 +— +— +— +— +44% /);
  expect(rowOf({ ...farmOf({}, node), tableColumns }).text).toMatch(/rn-1 +63% +33% +67° +300W +44% /);
});

test('nodeRow marks the selection and colours the word of a state only where not all is well', () => {
  const well = rowOf(farmOf({}));
  expect(well.spans[0]).toMatchObject({ tone: 'border' });
  expect(well.text).toContain('▌● rn-1');
  expect(well.spans.find(({ text }) => text.includes('render'))?.tone).toBe('plain');
  const hot = rowOf(farmOf({}, { state: 'hot' }));
  expect(hot.spans.find(({ text }) => text.includes('hot'))?.tone).toBe('warn');
});
