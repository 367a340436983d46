/**
 * The names of graphics cards that have no collector of their own (Apple's, those of other systems), as systeminformation
 * finds them. It starts processes, hence never more often than every 30 s.
 */
import type { Clock, Millis } from '../../shared/clock.ts';
import type { GpuSample, GpuVendor } from '../../shared/protocol/hardware.ts';
import type { CollectorOf } from './collector.ts';
import { sound, WORKS } from './collector.ts';
import { MOST_GPUS, unmeasuredGpu } from './gpu-sample.ts';

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
  readonly graphics: (toldElsewhere: readonly GpuVendor[]) => Promise<readonly GraphicsController[]>;
  /** Makers whose cards have a collector of their own here. */
  readonly toldElsewhere: () => Promise<readonly GpuVendor[]>;
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
    name: 'graphics',
    part: 'gpus',
    periodMillis: PERIOD,
    timeoutMillis: 20_000,
    cheap: false,
    availability: async () => WORKS,
    async collect() {
      if (names && deps.clock.monotonic() - names.at < NAMES_KEPT) return sound(names.found);
      const elsewhere = await deps.toldElsewhere();
      const found = cardsOf(await deps.graphics(elsewhere)).filter(
        ({ vendor }) => !elsewhere.includes(vendor ?? 'other'),
      );
      names = found.some(hasLiveFigure) ? null : { found, at: deps.clock.monotonic() };
      return sound(found);
    },
  };
}

/** True of what is old the next moment. */
function hasLiveFigure(card: GpuSample): boolean {
  return card.percent !== null || card.celsius !== null;
}

/** Server management chips and virtual screens: they paint a console and render nothing. */
const NO_RENDERER =
  /aspeed|matrox|mgag?200|cirrus|bochs|qxl|virtio|vmware|virtualbox|hyper-?v|basic display|xgi|llvmpipe/i;

const VENDORS: readonly (readonly [GpuVendor, RegExp])[] = [
  ['nvidia', /nvidia|geforce|quadro|tesla/i],
  ['amd', /\bamd\b|advanced micro|\bati\b|radeon|firepro/i],
  ['intel', /intel/i],
  ['apple', /apple/i],
];

export function cardsOf(controllers: readonly GraphicsController[]): GpuSample[] {
  const cards: GpuSample[] = [];
  for (const controller of controllers) {
    const { vendor, model } = controller;
    const name = [model?.startsWith(vendor ?? '') ? '' : vendor, model].filter(Boolean).join(' ').trim();
    if (name === '' || NO_RENDERER.test(`${vendor} ${model}`)) continue;
    cards.push({
      ...unmeasuredGpu(name, controller.busAddress || null),
      vendor: VENDORS.find(([, pattern]) => pattern.test(name))?.[0] ?? 'other',
      percent: controller.utilizationGpu ?? null,
      memoryTotalBytes: controller.vram ? controller.vram * 1024 * 1024 : null,
      celsius: controller.temperatureGpu ?? null,
    });
  }
  return cards.slice(0, MOST_GPUS);
}
