/** The last hour of every node and of the farm, in memory. `observe` runs with each report. */
import type { Millis } from '../../../shared/clock.ts';
import type { FleetSummary } from '../../../shared/protocol/fleet.ts';
import type { HardwareSample } from '../../../shared/protocol/hardware.ts';
import { FARM_METRICS } from '../../../shared/telemetry/farm-metrics.ts';
import type { TellValue } from '../../../shared/telemetry/metric.ts';
import { METRIC_NAMES, METRICS } from '../../../shared/telemetry/metrics.ts';
import { stepOf } from './history-steps.ts';
import { beginStep, createNodeRing, type NodeRing, slotOf, tell } from './node-ring.ts';

/** Under this id stands the farm itself; no node is called so. */
export const FARM = '';

export interface RecentHistory {
  observe(nodeId: string, hardware: HardwareSample, now: Millis): void;
  observeFarm(summary: FleetSummary, now: Millis): void;
  /** Null where nothing was told of it. */
  ring(nodeId: string): NodeRing | null;
  /** As `ring`, made where there is none. */
  ringFor(nodeId: string): NodeRing;
  readonly rings: ReadonlyMap<string, NodeRing>;
  forget(nodeId: string): void;
}

const KEPT = METRIC_NAMES.filter((name) => METRICS[name].isKept).map((name) => ({ name, read: METRICS[name].read }));
const OF_FARM = Object.entries(FARM_METRICS).map(([name, { read }]) => ({ name, read }));

export function createRecentHistory(): RecentHistory {
  const rings = new Map<string, NodeRing>();
  // One listener for all, moved from ring to ring: reports come by the hundred a second.
  let current = createNodeRing();
  let metric = '';
  let last = -1;
  const hear: TellValue = (label, value) => {
    if (value === null || value === undefined || !Number.isFinite(value)) return;
    const slot = slotOf(current, { metric, label }, last + 1);
    if (slot < 0) return;
    tell(current, slot, value);
    last = slot;
  };

  function ringFor(nodeId: string): NodeRing {
    let ring = rings.get(nodeId);
    if (ring === undefined) {
      ring = createNodeRing();
      rings.set(nodeId, ring);
    }
    return ring;
  }

  function turnTo(nodeId: string, now: Millis): void {
    current = ringFor(nodeId);
    last = -1;
    beginStep(current, stepOf(now));
  }

  return {
    observe(nodeId, hardware, now) {
      turnTo(nodeId, now);
      for (const { name, read } of KEPT) {
        metric = name;
        read(hardware, hear);
      }
    },
    observeFarm(summary, now) {
      turnTo(FARM, now);
      for (const { name, read } of OF_FARM) {
        metric = name;
        hear(null, read(summary));
      }
    },
    ring: (nodeId) => rings.get(nodeId) ?? null,
    ringFor,
    rings,
    forget: (nodeId) => void rings.delete(nodeId),
  };
}
