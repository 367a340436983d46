/** A made-up farm for benchmarks, the same at each run: its snapshot, and changes of so many figures. */
import { patchedNode } from '../src/shared/node-patch.ts';
import type { FleetChange, FleetSnapshot } from '../src/shared/protocol/fleet.ts';
import type { RenderNodeSummary } from '../src/shared/protocol/render-node.ts';
import type { Level } from '../src/shared/protocol/threshold.ts';
import { defaultThreshold, levelOf } from '../src/shared/telemetry/thresholds.ts';
import { WELL } from '../src/tui/testing/made-up-health.ts';

export interface FarmSample {
  snapshot(): FleetSnapshot;
  /** A change of `figures` figures, spread over these nodes. */
  change(figures: number, nodeIds: readonly string[]): FleetChange;
}

type NodePatch = FleetChange['nodes'][number];

export function createFarm(size: number): FarmSample {
  const random = sequenceOf(7);
  const nodes = new Map(Array.from({ length: size }, (_, index) => nodeOf(index)).map((node) => [node.id, node]));

  /** What a hub tells of a node that has just reported: a figure, its level where it is beyond what is usual, its age. */
  function patchOf(id: string): NodePatch {
    const node = nodes.get(id);
    const share = Math.floor(random() * 100);
    // Ten times a second one node in twenty has reported; the rest of what moves is there to fill the budget.
    const heard = random() < 0.05 ? { id, seenSecondsAgo: 0 } : { id };
    switch (Math.floor(random() * 5)) {
      case 0:
        return { ...heard, cpuPercent: share };
      case 1:
        return { ...heard, gpuPercent: share };
      case 2:
        return { ...heard, memPercent: share };
      case 3:
        return { ...heard, tempC: 40 + share / 2 };
      default: {
        const job = node?.job;
        if (!job) return { ...heard, cpuPercent: share };
        const done = (job.done + 1) % 240;
        return { ...heard, job: { ...job, done, percent: done / 2.4 } };
      }
    }
  }

  return {
    snapshot: () => ({ at, farm: 'bench', hubVersion: '0.1.0', nodes: [...nodes.values()], jobs: [] }),
    change(figures, nodeIds) {
      const patches = new Map<string, NodePatch>();
      for (let i = 0; i < figures; i++) {
        const id = nodeIds[Math.floor(random() * nodeIds.length)] ?? 'rn-0001';
        patches.set(id, { ...patches.get(id), ...patchOf(id) });
      }
      const told: NodePatch[] = [];
      for (const [id, patch] of patches) {
        const node = nodes.get(id);
        if (!node) continue;
        const next = patchedNode(node, patch);
        const judged = { ...next, ...judgementOf(next) };
        nodes.set(id, judged);
        told.push({ ...patch, ...changeOfJudgement(node, judged) });
      }
      return { at, nodes: told, jobs: [], removedNodes: [], removedJobs: [] };
    },
  };
}

const at = '2026-01-01T00:00:00Z';

/** As the hub judges, by the default thresholds; the temperature is that of the first card. */
function judgementOf({ memPercent, tempC }: RenderNodeSummary): Required<Pick<RenderNodeSummary, 'levels' | 'health'>> {
  const figures = { memPercent, gpuTempC: tempC } as const;
  const levels: Record<string, Level> = {};
  for (const [metric, value] of Object.entries(figures)) {
    const level = levelOf(defaultThreshold(metric as keyof typeof figures), value);
    if (level !== null) levels[metric === 'gpuTempC' ? 'gpuTempC[0]' : metric] = level;
  }
  return { levels, health: { ...WELL, gpuTempC: tempC } };
}

/** Only what is another, and null for a level that is over. */
function changeOfJudgement(before: RenderNodeSummary, after: RenderNodeSummary): Pick<NodePatch, 'levels' | 'health'> {
  const levels: Record<string, Level | null> = {};
  for (const series of Object.keys({ ...before.levels, ...after.levels })) {
    const level = after.levels?.[series] ?? null;
    if (level !== (before.levels?.[series] ?? null)) levels[series] = level;
  }
  return {
    ...(Object.keys(levels).length > 0 ? { levels } : {}),
    ...(before.tempC !== after.tempC ? { health: { gpuTempC: after.tempC } } : {}),
  };
}

function nodeOf(index: number): RenderNodeSummary {
  const id = `rn-${String(index).padStart(4, '0')}`;
  const done = (index * 7) % 240;
  const node: RenderNodeSummary = {
    id,
    hostname: id,
    state: 'rendering',
    reason: null,
    liveness: 'online',
    tags: ['gpu'],
    job: {
      id: `job-${index % 40}`,
      title: `shot_${index % 40}_lighting`,
      state: 'running',
      done,
      total: 240,
      percent: done / 2.4,
      etaSeconds: 3600 + index,
      etaUnsure: false,
      late: false,
      overdue: null,
      secondsPerFrame: 30,
    },
    cpuPercent: (index * 13) % 100,
    gpuPercent: (index * 17) % 100,
    memPercent: (index * 5) % 100,
    tempC: 40 + (index % 40),
    seenSecondsAgo: 1,
    agentVersion: '0.1.0',
  };
  return { ...node, ...judgementOf(node) };
}

/** The same numbers in [0, 1) at each run (a linear congruence; its quality does not matter here). */
function sequenceOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}
