import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../shared/manual-clock.ts';
import { GpuSample } from '../../shared/protocol/hardware.ts';
import { checkerFor } from '../../shared/protocol/validate.ts';
import { amdCards } from './amd-cards.ts';
import { pcieGenerationOf } from './drm-cards.ts';
import { intelCards } from './intel-cards.ts';
import { pciName } from './pci-names.ts';
import type { SysFiles } from './sys-files.ts';

const signal = new AbortController().signal;
const valid = checkerFor(GpuSample);

/** A tree of files, by path. Files may change while a test runs. */
function tree(files: Record<string, string>): SysFiles {
  return {
    list: async (directory) => {
      const below = Object.keys(files).filter((path) => path.startsWith(`${directory}/`));
      if (below.length === 0) throw new Error('ENOENT');
      return [...new Set(below.map((path) => path.slice(directory.length + 1).split('/')[0] ?? ''))];
    },
    read: async (path) => {
      const text = files[path];
      if (text === undefined) throw new Error('ENOENT');
      return text;
    },
  };
}

function below(directory: string, files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${directory}/${path}`, `${text}\n`]));
}

const PCI_IDS = {
  '/usr/share/misc/pci.ids':
    '# list\n1000  Broadcom\n\t744c  No card\n1002  Advanced Micro Devices, Inc. [AMD/ATI]\n' +
    '\t73bf  Navi 21 [Radeon RX 6800/6800 XT / 6900 XT]\n\t\t1002 0e3a  Reference\n' +
    '\t744c  Navi 31 [Radeon RX 7900 XT/7900 XTX]\n1003  ULSI\n8086  Intel Corporation\n\t56a0  DG2 [Arc A770]\n',
};

const RADEON = below('/sys/class/drm/card1', {
  'device/uevent': 'DRIVER=amdgpu\nPCI_CLASS=30000\nPCI_ID=1002:744C\nPCI_SLOT_NAME=0000:03:00.0',
  'device/gpu_busy_percent': '99',
  'device/mem_info_vram_used': '18253611008',
  'device/mem_info_vram_total': '25753026560',
  'device/current_link_speed': '16.0 GT/s PCIe',
  'device/max_link_speed': '32.0 GT/s PCIe',
  'device/current_link_width': '16',
  'device/max_link_width': '16',
  'device/hwmon/hwmon4/temp1_input': '61000',
  'device/hwmon/hwmon4/temp1_label': 'edge',
  'device/hwmon/hwmon4/temp1_crit': '100000',
  'device/hwmon/hwmon4/temp2_input': '83000',
  'device/hwmon/hwmon4/temp2_label': 'junction',
  'device/hwmon/hwmon4/temp3_input': '88000',
  'device/hwmon/hwmon4/temp3_label': 'mem',
  'device/hwmon/hwmon4/power1_average': '312000000',
  'device/hwmon/hwmon4/power1_cap': '339000000',
  'device/hwmon/hwmon4/pwm1': '128',
  'device/hwmon/hwmon4/pwm1_max': '255',
  'device/hwmon/hwmon4/freq1_input': '2455000000',
  'device/hwmon/hwmon4/freq1_label': 'sclk',
  'device/hwmon/hwmon4/freq2_input': '1249000000',
  'device/hwmon/hwmon4/freq2_label': 'mclk',
  'device/ras/umc_err_count': 'ue: 0\nce: 3',
  dev: '226:1',
});

describe('amdCards', () => {
  test('reads all that the driver tells', async () => {
    const files = tree({ ...RADEON, ...PCI_IDS, '/sys/class/drm/card1-DP-1/status': 'connected' });
    const collector = amdCards(files, new ManualClock(), 5_000);
    expect(await collector.availability(signal)).toEqual({ kind: 'works' });
    const { value } = await collector.collect(signal);
    expect(value).toEqual([
      {
        name: 'AMD Radeon RX 7900 XT/7900 XTX',
        busId: '0000:03:00.0',
        vendor: 'amd',
        driver: 'amdgpu',
        percent: 99,
        memoryUsedBytes: 18_253_611_008,
        memoryTotalBytes: 25_753_026_560,
        celsius: 61,
        limitCelsius: 100,
        memoryCelsius: 88,
        powerWatts: 312,
        powerLimitWatts: 339,
        fanPercent: 50,
        clockMegahertz: 2455,
        memoryClockMegahertz: 1249,
        pcieGeneration: 4,
        pcieGenerationMost: 5,
        pcieWidth: 16,
        pcieWidthMost: 16,
        eccCorrected: 3,
        eccUncorrected: 0,
      },
    ]);
    expect(valid(value?.[0])).toMatchObject({ ok: true });
  });

  test('takes the sensor within the chip of a card that has none at its edge, and its own name', async () => {
    const files = tree(
      below('/sys/class/drm/card0', {
        'device/uevent': 'DRIVER=amdgpu\nPCI_ID=1002:740F\nPCI_SLOT_NAME=0000:83:00.0',
        'device/product_name': 'AMD Instinct MI210',
        'device/hwmon/hwmon2/temp2_input': '47000',
        'device/hwmon/hwmon2/temp2_label': 'junction',
        'device/hwmon/hwmon2/temp2_crit': '105000',
        'device/hwmon/hwmon2/power1_input': '41000000',
      }),
    );
    const { value } = await amdCards(files, new ManualClock(), 5_000).collect(signal);
    const figures = { celsius: 47, limitCelsius: 105, powerWatts: 41, percent: null, fanPercent: null };
    expect(value).toMatchObject([{ name: 'AMD Instinct MI210', ...figures, eccCorrected: null, pcieWidth: null }]);
  });

  test('is absent where there are only cards of others', async () => {
    const others = below('/sys/class/drm/card0', { 'device/uevent': 'DRIVER=ast\nPCI_ID=1A03:2000' });
    const { kind } = await amdCards(tree(others), new ManualClock(), 5_000).availability(signal);
    expect(kind).toBe('absent');
  });
});

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
