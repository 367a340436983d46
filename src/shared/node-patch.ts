/** What a change tells of a node, put on what was known of it. */
import type { RenderNodePatch } from './protocol/fleet.ts';
import type { NodeHealth, RenderNodeSummary } from './protocol/render-node.ts';
import type { Level } from './protocol/threshold.ts';

/** Of levels and health a patch bears only what changed: the rest stays. */
export function patchedNode(node: RenderNodeSummary, patch: RenderNodePatch): RenderNodeSummary {
  const { levels, health, ...fields } = patch;
  const patched: RenderNodeSummary = { ...node, ...fields };
  if (levels) patched.levels = patchedLevels(node.levels ?? {}, levels);
  if (health) patched.health = { ...UNKNOWN_HEALTH, ...node.health, ...health };
  return patched;
}

/** null is a level that is over. */
function patchedLevels(
  before: Readonly<Record<string, Level>>,
  patch: Readonly<Record<string, Level | null>>,
): Record<string, Level> {
  const levels: Record<string, Level> = {};
  for (const [series, level] of Object.entries({ ...before, ...patch })) if (level !== null) levels[series] = level;
  return levels;
}

/** Of a machine that told nothing of it. */
export const UNKNOWN_HEALTH: NodeHealth = {
  cpuTempC: null,
  vrmTempC: null,
  gpuTempC: null,
  gpuWatts: null,
  gpuLimitWatts: null,
  gpuFanPercent: null,
  gpuMemPercent: null,
  rootPercent: null,
  dockerPercent: null,
  outputPercent: null,
  outputFullInSeconds: null,
};
