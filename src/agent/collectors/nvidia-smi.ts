/** NVIDIA's cards by the driver's own program, kept running: a process a sample would cost more than the figures are worth. */
import type { Clock } from '../../shared/clock.ts';
import type { StartProgram } from '../io/line-program.ts';
import { type CollectorOf, WORKS } from './collector.ts';
import { type NvidiaWatch, watchNvidia } from './nvidia-watch.ts';
import { createXids, type ReadKernelLog } from './nvidia-xid.ts';

export interface NvidiaSmiDeps {
  readonly clock: Clock;
  readonly start: StartProgram;
  /** Where `nvidia-smi` is, null where it is not installed. */
  readonly findProgram: () => Promise<string | null>;
  /** Null where that cannot be known. */
  readonly hasCard: () => Promise<boolean | null>;
  readonly readKernelLog: ReadKernelLog;
}

/** The period is rounded to whole seconds, which is what the program knows. */
export function nvidiaSmi(deps: NvidiaSmiDeps, periodMillis: number): CollectorOf<'gpus'> {
  const periodSeconds = Math.max(1, Math.round(periodMillis / 1000));
  const xids = createXids(deps.readKernelLog);
  let program: string | null = null;
  let watch: NvidiaWatch | null = null;
  return {
    name: 'nvidia-smi',
    part: 'gpus',
    periodMillis: periodSeconds * 1000,
    timeoutMillis: 20_000,
    cheap: false,
    async availability() {
      const hasCard = await deps.hasCard();
      if (hasCard === false) return { kind: 'absent', why: 'no NVIDIA card is on the bus' };
      program = await deps.findProgram();
      if (program !== null) return WORKS;
      const why = 'nvidia-smi is not to be found; it comes with the NVIDIA driver';
      return { kind: hasCard ? 'barred' : 'absent', why };
    },
    async collect() {
      watch ??= watchNvidia({ ...deps, program: program ?? 'nvidia-smi' }, periodSeconds);
      await watch.ready;
      const { gpus, problems, isFresh } = watch.cards.current();
      const failure = watch.failure();
      if (!isFresh && problems.length === 0) throw new Error(failure ?? 'nvidia-smi has told of no card of late');
      const xidOf = xids();
      return {
        value: gpus.map((gpu) => ({ ...gpu, xid: xidOf(gpu.busId) })),
        problems: failure === null || isFresh ? problems : [...problems, failure],
      };
    },
    stop: () => watch?.stop(),
  };
}
