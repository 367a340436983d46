/** What a temperature sensor measures, by its chip's and its label's names: drivers and boards agree on no others. */

export type SensorKind = 'cpu' | 'vrm' | 'dimm' | 'psu' | 'drive' | 'gpu' | 'board' | 'other';

/** The first that matches: `P1-DIMMA1 Temp` is memory although `P1` is a processor's place, `CPU_VRM0` a regulator. */
const KINDS: readonly (readonly [SensorKind, RegExp])[] = [
  ['vrm', /vrm|vreg|mosfet|\bvr\d*\b|\bmos\b/i],
  ['dimm', /dimm|jc42|spd5118|\bmem(?:ory)?\b/i],
  ['psu', /psu|\bps\d\b|pmbus|power.?supply/i],
  ['drive', /nvme|drivetemp|\bssd\b|\bhdd\b|m\.?2(?:nand)?\b/i],
  ['gpu', /gpu|amdgpu|nouveau|radeon/i],
  ['cpu', /cpu|core(?:temp)?\b|coretemp|k10temp|zenpower|package|x86_pkg_temp|\bt(?:ctl|die)\b/i],
  ['board', /acpi|system|board|pch|peripheral|inlet|ambient|systin/i],
];

/** Each report asks of each sensor several times, and a farm's machines have the same: what was found out is kept. */
const known = new Map<string, SensorKind>();
const MOST_KNOWN = 4_096;

export function sensorKind(sensor: string): SensorKind {
  let kind = known.get(sensor);
  if (kind === undefined) {
    kind = KINDS.find(([, pattern]) => pattern.test(sensor))?.[0] ?? 'other';
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(sensor, kind);
  }
  return kind;
}
