/** The NVIDIA driver's error codes as it writes them into the kernel's log, `NVRM: Xid (PCI:0000:41:00): 79, …`. */
import { busKey } from './nvidia-limits.ts';

/** Lines that the kernel has logged since the last call; null where its log may not be read. */
export type ReadKernelLog = () => readonly string[] | null;

/** Reads what is new and gives each card's last code, by its bus. */
export type ReadXids = () => (busId: string | null) => number | null;

export function createXids(readLog: ReadKernelLog): ReadXids {
  const last = new Map<string, number>();
  return () => {
    for (const line of readLog() ?? []) {
      const [, bus, code] = /NVRM: Xid \(PCI:([\da-f:.]+)\): (\d{1,6})\b/i.exec(line) ?? [];
      if (bus && code) last.set(busKey(bus), Number(code));
    }
    return (busId) => (busId === null ? null : (last.get(busKey(busId)) ?? null));
  };
}
