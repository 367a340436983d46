/** A heavy frame after light ones: what the hub tells of the end while nothing new comes. */
import { expect, test } from 'vitest';
import type { RendererProcess } from '../../../shared/protocol/renderer.ts';
import type { FrameClaim } from '../../../shared/protocol/sequence.ts';
import { at, fleetOf, iso } from '../../testing/made-up-fleet.ts';
import { idleHardware, madeUpHardware, madeUpReport, madeUpSequence } from '../../testing/made-up-report.ts';

/** Frames of a second each until the heavy one. */
const LIGHT = 20;
const FRAMES = 32;

const BLENDER: RendererProcess = {
  pid: 7,
  program: 'Blender',
  startedAt: iso(0),
  endedAt: null,
  exitStatus: null,
  cpuPercent: 780,
  scene: null,
  frames: null,
  outputDirectories: ['/mnt/renders/sq010/sh0010'],
};

const CLAIM: FrameClaim = {
  frame: LIGHT + 1,
  since: iso(LIGHT),
  changedAt: iso(LIGHT),
  sizeBytes: 0,
  fraction: null,
  evidence: 'descriptor',
};

/** What is told of the job after so many seconds of the heavy frame. `claims`: whether its file shows that it is in hand. */
function toldAfter(heavy: number, { claims, isBusy }: { readonly claims: boolean; readonly isBusy: boolean }) {
  const fleet = fleetOf();
  for (let seconds = 1; seconds <= LIGHT + heavy; seconds++) {
    const done = Math.min(LIGHT, seconds);
    const isHeavy = seconds >= LIGHT;
    const recent = Array.from({ length: done }, (_, i) => ({
      frame: i + 1,
      at: iso(i + 1),
      startedAt: iso(claims ? i : i + 1),
      sizeBytes: 9,
      evidence: 'descriptor' as const,
    }));
    const shown = isHeavy && claims ? { placeholders: String(LIGHT + 1), claims: [CLAIM] } : {};
    const sequence = { expected: `1-${FRAMES}`, done: `1-${done}`, startedAt: iso(0), changedAt: iso(done), recent };
    const isWorking = isBusy || !isHeavy;
    const report = madeUpReport('rn-1', {
      intervalSeconds: 1,
      timestamp: iso(seconds),
      sequences: [madeUpSequence({ ...sequence, ...shown })],
      renderers: [{ ...BLENDER, cpuPercent: isWorking ? 780 : 0 }],
      hardware: isWorking ? madeUpHardware() : idleHardware(),
    });
    fleet.applyReport(report, at(seconds));
    fleet.tick(at(seconds));
  }
  return fleet.jobs(at(LIGHT + heavy))[0];
}

test.each([true, false])('fleet tells a later end the longer a heavy frame takes (its file is seen: %s)', (claims) => {
  const after = (heavy: number) => toldAfter(heavy, { claims, isBusy: true })?.etaSeconds ?? 0;
  expect(after(2)).toBeLessThan(16);
  expect(after(15)).toBeGreaterThan(20);
  expect(after(75)).toBeGreaterThan(75);
  expect(after(75)).toBeLessThan(110);
});

test('fleet tells no later end for a machine that stands still', () => {
  expect(toldAfter(75, { claims: true, isBusy: false })?.etaSeconds).toBeLessThan(20);
});
