import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../shared/manual-clock.ts';
import { GpuSample } from '../../shared/protocol/hardware.ts';
import { checkerFor } from '../../shared/protocol/validate.ts';
import { below, PCI_IDS, tree } from '../testing/sys-tree.ts';
import { pcieGenerationOf } from './drm-cards.ts';
import { intelCards } from './intel-cards.ts';
import { pciName } from './pci-names.ts';

const signal = new AbortController().signal;
const valid = checkerFor(GpuSample);

describe('intelCards', () => {
  const clock = new ManualClock();
  const card = below('/sys/class/drm/card0', {
    'device/uevent': 'DRIVER=i915\nPCI_ID=8086:56A0\nPCI_SLOT_NAME=0000:03:00.0',
    lmem_total_bytes: '17079205888',
    'gt/gt0/rps_act_freq_mhz': '2400',
    'gt/gt0/throttle_reason_status': '1',
    'gt/gt0/throttle_reason_pl1': '1',
    'gt/gt0/throttle_reason_thermal': '0',
    'device/hwmon/hwmon3/energy1_input': '1000000000',
    'device/hwmon/hwmon3/power1_max': '190000000',
    'device/hwmon/hwmon3/temp1_input': '66000',
  });

  test('reads clock, heat and limits, and reckons watts from two looks', async () => {
    const collector = intelCards(tree({ ...PCI_IDS, ...card }), clock, 5_000);
    const { value } = await collector.collect(signal);
    expect(value).toMatchObject([
      {
        name: 'Intel Arc A770',
        vendor: 'intel',
        driver: 'i915',
        percent: null,
        memoryTotalBytes: 17_079_205_888,
        celsius: 66,
        powerWatts: null,
        powerLimitWatts: 190,
        clockMegahertz: 2400,
        throttleReasons: ['pl1'],
      },
    ]);
    expect(valid(value?.[0])).toMatchObject({ ok: true });
  });

  test('does not wake a card that sleeps', async () => {
    const files = tree({ ...PCI_IDS, ...card, '/sys/class/drm/card0/device/power/runtime_status': 'suspended' });
    const asked: string[] = [];
    const read = (path: string): Promise<string> => {
      asked.push(path);
      return files.read(path);
    };
    const collector = intelCards({ ...files, read }, clock, 5_000);
    const { value } = await collector.collect(signal);
    expect(value).toMatchObject([{ name: 'Intel Arc A770', celsius: null, powerWatts: null }]);
    expect(asked.filter((path) => /hwmon3|gt0/.test(path))).toEqual([]);
  });

  test('looks at no reason where none holds it back', async () => {
    const status = '/sys/class/drm/card0/gt/gt0/throttle_reason_status';
    const collector = intelCards(tree({ ...PCI_IDS, ...card, [status]: '0' }), clock, 5_000);
    expect((await collector.collect(signal)).value).toMatchObject([{ throttleReasons: [] }]);
  });

  test('gives the watts between two looks, and none where the counter went back', async () => {
    const files: Record<string, string> = { ...PCI_IDS, ...card };
    const energy = '/sys/class/drm/card0/device/hwmon/hwmon3/energy1_input';
    const collector = intelCards(tree(files), clock, 5_000);
    const watts = async () => (await collector.collect(signal)).value?.[0]?.powerWatts;
    expect(await watts()).toBeNull();
    clock.advance(5_000);
    files[energy] = '1750000000';
    expect(await watts()).toBe(150);
    clock.advance(5_000);
    files[energy] = '1000';
    expect(await watts()).toBeNull();
  });

  test('reads what the driver xe calls otherwise', async () => {
    const files = below('/sys/class/drm/card0', {
      'device/uevent': 'DRIVER=xe\nPCI_ID=8086:E20B\nPCI_SLOT_NAME=0000:04:00.0',
      'device/tile0/gt0/freq0/act_freq': '0',
      'device/tile0/gt0/freq0/throttle/reason_pl2': '1',
      'device/tile0/gt0/freq0/throttle/reason_thermal': '1',
      'device/hwmon/hwmon1/temp2_input': '58000',
      'device/hwmon/hwmon1/temp2_label': 'pkg',
      'device/hwmon/hwmon1/temp2_crit': '110000',
      'device/hwmon/hwmon1/temp3_input': '62000',
      'device/hwmon/hwmon1/temp3_label': 'vram',
    });
    const { value } = await intelCards(tree(files), clock, 5_000).collect(signal);
    const heat = { celsius: 58, limitCelsius: 110, memoryCelsius: 62 };
    expect(value).toMatchObject([
      { name: 'Intel 8086:E20B', clockMegahertz: 0, throttleReasons: ['pl2', 'thermal'], ...heat },
    ]);
  });
});

test.each([
  ['2.5 GT/s PCIe', 1],
  ['16.0 GT/s PCIe', 4],
  ['32.0 GT/s PCIe', 5],
  ['Unknown', null],
  [null, null],
])('pcieGenerationOf %s is %s', (speed, generation) => {
  expect(pcieGenerationOf(speed)).toBe(generation);
});

test.each([
  ['1002:73BF', 'Radeon RX 6800/6800 XT / 6900 XT'],
  ['1002:ffff', null],
  ['1003:744c', null],
  ['abcd:0001', null],
])('pciName of %s is %s', async (id, name) => {
  expect(await pciName(tree(PCI_IDS), id)).toBe(name);
});
