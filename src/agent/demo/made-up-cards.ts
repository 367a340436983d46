/** Graphics cards that do not exist: the harder they work, the hotter, louder and hungrier they are. */
import type { GpuSample } from '../../shared/protocol/hardware.ts';
import type { MadeUpLoad, MadeUpMachine } from './made-up-hardware.ts';
import { waver } from './waver.ts';

const LIMIT_CELSIUS = 88;
const LIMIT_WATTS = 450;
const MEMORY_BYTES = 24 * 1024 ** 3;

/** The machine's cards at a moment; the first one is the hottest, since the others blow at it. */
export function madeUpCards(
  { hostname, gpu, gpuCount }: MadeUpMachine,
  load: MadeUpLoad,
  seconds: number,
): GpuSample[] {
  return Array.from({ length: gpuCount }, (_, index) => {
    const at = { seconds: seconds + 7 * index, name: `${hostname}${gpu}` };
    const percent = waver(load.gpuPercent, { ...at, width: 3 });
    const celsius = waver(load.gpuCelsius - 8 * index, { ...at, width: 1.5 });
    const isSlowed = celsius >= LIMIT_CELSIUS;
    return {
      name: gpu,
      busId: `00000000:${(1 + 0x40 * index).toString(16).padStart(2, '0')}:00.0`,
      vendor: 'nvidia',
      driver: '550.90.07',
      percent,
      memoryUsedBytes: MEMORY_BYTES * (0.04 + 0.0085 * percent),
      memoryTotalBytes: MEMORY_BYTES,
      celsius,
      memoryCelsius: celsius + 6,
      limitCelsius: LIMIT_CELSIUS,
      powerWatts: 24 + 2.9 * percent,
      powerLimitWatts: LIMIT_WATTS,
      fanPercent: Math.min(100, Math.max(0, 1.6 * (celsius - 30))),
      clockMegahertz: isSlowed ? 1_650 : 210 + 23 * percent,
      memoryClockMegahertz: percent > 5 ? 10_501 : 405,
      throttleReasons: isSlowed ? ['hw_thermal_slowdown'] : [],
      pcieGeneration: percent > 5 ? 4 : 1,
      pcieGenerationMost: 4,
      pcieWidth: 16,
      pcieWidthMost: 16,
      eccCorrected: null,
      eccUncorrected: null,
      xid: null,
    };
  });
}
