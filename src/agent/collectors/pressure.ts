import { type CollectorOf, type ReadKernelText, sound, WORKS } from './collector.ts';

/** `some avg10=1.28 avg60=0.61 avg300=2.41 total=172382291` (Documentation/accounting/psi): some task waited. */
function pressureOf(read: ReadKernelText, resource: 'cpu' | 'memory' | 'io'): number | null {
  const share = /^some avg10=([\d.]+)/.exec(read(`/proc/pressure/${resource}`))?.[1];
  return share === undefined ? null : Math.min(100, Number(share));
}

/** Pressure stall information, as kernels since 4.20 measure it unless they were told or built not to. */
export function pressure(read: ReadKernelText, periodMillis: number): CollectorOf<'pressure'> {
  return {
    name: 'pressure',
    part: 'pressure',
    periodMillis,
    timeoutMillis: 2_000,
    cheap: true,
    async availability() {
      try {
        // Where it is switched off, the files may be there and fail when they are read.
        if (pressureOf(read, 'cpu') !== null) return WORKS;
      } catch {}
      return { kind: 'absent', why: 'this kernel does not measure pressure; one booted with psi=1 may' };
    },
    collect: async () =>
      sound({
        cpuPercent: pressureOf(read, 'cpu'),
        memoryPercent: pressureOf(read, 'memory'),
        ioPercent: pressureOf(read, 'io'),
      }),
  };
}
