/** AMD's cards by the files of the driver amdgpu (Linux, Documentation/gpu/amdgpu): nothing is started, no rights are needed. */
import type { Clock, Millis } from '../../shared/clock.ts';
import type { GpuSample } from '../../shared/protocol/hardware.ts';
import { type AmdFiguresByBus, askAmdSmi } from './amd-smi.ts';
import { askedEvery } from './asked-every.ts';
import { type CollectorOf, type Reading, type RunProgram, WORKS } from './collector.ts';
import { type DrmCard, findDrmCards, isAsleep, pcieOf, scaled } from './drm-cards.ts';
import { MOST_GPUS, unmeasuredGpu } from './gpu-sample.ts';
import { type SysFiles, sysList, sysText } from './sys-files.ts';

const VENDOR = '1002';
const CARDS_KEPT: Millis = 300_000;

const PROGRAM_LIMIT: Millis = 15_000;
/** The programs take a second of a processor, answer or not. */
const PROGRAM_PERIOD: Millis = 120_000;

interface AmdCard extends DrmCard {
  /** Which of its sensors bears which label: `edge` is `temp1`. */
  readonly labels: ReadonlyMap<string, string>;
}

export interface AmdCardsDeps {
  readonly clock: Clock;
  readonly files: SysFiles;
  /** For cards of which the files tell nothing. */
  readonly run: RunProgram;
}

export function amdCards({ clock, files, run }: AmdCardsDeps, periodMillis: number): CollectorOf<'gpus'> {
  const cards = askedEvery(clock, CARDS_KEPT, () => findAmdCards(files));
  const programs = askedEvery(clock, PROGRAM_PERIOD, () => askPrograms(run));
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
      const told = await Promise.all(found.map((card) => lookAt(files, card)));
      if (!told.some(({ isSilent }) => isSilent)) return { value: told.map(({ gpu }) => gpu), problems: [] };
      const { value: figures, problems } = await programs();
      const value = told.map(({ gpu, isSilent }) => (isSilent ? { ...gpu, ...figures.get(gpu.busId ?? '') } : gpu));
      return { value, problems };
    },
  };
}

async function findAmdCards(files: SysFiles): Promise<readonly AmdCard[]> {
  const found = await findDrmCards(files, VENDOR, 'AMD');
  return Promise.all(
    found.map(async (card) => ({
      ...card,
      labels: card.hwmon === null ? new Map() : await labelsOf(files, card.hwmon),
    })),
  );
}

/** Never rejects: what the files of other cards tell counts all the same. */
async function askPrograms(run: RunProgram): Promise<Reading<AmdFiguresByBus>> {
  try {
    return { value: await askAmdSmi(run, AbortSignal.timeout(PROGRAM_LIMIT)), problems: [] };
  } catch (error) {
    return { value: new Map(), problems: [error instanceof Error ? error.message : String(error)] };
  }
}

/** Silent is one that is awake and whose files tell nothing. */
async function lookAt(
  files: SysFiles,
  card: AmdCard,
): Promise<{ readonly gpu: GpuSample; readonly isSilent: boolean }> {
  if (await isAsleep(files, card)) return { gpu: named(card), isSilent: false };
  const gpu = await sampleOf(files, card);
  return { gpu, isSilent: gpu.percent === null && gpu.celsius === null && gpu.powerWatts === null };
}

function named({ name, busId, driver }: DrmCard): GpuSample {
  return { ...unmeasuredGpu(name, busId), vendor: 'amd', driver: driver || null };
}

async function sampleOf(files: SysFiles, card: AmdCard): Promise<GpuSample> {
  const device = `${card.path}/device`;
  const [percent, memoryUsedBytes, memoryTotalBytes, ras] = await Promise.all([
    scaled(files, `${device}/gpu_busy_percent`, 1),
    scaled(files, `${device}/mem_info_vram_used`, 1),
    scaled(files, `${device}/mem_info_vram_total`, 1),
    sysText(files, `${device}/ras/umc_err_count`),
  ]);
  return {
    ...named(card),
    percent: percent === null ? null : Math.min(100, percent),
    memoryUsedBytes,
    memoryTotalBytes,
    ...(card.hwmon === null ? {} : await sensorsOf(files, card.hwmon, card.labels)),
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

async function sensorsOf(files: SysFiles, hwmon: string, labels: AmdCard['labels']) {
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

async function labelsOf(files: SysFiles, hwmon: string): Promise<AmdCard['labels']> {
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
