/** How busy a machine is, less what a single report may mistell: neither one busy sample nor one idle one means much. */
import type { Millis } from '../../../shared/clock.ts';
import { isBusy } from '../group/crew.ts';
import type { VitalFigures } from '../vital-figures.ts';

type Load = Pick<VitalFigures, 'cpuPercent' | 'gpuPercent'>;

export interface NodeLoad extends Load {
  /** As the last report alone has it. */
  readonly told: Load | null;
  /** When it was last busy in two reports running, or a renderer of its own was; monotonic. */
  readonly lastBusy: Millis | null;
}

export const NO_LOAD: NodeLoad = { cpuPercent: null, gpuPercent: null, told: null, lastBusy: null };

/** The lower of the last two figures each; the first ones stand alone. */
export function loadAfter(
  before: NodeLoad,
  told: Load,
  { now, isRendererBusy }: { readonly now: Millis; readonly isRendererBusy: boolean },
): NodeLoad {
  const load = {
    cpuPercent: lower(before.told?.cpuPercent, told.cpuPercent),
    gpuPercent: lower(before.told?.gpuPercent, told.gpuPercent),
  };
  const { cpuPercent, gpuPercent } = load;
  return { cpuPercent, gpuPercent, told, lastBusy: isRendererBusy || isBusy(load) ? now : before.lastBusy };
}

function lower(before: number | null | undefined, now: number | null): number | null {
  return before === null || before === undefined || now === null ? now : Math.min(before, now);
}
