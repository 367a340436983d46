import fc from 'fast-check';
import { expect, test } from 'vitest';
import { patchedNode } from '../../../shared/node-patch.ts';
import { at, fleetOf } from '../../testing/made-up-fleet.ts';
import { madeUpGpu, madeUpHardware, madeUpReport } from '../../testing/made-up-report.ts';

test('a fleet tells of levels and health only what changed, and whoever puts it together knows all of them', () => {
  const turn = fc.record({
    percent: fc.integer({ min: 0, max: 100 }),
    celsius: fc.array(fc.integer({ min: 30, max: 100 }), { maxLength: 3 }),
    isTold: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(turn, { minLength: 1, maxLength: 12 }), (turns) => {
      const fleet = fleetOf();
      let known = null;
      for (const [second, { percent, celsius, isTold }] of turns.entries()) {
        const gpus = celsius.map((each) => madeUpGpu({ celsius: each, percent }));
        const hardware = isTold ? madeUpHardware({ gpus }) : null;
        fleet.applyReport(madeUpReport('rn-1', { hardware }), at(second));
        const [patch] = fleet.takeChange(at(second))?.nodes ?? [];
        const [whole] = fleet.nodes(at(second));
        if (!patch || !whole) throw new Error('A report changes a node at least in when it was seen.');
        known = known === null ? { ...whole } : patchedNode(known, patch);
        expect(known).toEqual(whole);
      }
    }),
    { numRuns: 50 },
  );
});

test('a fleet leaves out of a patch what of health did not move', () => {
  const fleet = fleetOf();
  const report = (celsius: number) =>
    madeUpReport('rn-1', { hardware: madeUpHardware({ gpus: [madeUpGpu({ celsius })] }) });
  fleet.applyReport(report(60), at(0));
  fleet.takeChange(at(0));
  fleet.applyReport(report(71), at(1));
  expect(fleet.takeChange(at(1))?.nodes).toEqual([
    { id: 'rn-1', tempC: 71, seenSecondsAgo: 0, levels: { 'gpuTempC[0]': 'warn' }, health: { gpuTempC: 71 } },
  ]);
});
