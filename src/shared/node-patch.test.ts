import { expect, test } from 'vitest';
import { patchedNode } from './node-patch.ts';
import type { RenderNodeSummary } from './protocol/render-node.ts';

const HEALTH = {
  cpuTempC: 60,
  vrmTempC: null,
  gpuTempC: 70,
  gpuWatts: 300,
  gpuLimitWatts: null,
  gpuFanPercent: null,
  gpuMemPercent: null,
  rootPercent: 40,
  dockerPercent: 40,
  outputPercent: null,
  outputFullInSeconds: null,
};

const NODE: RenderNodeSummary = {
  id: 'rn-1',
  hostname: 'rn-1',
  state: 'rendering',
  reason: null,
  liveness: 'online',
  tags: [],
  job: null,
  cpuPercent: 95,
  gpuPercent: null,
  memPercent: 50,
  tempC: 70,
  seenSecondsAgo: 1,
  agentVersion: null,
  levels: { cpuPercent: 'crit', memPercent: 'notice' },
  health: HEALTH,
};

test('patchedNode replaces the fields that a patch bears', () => {
  expect(patchedNode(NODE, { id: 'rn-1', cpuPercent: 20, tempC: null })).toEqual({
    ...NODE,
    cpuPercent: 20,
    tempC: null,
  });
});

test('patchedNode changes of levels and health only what a patch tells', () => {
  const patched = patchedNode(NODE, {
    id: 'rn-1',
    levels: { cpuPercent: null, 'gpuTempC[0]': 'warn' },
    health: { gpuTempC: 74, rootPercent: null },
  });
  expect(patched.levels).toEqual({ memPercent: 'notice', 'gpuTempC[0]': 'warn' });
  expect(patched.health).toEqual({ ...HEALTH, gpuTempC: 74, rootPercent: null });
});

test('patchedNode takes the first levels and health of a node of which none were known', () => {
  const { levels: _, health: __, ...bare } = NODE;
  const patched = patchedNode(bare, { id: 'rn-1', levels: { cpuPercent: 'warn' }, health: { gpuTempC: 74 } });
  expect(patched.levels).toEqual({ cpuPercent: 'warn' });
  expect(patched.health).toMatchObject({ gpuTempC: 74, cpuTempC: null });
});
