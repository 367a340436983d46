/** What each part of a sample is in words, and what was seen of it in short. */
import type { HardwareSample } from '../../shared/protocol/hardware.ts';
import { formatBytes, formatPercent, formatSpan } from '../../shared/units.ts';
import type { HardwarePart } from '../collectors/collector.ts';

interface PartWords<Part extends HardwarePart> {
  readonly tells: string;
  readonly saw: (value: NonNullable<HardwareSample[Part]>) => string;
}

const WORDS: { readonly [Part in HardwarePart]: PartWords<Part> } = {
  uptimeSeconds: { tells: 'uptime', saw: formatSpan },
  cpu: { tells: 'processor', saw: ({ percent, cores }) => `${formatPercent(percent)} of ${counted(cores, 'core')}` },
  memory: { tells: 'memory, swap', saw: (memory) => `${formatBytes(memory.usedBytes)} used` },
  pressure: { tells: 'pressure', saw: (pressure) => `cpu ${formatPercent(pressure.cpuPercent)}` },
  fileSystems: { tells: 'file systems', saw: (list) => counted(list.length, 'file system') },
  network: { tells: 'network', saw: (list) => counted(list.length, 'interface') },
  disks: {
    tells: 'disk traffic',
    saw: ({ devices }) => (devices ? counted(devices.length, 'disk') : 'all disks'),
  },
  temperatures: { tells: 'temperatures', saw: (list) => counted(list.length, 'sensor') },
  fans: { tells: 'fans', saw: (list) => counted(list.length, 'fan') },
  gpus: { tells: 'graphics cards', saw: gpusText },
  processes: { tells: 'top processes', saw: (list) => counted(list.length, 'process', 'processes') },
  ipmi: {
    tells: 'controller',
    saw: ({ temperatures, fans, voltages }) => counted(temperatures.length + fans.length + voltages.length, 'sensor'),
  },
  fanControl: {
    tells: 'fan control',
    saw: ({ mode, zones }) => `${mode ?? 'unknown'}, ${counted(zones.length, 'zone')}`,
  },
  drives: { tells: 'drive health', saw: (list) => counted(list.length, 'drive') },
  packages: { tells: 'updates', saw: ({ updates }) => counted(updates, 'update') },
  containers: { tells: 'containers', saw: (list) => counted(list.length, 'container') },
  services: {
    tells: 'systemd',
    saw: ({ failed }) => (failed.length === 0 ? 'none failed' : `${failed.length} failed`),
  },
};

export function tellsOf(part: HardwarePart): string {
  return WORDS[part].tells;
}

/** Null where nothing was told. */
export function sawOf<Part extends HardwarePart>(part: Part, value: HardwareSample[Part]): string | null {
  const words: PartWords<Part> = WORDS[part];
  return value === null || value === undefined ? null : words.saw(value);
}

function gpusText(list: NonNullable<HardwareSample['gpus']>): string {
  const lost = list.filter((gpu) => gpu.lost).length;
  if (list.length === 0) return 'no other card';
  return lost === 0 ? counted(list.length, 'card') : `${counted(list.length, 'card')} ${lost} lost`;
}

function counted(count: number | null, one: string, many = `${one}s`): string {
  return count === null ? `unknown ${many}` : `${count} ${count === 1 ? one : many}`;
}
