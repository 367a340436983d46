import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FleetChange, FleetSummary, JobList, NodeList } from '../../../shared/protocol/fleet.ts';
import { JobDetail } from '../../../shared/protocol/job.ts';
import { RenderNodeDetail, RenderNodeRecord } from '../../../shared/protocol/render-node.ts';
import { Report } from '../../../shared/protocol/report.ts';
import { checkerFor } from '../../../shared/protocol/validate.ts';
import { at, fleetOf } from '../../testing/made-up-fleet.ts';
import { madeUpGpu, madeUpHardware, madeUpReport, madeUpSequence } from '../../testing/made-up-report.ts';

const time = fc.constantFrom(
  null,
  '0000-01-01T00:00:00Z',
  '1969-12-31T23:59:59+14:00',
  '2026-01-01T12:00:00.123456789Z',
  '2026-13-99T99:99:99Z',
  '9999-12-31T23:59:59Z',
);
const notation = fc.constantFrom('', '1-10', '5-1x2', '-5--1', 'x', '1-100000x2,200001', '1-20x0', '999999999');
const frame = fc.oneof(fc.integer({ min: -999_999_999, max: 999_999_999 }), fc.constantFrom(1.5, -0.25));
const text = fc.string({ minLength: 1, maxLength: 255, unit: 'grapheme-ascii' });
const celsius = fc.constantFrom(null, -273.15, 0, 88, 1000);
const sequence = fc
  .record({
    directory: fc.constantFrom('', 'a/b', `${'long'.repeat(300)}/`),
    pattern: fc.constantFrom('####.png', 'a.####.exr', 'x'.repeat(255)),
    title: fc.constantFrom(null, '', '\ud83d\ude00'.repeat(250)),
    expected: fc.option(notation),
    done: notation,
    writing: notation,
    placeholders: notation,
    startedAt: time,
    changedAt: time,
    recent: fc.array(fc.record({ frame, at: fc.constant('2026-01-01T12:00:00Z'), sizeBytes: fc.nat() })),
  })
  .map(madeUpSequence);
const report = fc
  .record({
    celsius,
    limitCelsius: celsius,
    timestamp: time,
    name: text,
    sequences: fc.array(sequence, { maxLength: 3 }),
  })
  .map(({ celsius, limitCelsius, timestamp, name, sequences }) =>
    madeUpReport(name.trim() || 'rn', {
      ...(timestamp === null ? {} : { timestamp }),
      intervalSeconds: 0,
      hardware: madeUpHardware({
        memory: { totalBytes: 0, usedBytes: 1, swapTotalBytes: 0, swapUsedBytes: 0 },
        gpus: [madeUpGpu({ celsius, limitCelsius, percent: null })],
      }),
      sequences,
    }),
  );

function expectFits(schema: Parameters<typeof checkerFor>[0], value: unknown): void {
  const checked = checkerFor(schema)(JSON.parse(JSON.stringify(value)));
  expect(checked.ok ? '' : checked.problem).toBe('');
}

test('all that a fleet tells fits the protocol when the reports do, however odd', () => {
  fc.assert(
    fc.property(fc.array(report, { minLength: 1, maxLength: 3 }), fc.nat(4000), (reports, later) => {
      const fleet = fleetOf();
      for (const one of reports) {
        expectFits(Report, one);
        fleet.applyReport(one, at(0));
      }
      fleet.tick(at(later));
      const now = at(later);
      const [nodes, jobs] = [fleet.nodes(now), fleet.jobs(now)];
      expectFits(NodeList, { at: fleet.summary(now).at, nodes });
      expectFits(JobList, { at: fleet.summary(now).at, jobs });
      expectFits(FleetSummary, fleet.summary(now));
      for (const { id } of nodes) expectFits(RenderNodeDetail, fleet.node(id, now));
      for (const { id } of nodes) expectFits(RenderNodeRecord, fleet.record(id));
      for (const { id } of jobs) expectFits(JobDetail, fleet.job(id, now));
      expectFits(FleetChange, fleet.takeChange(now));
    }),
    { numRuns: 60 },
  );
}, 20_000);
