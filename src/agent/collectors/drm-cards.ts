/** Graphics cards as the kernel's drivers list them below `/sys/class/drm`, one directory a card. */
import { pciName } from './pci-names.ts';
import { type SysFiles, sysList, sysNumber, sysText } from './sys-files.ts';

export interface DrmCard {
  /** `/sys/class/drm/card0`; what its PCI device tells lies in `device/` of it. */
  readonly path: string;
  /** Directory of its sensors, null where its driver has none. */
  readonly hwmon: string | null;
  readonly name: string;
  readonly driver: string;
  readonly busId: string | null;
}

const DRM = '/sys/class/drm';

/** Cards of one maker by its PCI number (`1002`), `brand` before what the list of PCI numbers calls them. */
export async function findDrmCards(files: SysFiles, vendorId: string, brand: string): Promise<readonly DrmCard[]> {
  const cards: DrmCard[] = [];
  for (const entry of (await sysList(files, DRM)).filter((name) => /^card\d+$/.test(name))) {
    const path = `${DRM}/${entry}`;
    const device = await deviceOf(files, path);
    if (device.get('PCI_ID')?.split(':')[0]?.toLowerCase() !== vendorId) continue;
    const hwmon = (await sysList(files, `${path}/device/hwmon`))[0];
    cards.push({
      path,
      hwmon: hwmon === undefined ? null : `${path}/device/hwmon/${hwmon}`,
      name: await nameOf(files, path, { id: device.get('PCI_ID') ?? '', brand }),
      driver: device.get('DRIVER') ?? '',
      busId: device.get('PCI_SLOT_NAME') ?? null,
    });
  }
  return cards;
}

/** Asked for its figures, a card that sleeps would wake up, and never sleep again. */
export async function isAsleep(files: SysFiles, { path }: DrmCard): Promise<boolean> {
  return (await sysText(files, `${path}/device/power/runtime_status`)) === 'suspended';
}

/** A file of numbers, scaled; null where it is missing or beyond what a card can say. */
export async function scaled(files: SysFiles, path: string, scale: number): Promise<number | null> {
  const value = await sysNumber(files, path);
  return value === null || value < 0 ? null : value * scale;
}

/** PCI express: `16.0 GT/s PCIe` is the fourth generation. */
export function pcieGenerationOf(speed: string | null): number | null {
  const gigatransfers = Number(/^([\d.]+) GT\/s/.exec(speed ?? '')?.[1]);
  const at = [2.5, 5, 8, 16, 32, 64].indexOf(gigatransfers);
  return at < 0 ? null : at + 1;
}

/** Speed and width of the card's link, in the fields of a report. */
export async function pcieOf(files: SysFiles, { path }: DrmCard) {
  const [now, most] = await Promise.all([
    sysText(files, `${path}/device/current_link_speed`),
    sysText(files, `${path}/device/max_link_speed`),
  ]);
  return {
    pcieGeneration: pcieGenerationOf(now),
    pcieGenerationMost: pcieGenerationOf(most),
    pcieWidth: await widthOf(files, `${path}/device/current_link_width`),
    pcieWidthMost: await widthOf(files, `${path}/device/max_link_width`),
  };
}

/** Cards within a processor have no link: 0, or 255. */
async function widthOf(files: SysFiles, path: string): Promise<number | null> {
  const width = await sysNumber(files, path);
  return width !== null && width >= 1 && width <= 32 ? width : null;
}

/** `DRIVER=amdgpu`, `PCI_ID=1002:744C`, `PCI_SLOT_NAME=0000:03:00.0`. */
async function deviceOf(files: SysFiles, path: string): Promise<ReadonlyMap<string, string>> {
  const lines = ((await sysText(files, `${path}/device/uevent`)) ?? '').split('\n');
  return new Map(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

async function nameOf(files: SysFiles, path: string, { id, brand }: { readonly id: string; readonly brand: string }) {
  const own = await sysText(files, `${path}/device/product_name`);
  const name = own ?? (await pciName(files, id)) ?? id;
  return name.toLowerCase().startsWith(brand.toLowerCase()) ? name : `${brand} ${name}`;
}
