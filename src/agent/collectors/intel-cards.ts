/**
 * Intel's cards by the files of the drivers i915 and xe: clock, heat, power, why it is slow. Use and memory they tell only
 * to root or a process at a time, so these are unknown here.
 */
import type { Clock, Millis } from '../../shared/clock.ts';
import type { GpuSample } from '../../shared/protocol/hardware.ts';
import { askedEvery } from './asked-every.ts';
import { type CollectorOf, sound, WORKS } from './collector.ts';
import { type DrmCard, findDrmCards, isAsleep, pcieOf, scaled } from './drm-cards.ts';
import { MOST_GPUS, unmeasuredGpu } from './gpu-sample.ts';
import { type SysFiles, sysList, sysNumber, sysText } from './sys-files.ts';

const VENDOR = '8086';
const CARDS_KEPT: Millis = 300_000;

/** Energy that a card had used at a moment. */
interface Energy {
  readonly joules: number;
  readonly at: Millis;
}

export function intelCards(files: SysFiles, clock: Clock, periodMillis: number): CollectorOf<'gpus'> {
  const cards = askedEvery(clock, CARDS_KEPT, () => findDrmCards(files, VENDOR, 'Intel'));
  const before = new Map<string, Energy>();

  /** Watts since the last look: the counter is all that the driver gives. */
  async function wattsOf({ path, hwmon }: DrmCard): Promise<number | null> {
    const joules = hwmon === null ? null : await scaled(files, `${hwmon}/energy1_input`, 1e-6);
    if (joules === null) return null;
    const last = before.get(path);
    const at = clock.monotonic();
    before.set(path, { joules, at });
    if (!last || at <= last.at || joules < last.joules) return null;
    return Math.round((10_000 * (joules - last.joules)) / (at - last.at)) / 10;
  }

  return {
    name: 'intel-gpu',
    part: 'gpus',
    periodMillis,
    timeoutMillis: 5_000,
    cheap: true,
    async availability() {
      if ((await cards()).length > 0) return WORKS;
      return { kind: 'absent', why: 'no Intel card has a driver here' };
    },
    async collect() {
      const found = (await cards()).slice(0, MOST_GPUS);
      const samples = found.map(async (card) => {
        if (await isAsleep(files, card)) return named(card);
        return { ...(await sampleOf(files, card)), powerWatts: await wattsOf(card) };
      });
      return sound(await Promise.all(samples));
    },
  };
}

function named({ name, busId, driver }: DrmCard): GpuSample {
  return { ...unmeasuredGpu(name, busId), vendor: 'intel', driver: driver || null };
}

async function sampleOf(files: SysFiles, card: DrmCard): Promise<GpuSample> {
  const heat = card.hwmon === null ? null : await temperaturesOf(files, card.hwmon);
  return {
    ...named(card),
    memoryTotalBytes: await scaled(files, `${card.path}/lmem_total_bytes`, 1),
    ...heat,
    powerLimitWatts: card.hwmon === null ? null : await scaled(files, `${card.hwmon}/power1_max`, 1e-6),
    clockMegahertz: await clockOf(files, card.path),
    throttleReasons: await throttleReasonsOf(files, card.path),
    ...(await pcieOf(files, card)),
  };
}

/** xe labels its sensors `pkg` and `vram`; i915 has one at most. */
async function temperaturesOf(files: SysFiles, hwmon: string) {
  const inputs = new Map<string, string>();
  for (const file of (await sysList(files, hwmon)).filter((name) => /^temp\d+_input$/.test(name))) {
    const sensor = `${hwmon}/${file.slice(0, -'_input'.length)}`;
    inputs.set((await sysText(files, `${sensor}_label`)) ?? 'pkg', sensor);
  }
  const [chip, memory] = [inputs.get('pkg'), inputs.get('vram')];
  return {
    celsius: chip ? await scaled(files, `${chip}_input`, 1e-3) : null,
    limitCelsius: chip ? await scaled(files, `${chip}_crit`, 1e-3) : null,
    memoryCelsius: memory ? await scaled(files, `${memory}_input`, 1e-3) : null,
  };
}

/** MHz. A card that sleeps stands at 0. */
async function clockOf(files: SysFiles, path: string): Promise<number | null> {
  const places = ['gt/gt0/rps_act_freq_mhz', 'gt_act_freq_mhz', 'device/tile0/gt0/freq0/act_freq'];
  for (const place of places) {
    const clock = await scaled(files, `${path}/${place}`, 1);
    if (clock !== null) return clock;
  }
  return null;
}

/**
 * Files `throttle_reason_pl1` (i915) or `throttle/reason_pl1` (xe) that say 1, looked at only where another says that one
 * does; null where there are none.
 */
async function throttleReasonsOf(files: SysFiles, path: string): Promise<string[] | null> {
  const places = [
    { directory: `${path}/gt/gt0`, prefix: 'throttle_reason_', any: 'throttle_reason_status' },
    { directory: `${path}/device/tile0/gt0/freq0/throttle`, prefix: 'reason_', any: 'status' },
  ];
  for (const { directory, prefix, any } of places) {
    if ((await sysNumber(files, `${directory}/${any}`)) === 0) return [];
    const names = (await sysList(files, directory)).filter((name) => name.startsWith(prefix) && name !== any);
    if (names.length === 0) continue;
    const values = await Promise.all(names.map((name) => sysNumber(files, `${directory}/${name}`)));
    return names
      .filter((_, at) => values[at] === 1)
      .map((name) => name.slice(prefix.length))
      .toSorted()
      .slice(0, 32);
  }
  return null;
}
