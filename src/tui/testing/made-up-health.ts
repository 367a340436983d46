/** The health of the made-up farm's machines: one runs hot, one has a full disk, one has no card, the rest are well. */
import type { FleetSnapshot } from '../../shared/protocol/fleet.ts';
import type { NodeHealth, RenderNodeSummary } from '../../shared/protocol/render-node.ts';
import type { Levels } from '../../shared/protocol/threshold.ts';

/** A machine with which nothing is wrong. */
export const WELL: NodeHealth = {
  cpuTempC: 61,
  vrmTempC: 58,
  gpuTempC: 47,
  gpuWatts: 182,
  gpuLimitWatts: 450,
  gpuFanPercent: 41,
  gpuMemPercent: 33,
  rootPercent: 44,
  dockerPercent: null,
  outputPercent: 64,
  outputFullInSeconds: 1_100_000,
};

const OTHERS: Readonly<Record<string, readonly [Partial<NodeHealth>, Levels]>> = {
  'rn-023': [
    { cpuTempC: 79, vrmTempC: 83, gpuTempC: 91, gpuWatts: 1421, gpuFanPercent: 100 },
    { cpuTempC: 'warn', vrmTempC: 'warn', 'gpuTempC[0]': 'crit', 'gpuTempC[1]': 'warn', 'gpuFanPercent[0]': 'crit' },
  ],
  'rn-006': [{ rootPercent: 93, dockerPercent: 71, outputFullInSeconds: 7200 }, { 'diskUsedPercent[/]': 'crit' }],
  'rn-009': [{ cpuTempC: 68 }, { cpuTempC: 'notice' }],
  'rn-016': [
    { gpuTempC: null, gpuWatts: null, gpuLimitWatts: null, gpuFanPercent: null, gpuMemPercent: null, vrmTempC: null },
    {},
  ],
};

export function withHealth(snapshot: FleetSnapshot): FleetSnapshot {
  return { ...snapshot, nodes: snapshot.nodes.map(healthy) };
}

function healthy(node: RenderNodeSummary): RenderNodeSummary {
  if (node.liveness === 'offline') return node;
  const [health, levels] = OTHERS[node.id] ?? [{}, {}];
  return { ...node, health: { ...WELL, ...health }, levels };
}
