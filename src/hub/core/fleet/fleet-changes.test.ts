import fc from 'fast-check';
import { expect, test } from 'vitest';
import { at, fleetOf, iso, rendering } from '../../testing/made-up-fleet.ts';
import { idleHardware, madeUpReport } from '../../testing/made-up-report.ts';

test('a fleet keeps the identity of what did not change', () => {
  const fleet = fleetOf();
  fleet.applyReport(rendering('rn-1', 5), at(120));
  fleet.applyReport(rendering('rn-2', 5), at(120));
  const [first, second] = fleet.nodes(at(120));
  const [job] = fleet.jobs(at(120));
  fleet.applyReport(rendering('rn-1', 5, { tags: ['gpu'], timestamp: iso(125) }), at(125));
  expect(fleet.nodes(at(125))[0]).not.toBe(first);
  expect(fleet.nodes(at(125))[1]).toBe(second);
  expect(fleet.jobs(at(125))[0]).toBe(job);
});

test('a fleet tells changes field by field, ages only of nodes that reported, and nothing twice', () => {
  const fleet = fleetOf();
  fleet.applyReport(rendering('rn-1', 5), at(120));
  fleet.applyReport(madeUpReport('rn-2'), at(120));
  const first = fleet.takeChange(at(120));
  expect(first?.nodes.map((node) => node.id)).toEqual(['rn-1', 'rn-2']);
  expect(first?.nodes[0]).toEqual(fleet.nodes(at(120))[0]);
  expect(first?.jobs).toEqual(fleet.jobs(at(120)));
  expect(fleet.takeChange(at(121))).toBeNull();
  fleet.applyReport(rendering('rn-1', 5, { timestamp: iso(125) }), at(125));
  expect(fleet.takeChange(at(125))?.nodes).toEqual([{ id: 'rn-1', seenSecondsAgo: 0 }]);
  fleet.applyReport(rendering('rn-1', 6), at(150));
  const jobId = fleet.jobs(at(150))[0]?.id ?? '';
  const change = fleet.takeChange(at(150));
  expect(Object.keys(change?.nodes[0] ?? {}).sort()).toEqual(['id', 'job', 'seenSecondsAgo']);
  expect(change?.jobs[0]).toMatchObject({ id: jobId, done: 6, missing: '7-10' });
  expect(change?.jobs[0]).not.toHaveProperty('title');
  fleet.forget('rn-1');
  expect(fleet.takeChange(at(151))).toMatchObject({ removedNodes: ['rn-1'], removedJobs: [jobId], nodes: [] });
});

test('a fleet tells of silence in a change without an age, when a node fell silent', () => {
  const fleet = fleetOf();
  fleet.applyReport(madeUpReport('rn-1'), at(0));
  fleet.takeChange(at(0));
  fleet.tick(at(20));
  expect(fleet.takeChange(at(20))?.nodes).toEqual([
    { id: 'rn-1', state: 'stale', liveness: 'stale', reason: 'silent for 20s' },
  ]);
});

test('a fleet sums the farm up', () => {
  const fleet = fleetOf();
  fleet.applyReport(rendering('rn-1', 5), at(120));
  fleet.applyReport(madeUpReport('rn-2', { hardware: idleHardware() }), at(120));
  fleet.applyReport(madeUpReport('rn-3', { leaving: true }), at(120));
  expect(fleet.summary(at(120))).toEqual({
    at: iso(120),
    farm: 'lon',
    nodes: 3,
    rendering: 1,
    idle: 1,
    stalled: 0,
    hot: 0,
    error: 0,
    stale: 0,
    offline: 1,
    jobs: 1,
    jobsRunning: 1,
    jobsStalled: 0,
    jobsCompleted: 0,
    framesPerHour: 120,
    cpuPercent: 46,
    gpuPercent: 49,
    memPercent: 50,
    tempC: 70,
    hottest: 'rn-1',
    watts: 640,
    alerts: 0,
    alertsCritical: 0,
  });
});

test('a fleet ends in the same state whatever the order in which different nodes report', () => {
  const hosts = ['rn-1', 'rn-2', 'rn-3', 'rn-4'];
  const reports = hosts.map((host, i) => rendering(host, i + 2));
  const expected = fleetOf();
  for (const report of reports) expected.applyReport(report, at(200));
  fc.assert(
    fc.property(fc.shuffledSubarray(reports, { minLength: 4 }), fc.boolean(), (shuffled, looking) => {
      const fleet = fleetOf();
      for (const report of shuffled) {
        fleet.applyReport(report, at(200));
        if (looking) fleet.takeChange(at(200));
      }
      expect(fleet.jobs(at(200))).toEqual(expected.jobs(at(200)));
      expect(fleet.nodes(at(200))).toEqual(expected.nodes(at(200)));
    }),
    { numRuns: 40 },
  );
});

test('the changes of a fleet, put together, are its state whatever happens', () => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('report' as const),
      host: fc.integer({ min: 1, max: 3 }),
      done: fc.integer({ min: 1, max: 10 }),
    }),
    fc.record({ kind: fc.constant('forget' as const), host: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ kind: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 400 }) }),
    fc.record({ kind: fc.constant('take' as const) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const fleet = fleetOf();
      const nodes = new Map<string, object>();
      const jobs = new Map<string, object>();
      let seconds = 300;
      for (const next of [...steps, { kind: 'take' as const }]) {
        if (next.kind === 'report') fleet.applyReport(rendering(`rn-${next.host}`, next.done), at(seconds));
        if (next.kind === 'forget') fleet.forget(`rn-${next.host}`);
        if (next.kind === 'wait') {
          seconds += next.seconds;
          fleet.tick(at(seconds));
        }
        if (next.kind !== 'take') continue;
        const change = fleet.takeChange(at(seconds));
        for (const id of change?.removedNodes ?? []) nodes.delete(id);
        for (const id of change?.removedJobs ?? []) jobs.delete(id);
        for (const patch of change?.nodes ?? []) nodes.set(patch.id, { ...nodes.get(patch.id), ...patch });
        for (const patch of change?.jobs ?? []) jobs.set(patch.id, { ...jobs.get(patch.id), ...patch });
      }
      const ageless = (node: object) => ({ ...node, seenSecondsAgo: 0 });
      expect([...nodes.values()].map(ageless)).toEqual(expect.arrayContaining(fleet.nodes(at(seconds)).map(ageless)));
      expect(nodes.size).toBe(fleet.nodes(at(seconds)).length);
      expect(new Set(jobs.values())).toEqual(new Set(fleet.jobs(at(seconds))));
    }),
    { numRuns: 60 },
  );
});
