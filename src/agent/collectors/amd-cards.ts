/** AMD's cards by the files of the driver amdgpu (Linux, Documentation/gpu/amdgpu): nothing is started, no rights are needed. */
import type { Clock, Millis } from '../../shared/clock.ts';
import type { GpuSample } from '../../shared/protocol/hardware.ts';
import { askAmdSmi } from './amd-smi.ts';
import { askedEvery } from './asked-every.ts';
import { type CollectorOf, type RunProgram, sound, WORKS } from './collector.ts';
import { type DrmCard, findDrmCards, pcieOf, scaled } from './drm-cards.ts';
import { MOST_GPUS, unmeasuredGpu } from './gpu-sample.ts';
import { type SysFiles, sysList, sysText } from './sys-files.ts';

const VENDOR = '1002';
const CARDS_KEPT: Millis = 300_000;

const PROGRAM_LIMIT: Millis = 15_000;
const PROGRAM_PERIOD: Millis = 30_000;

export interface AmdCardsDeps {
  readonly clock: Clock;
  readonly files: SysFiles;
  /** For cards of which the files tell nothing. */
  readonly run: RunProgram;
}

export function amdCards({ clock, files, run }: AmdCardsDeps, periodMillis: number): CollectorOf<'gpus'> {
  const cards = askedEvery(clock, CARDS_KEPT, () => findDrmCards(files, VENDOR, 'AMD'));
  const programs = askedEvery(clock, PROGRAM_PERIOD, () => askAmdSmi(run, AbortSignal.timeout(PROGRAM_LIMIT)));
  return {
    name: 'amdgpu',
    part: 'gpus',
    periodMillis,
    timeoutMillis: PROGRAM_LIMIT + 5_000,
    cheap: true,
    async availability() {
      if ((await cards()).length > 0) return WORKS;
      return { kind: 'absent', why: 'no AMD card has a driver here' };
    },
    async collect() {
      const found = (await cards()).slice(0, MOST_GPUS);
      const told = await Promise.all(found.map((card) => sampleOf(files, card)));
      if (!told.some(isSilent)) return sound(told);
      const figures = await programs();
      return sound(told.map((gpu) => (isSilent(gpu) ? { ...gpu, ...figures.get(gpu.busId ?? '') } : gpu)));
    },
  };
}

function isSilent({ percent, celsius, powerWatts }: GpuSample): boolean {
  return percent === null && celsius === null && powerWatts === null;
}

async function sampleOf(files: SysFiles, card: DrmCard): Promise<GpuSample> {
  const device = `${card.path}/device`;
  const [percent, memoryUsedBytes, memoryTotalBytes, ras] = await Promise.all([
    scaled(files, `${device}/gpu_busy_percent`, 1),
    scaled(files, `${device}/mem_info_vram_used`, 1),
    scaled(files, `${device}/mem_info_vram_total`, 1),
    sysText(files, `${device}/ras/umc_err_count`),
  ]);
  return {
    ...unmeasuredGpu(card.name, card.busId),
    vendor: 'amd',
    driver: card.driver || null,
    percent: percent === null ? null : Math.min(100, percent),
    memoryUsedBytes,
    memoryTotalBytes,
    ...(card.hwmon === null ? {} : await sensorsOf(files, card.hwmon)),
    ...(await pcieOf(files, card)),
    eccCorrected: errorsOf(ras, 'ce'),
    eccUncorrected: errorsOf(ras, 'ue'),
  };
}

/** `ue: 0` and `ce: 2`, a line each. */
function errorsOf(ras: string | null, kind: 'ue' | 'ce'): number | null {
  const count = new RegExp(`^${kind}: (\\d+)$`, 'm').exec(ras ?? '')?.[1];
  return count === undefined ? null : Number(count);
}

async function sensorsOf(files: SysFiles, hwmon: string) {
  const labels = await labelsOf(files, hwmon);
  const of = (label: string): string | undefined => labels.get(label);
  // Cards for computing have no sensor at the edge of the chip, only within it.
  const chip = of('edge') ?? of('junction') ?? 'temp1';
  const memory = of('mem');
  const file = (name: string | undefined, scale: number) => (name ? scaled(files, `${hwmon}/${name}`, scale) : null);
  const [fan, fanMost] = await Promise.all([file('pwm1', 1), file('pwm1_max', 1)]);
  return {
    celsius: await file(`${chip}_input`, 1e-3),
    limitCelsius: limitOf(await file(`${chip}_crit`, 1e-3)),
    memoryCelsius: memory ? await file(`${memory}_input`, 1e-3) : null,
    powerWatts: (await file('power1_average', 1e-6)) ?? (await file('power1_input', 1e-6)),
    powerLimitWatts: await file('power1_cap', 1e-6),
    fanPercent: fan === null ? null : Math.min(100, Math.round((100 * fan) / (fanMost || 255))),
    clockMegahertz: of('sclk') ? await file(`${of('sclk')}_input`, 1e-6) : null,
    memoryClockMegahertz: of('mclk') ? await file(`${of('mclk')}_input`, 1e-6) : null,
  };
}

/** Which sensor bears which label: `edge` is `temp1`. */
async function labelsOf(files: SysFiles, hwmon: string): Promise<ReadonlyMap<string, string>> {
  const labels = new Map<string, string>();
  for (const file of (await sysList(files, hwmon)).filter((name) => /^(?:temp|freq)\d+_label$/.test(name))) {
    const label = await sysText(files, `${hwmon}/${file}`);
    if (label) labels.set(label, file.slice(0, -'_label'.length));
  }
  return labels;
}

function limitOf(celsius: number | null): number | null {
  return celsius !== null && celsius > 20 && celsius < 200 ? celsius : null;
}
