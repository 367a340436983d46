/** A made-up farm for benchmarks, the same at each run: its snapshot, and changes of so many figures. */
import { patchedNode } from '../src/shared/node-patch.ts';
import type { FleetChange, FleetSnapshot } from '../src/shared/protocol/fleet.ts';
import type { RenderNodeSummary } from '../src/shared/protocol/render-node.ts';

export interface FarmSample {
  snapshot(): FleetSnapshot;
  /** A change of `figures` figures, spread over these nodes. */
  change(figures: number, nodeIds: readonly string[]): FleetChange;
}

type NodePatch = FleetChange['nodes'][number];

export function createFarm(size: number): FarmSample {
  const random = sequenceOf(7);
  const nodes = new Map(Array.from({ length: size }, (_, index) => nodeOf(index)).map((node) => [node.id, node]));

  function patchOf(id: string): NodePatch {
    const node = nodes.get(id);
    const share = Math.floor(random() * 100);
    switch (Math.floor(random() * 5)) {
      case 0:
        return { id, cpuPercent: share };
      case 1:
        return { id, gpuPercent: share };
      case 2:
        return { id, memPercent: share };
      case 3:
        return { id, tempC: 40 + share / 2 };
      default: {
        const job = node?.job;
        if (!job) return { id, cpuPercent: share };
        const done = (job.done + 1) % 240;
        return { id, job: { ...job, done, percent: done / 2.4 } };
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
      for (const [id, patch] of patches) {
        const node = nodes.get(id);
        if (node) nodes.set(id, patchedNode(node, patch));
      }
      return { at, nodes: [...patches.values()], jobs: [], removedNodes: [], removedJobs: [] };
    },
  };
}

const at = '2026-01-01T00:00:00Z';

function nodeOf(index: number): RenderNodeSummary {
  const id = `rn-${String(index).padStart(4, '0')}`;
  const done = (index * 7) % 240;
  return {
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
}

/** The same numbers in [0, 1) at each run (a linear congruence; its quality does not matter here). */
function sequenceOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}
