/** The words of the six-field body, the least that a report says: `os` as "macOS 15.6.1 arm64", `cpu` and `gpu` a name each. */
import type { HardwareSample } from '../../shared/protocol/hardware.ts';

/** What the operating system says of itself. */
export interface OsFacts {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
}

/** `Debian GNU/Linux 12 x86_64`; parts that are not known are left out. */
export function osText(facts: OsFacts): string {
  return [facts.name, facts.version, facts.architecture].filter((part) => part !== '').join(' ') || 'unknown';
}

/** Name and version out of `/etc/os-release` (os-release(5): shell-like assignments, quotes optional). */
export function readOsRelease(text: string): { readonly name: string; readonly version: string } {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const match = /^([A-Z_]+)=(?:"(.*)"|'(.*)'|(.*))$/.exec(line.trim());
    if (match?.[1]) values.set(match[1], match[2] ?? match[3] ?? match[4] ?? '');
  }
  return { name: values.get('NAME') || 'Linux', version: values.get('VERSION_ID') ?? '' };
}

/** `none`, `NVIDIA RTX 4090`, `2x NVIDIA RTX 4090, AMD W7900`; `unknown` while nobody has answered. */
export function gpuText(gpus: HardwareSample['gpus']): string {
  if (gpus === null) return 'unknown';
  const counts = new Map<string, number>();
  for (const gpu of gpus) counts.set(gpu.name, (counts.get(gpu.name) ?? 0) + 1);
  const parts = [...counts].map(([name, count]) => (count === 1 ? name : `${count}x ${name}`));
  return parts.join(', ').slice(0, 512) || 'none';
}
