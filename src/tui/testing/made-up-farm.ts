/** A small farm in every state, for tests: fixed figures. */
import type { FleetSnapshot } from '../../shared/protocol/fleet.ts';
import type { JobForecast, JobSummary } from '../../shared/protocol/job.ts';
import type { RenderNodeSummary } from '../../shared/protocol/render-node.ts';

export function madeUpNode(id: string, fields: Partial<RenderNodeSummary> = {}): RenderNodeSummary {
  return {
    id,
    hostname: id,
    state: 'idle',
    reason: null,
    liveness: 'online',
    tags: [],
    job: null,
    cpuPercent: 2,
    gpuPercent: 0,
    memPercent: 9,
    tempC: 36,
    seenSecondsAgo: 1,
    agentVersion: '0.1.0',
    levels: {},
    ...fields,
  };
}

export function madeUpJob(title: string, done: number, total: number | null, etaSeconds: number | null): JobSummary {
  return {
    id: title,
    title,
    state: done === total ? 'completed' : 'running',
    reason: null,
    done,
    total,
    percent: total === null ? null : (100 * done) / total,
    missing: total === null || done === total ? '' : `${done + 1}-${total}`,
    etaSeconds,
    etaP90Seconds: etaSeconds === null ? null : Math.round(1.2 * etaSeconds),
    etaUnsure: false,
    late: false,
    overdue: null,
    broken: 0,
    suspicious: 0,
    orphaned: 0,
    framesPerHour: 32,
    secondsPerFrame: 112,
    nodes: ['rn-001'],
    outputDir: `/mnt/out/${title.replaceAll('_', '/')}`,
    pattern: `${title}.####.exr`,
    startedAt: '2026-01-31T11:41:00Z',
    updatedAt: '2026-01-31T14:31:26Z',
  };
}

type Line = readonly [
  title: string,
  done: number,
  total: number | null,
  eta: number | null,
  cpu: number,
  gpu: number,
  temp: number,
  ram: number,
];

const RENDERING: readonly Line[] = [
  ['sq010_sh0010_lgt', 231, 240, 180, 91, 98, 74, 61],
  ['sq010_sh0010_lgt', 231, 240, 180, 93, 97, 76, 60],
  ['sq010_sh0020_lgt', 195, 240, 840, 90, 98, 75, 63],
  ['sq010_sh0030_lgt', 154, 240, 1680, 92, 99, 79, 66],
  ['sq020_sh0010_fx', 59, 120, 2460, 99, 12, 58, 83],
  ['sq020_sh0020_fx', 40, 120, 0, 99, 14, 60, 81],
  ['sq030_sh0100_lgt', 65, 240, 4320, 90, 98, 78, 67],
  ['sq030_sh0110_lgt', 26, 2400, 186_000, 88, 95, 73, 62],
  ['turntable', 143, null, null, 86, 94, 71, 60],
];

function jobOf(node: RenderNodeSummary): JobSummary | null {
  const { job } = node;
  if (!job) return null;
  return { ...madeUpJob(job.title, job.done, job.total, job.etaSeconds), ...job, nodes: [node.id] };
}

function rendering(): readonly RenderNodeSummary[] {
  return RENDERING.map(([title, done, total, eta, cpu, gpu, temp, ram], index) =>
    madeUpNode(`rn-${String(index + 1).padStart(3, '0')}`, {
      state: 'rendering',
      tags: ['gpu'],
      job: madeUpJob(title, done, total, eta),
      cpuPercent: cpu,
      gpuPercent: gpu,
      tempC: temp,
      memPercent: ram,
      seenSecondsAgo: index % 3,
    }),
  );
}

export function madeUpFarm(): FleetSnapshot {
  const nodes: readonly RenderNodeSummary[] = [
    ...rendering(),
    madeUpNode('rn-017', {
      state: 'error',
      reason: 'The output directory /mnt/out cannot be read.',
      job: madeUpJob('sq030_sh0120_fx', 98, 240, null),
    }),
    madeUpNode('rn-023', {
      state: 'hot',
      reason: 'GPU 91° above 88°',
      job: madeUpJob('sq010_sh0050_lgt', 125, 240, 3840),
      cpuPercent: 97,
      gpuPercent: 99,
      tempC: 91,
      levels: { 'gpuTempC[0]': 'crit' },
      memPercent: 71,
      seenSecondsAgo: 2,
    }),
    madeUpNode('rn-024', {
      state: 'stalled',
      reason: 'no new frame for 12m (usual 1.8m)',
      job: { ...madeUpJob('sq010_sh0040_lgt', 185, 240, 720), state: 'stalled' },
      tempC: 41,
    }),
    madeUpNode('rn-031', {
      state: 'stale',
      liveness: 'stale',
      job: madeUpJob('sq020_sh0070_comp', 43, 240, 7200),
      cpuPercent: 88,
      gpuPercent: 76,
      tempC: 70,
      seenSecondsAgo: 48,
    }),
    madeUpNode('rn-042', {
      state: 'offline',
      liveness: 'offline',
      job: madeUpJob('sq030_sh0110_lgt', 26, 2400, null),
      cpuPercent: null,
      gpuPercent: null,
      tempC: null,
      memPercent: null,
      seenSecondsAgo: 840,
    }),
    madeUpNode('rn-015', { job: madeUpJob('sq000_sh0010_prev', 48, 48, null) }),
    madeUpNode('rn-016', { gpuPercent: null }),
    madeUpNode('レンダー-01', { hostname: 'レンダー-01', tags: ['spare'] }),
  ];
  const jobs = new Map(nodes.flatMap((node) => jobOf(node) ?? []).map((job) => [job.id, job]));
  return {
    at: '2026-01-31T14:32:07Z',
    farm: 'lon-farm',
    hubVersion: '0.1.0',
    nodes: [...nodes],
    jobs: [...jobs.values()],
  };
}

/** A job that is done by nine (UTC, 1 February 2026) with a chance of 83 %, and of 96 % with a node more. */
export function madeUpForecast(fields: Partial<JobForecast> = {}): JobForecast {
  return {
    id: 'shot',
    at: '2026-01-31T14:32:07.000Z',
    by: '2026-02-01T09:00:00.000Z',
    etaSeconds: 3840,
    etaP90Seconds: 4600,
    unsure: false,
    late: false,
    nodes: 1,
    probabilityPercent: 83,
    withMoreNodes: [{ nodes: 1, etaSeconds: 1920, probabilityPercent: 96 }],
    nodesNeeded: 1,
    ...fields,
  };
}
