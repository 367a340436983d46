/** Names of devices by their PCI numbers, as a machine's own copy of the list of PCI numbers has them (pci.ids(5)). */
import type { SysFiles } from './sys-files.ts';

const LISTS = ['/usr/share/misc/pci.ids', '/usr/share/hwdata/pci.ids', '/usr/share/pci.ids'];

/** Of `1002:744C` that is `Radeon RX 7900 XT/7900 XTX`: what is sold, where the list names the chip first. Else null. */
export async function pciName(files: SysFiles, id: string): Promise<string | null> {
  for (const list of LISTS) {
    const text = await files.read(list).catch(() => '');
    const name = findDevice(text, id.toLowerCase());
    if (name) return /\[(.+)\]$/.exec(name)?.[1] ?? name;
  }
  return null;
}

/** A maker's line begins with its number, those of its devices below it with a tab. */
function findDevice(text: string, id: string): string | null {
  const [vendor, device] = id.split(':');
  const start = text.search(new RegExp(`^${vendor}  `, 'm'));
  if (start < 0) return null;
  const rest = text.slice(start);
  const end = rest.slice(1).search(/^[\da-f]{4} {2}/m);
  const own = end < 0 ? rest : rest.slice(0, end + 1);
  return new RegExp(`^\\t${device}  (.+)$`, 'm').exec(own)?.[1]?.trim() ?? null;
}
