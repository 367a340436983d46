/**
 * Graphics cards: figures from `nvidia-smi` where it is installed, otherwise the names that systeminformation finds.
 * Both start processes, hence never more often than every 30 s.
 */
import type { Clock, Millis } from '../../shared/clock.ts';
import type { GpuSample } from '../../shared/protocol/hardware.ts';
import type { CollectorOf } from './collector.ts';
import { sound } from './collector.ts';
import { NVIDIA_SMI_ARGUMENTS, readNvidiaSmi } from './nvidia-smi.ts';

/** What systeminformation's `graphics()` says of a card, as far as it is used. */
export interface GraphicsController {
  readonly vendor?: string | null;
  readonly model?: string | null;
  readonly busAddress?: string | null;
  readonly vram?: number | null;
  readonly utilizationGpu?: number | null;
  readonly temperatureGpu?: number | null;
}

export interface GpusDeps {
  readonly clock: Clock;
  /** Output of a program; rejects with code ENOENT when it is not installed. */
  readonly run: (program: string, args: readonly string[], signal: AbortSignal) => Promise<string>;
  readonly graphics: () => Promise<readonly GraphicsController[]>;
}

const PERIOD: Millis = 30_000;
/**
 * Names do not change by themselves: where nothing but names is found, it is asked again only now and then,
 * for a card or a driver that was put in meanwhile.
 */
const NAMES_KEPT: Millis = 600_000;

export function gpus(deps: GpusDeps): CollectorOf<'gpus'> {
  let names: { readonly found: GpuSample[]; readonly at: Millis } | null = null;
  return {
    part: 'gpus',
    periodMillis: PERIOD,
    timeoutMillis: 15_000,
    cheap: false,
    async collect(signal) {
      if (names && deps.clock.monotonic() - names.at < NAMES_KEPT) return sound(names.found);
      try {
        return sound(readNvidiaSmi(await deps.run('nvidia-smi', NVIDIA_SMI_ARGUMENTS, signal)));
      } catch (error) {
        if (!isNotInstalled(error)) throw error;
      }
      const found = cardsOf(await deps.graphics());
      names = found.some(hasLiveFigure) ? null : { found, at: deps.clock.monotonic() };
      return sound(found);
    },
  };
}

/** True of what is old the next moment: systeminformation finds an `nvidia-smi` in places beside the PATH, too. */
function hasLiveFigure(card: GpuSample): boolean {
  return card.percent !== null || card.celsius !== null;
}

function isNotInstalled(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** Server management chips and virtual screens: they paint a console and render nothing. */
const NO_RENDERER =
  /aspeed|matrox|mgag?200|cirrus|bochs|qxl|virtio|vmware|virtualbox|hyper-?v|basic display|xgi|llvmpipe/i;

export function cardsOf(controllers: readonly GraphicsController[]): GpuSample[] {
  const cards: GpuSample[] = [];
  for (const controller of controllers) {
    const { vendor, model } = controller;
    const name = [model?.startsWith(vendor ?? '') ? '' : vendor, model].filter(Boolean).join(' ').trim();
    if (name === '' || NO_RENDERER.test(`${vendor} ${model}`)) continue;
    cards.push({
      name: name.slice(0, 512),
      busId: controller.busAddress || null,
      percent: controller.utilizationGpu ?? null,
      memoryUsedBytes: null,
      memoryTotalBytes: controller.vram ? controller.vram * 1024 * 1024 : null,
      celsius: controller.temperatureGpu ?? null,
      limitCelsius: null,
      powerWatts: null,
      fanPercent: null,
    });
  }
  return cards.slice(0, 64);
}
