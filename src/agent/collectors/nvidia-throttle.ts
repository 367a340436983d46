/** Bits of `clocks_event_reasons.active` by NVML's names (nvml.h, nvmlClocksEventReason*). */
const REASONS: readonly (readonly [bit: number, reason: string])[] = [
  [0x2, 'applications_clocks_setting'],
  [0x4, 'sw_power_cap'],
  [0x8, 'hw_slowdown'],
  [0x10, 'sync_boost'],
  [0x20, 'sw_thermal_slowdown'],
  [0x40, 'hw_thermal_slowdown'],
  [0x80, 'hw_power_brake_slowdown'],
  [0x100, 'display_clocks_setting'],
];
/** Nothing to do is no reason to worry. */
const IDLE = 0x1;

/** The reasons in a mask such as `0x0000000000000044`, null where it is none; a bit without a name is told as it is. */
export function throttleReasons(mask: string | undefined): string[] | null {
  if (!mask || !/^0x[\da-f]{1,16}$/i.test(mask)) return null;
  let rest = BigInt(mask) & ~BigInt(IDLE);
  const reasons: string[] = [];
  for (const [bit, reason] of REASONS) {
    if ((rest & BigInt(bit)) === 0n) continue;
    reasons.push(reason);
    rest &= ~BigInt(bit);
  }
  return rest === 0n ? reasons : [...reasons, `0x${rest.toString(16)}`];
}
