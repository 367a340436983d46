/** The clock of the processor's cores: of the governor where there is one, else as `/proc/cpuinfo` says it. */
import { type SysFiles, sysList, sysNumber, sysText } from './sys-files.ts';

/** Cores of one policy run at the same clock. */
interface Policy {
  readonly path: string;
  readonly cores: number;
}

const POLICIES = '/sys/devices/system/cpu/cpufreq';
const CORES = '/sys/devices/system/cpu';
/** Of more, so many evenly spread tell the mean. */
const MOST_POLICIES = 64;
/** On more, the kernel takes long to write `/proc/cpuinfo`. */
const MOST_CORES_BY_CPUINFO = 32;

/** MHz, the mean over the cores; null where nobody tells. Never rejects. */
export function createCpuClock(files: SysFiles): () => Promise<number | null> {
  let policies: readonly Policy[] | null = null;
  return async () => {
    policies ??= await findPolicies(files);
    if (policies.length === 0) return clockByCpuinfo(files);
    const clocks = await Promise.all(policies.map(({ path }) => sysNumber(files, path)));
    let cores = 0;
    let sum = 0;
    for (const [index, policy] of policies.entries()) {
      const kilohertz = clocks[index] ?? null;
      if (kilohertz === null) continue;
      cores += policy.cores;
      sum += kilohertz * policy.cores;
    }
    return cores > 0 ? Math.round(sum / cores / 1000) : null;
  };
}

async function findPolicies(files: SysFiles): Promise<readonly Policy[]> {
  const names = (await sysList(files, POLICIES)).filter((name) => /^policy\d+$/.test(name));
  const step = Math.max(1, names.length / MOST_POLICIES);
  const chosen = Array.from({ length: Math.min(names.length, MOST_POLICIES) }, (_, n) => names[Math.floor(n * step)]);
  return Promise.all(
    chosen.map(async (name) => {
      const affected = await sysText(files, `${POLICIES}/${name}/affected_cpus`);
      return { path: `${POLICIES}/${name}/scaling_cur_freq`, cores: affected?.split(/\s+/).length ?? 1 };
    }),
  );
}

async function clockByCpuinfo(files: SysFiles): Promise<number | null> {
  const cores = (await sysList(files, CORES)).filter((name) => /^cpu\d+$/.test(name)).length;
  if (cores > MOST_CORES_BY_CPUINFO) return null;
  const text = (await sysText(files, '/proc/cpuinfo')) ?? '';
  const clocks = [...text.matchAll(/^cpu MHz\s*: *([\d.]+)/gm)].map((match) => Number(match[1]));
  return clocks.length > 0 ? Math.round(clocks.reduce((sum, clock) => sum + clock, 0) / clocks.length) : null;
}
