import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../shared/manual-clock.ts';
import { GpuSample } from '../../shared/protocol/hardware.ts';
import { checkerFor } from '../../shared/protocol/validate.ts';
import { below, PCI_IDS, tree } from '../testing/sys-tree.ts';
import { amdCards } from './amd-cards.ts';
import type { RunProgram } from './collector.ts';

const signal = new AbortController().signal;
const valid = checkerFor(GpuSample);

const noProgram: RunProgram = () => Promise.reject(Object.assign(new Error('not installed'), { code: 'ENOENT' }));

function amdCardsIn(files: Record<string, string>, run = noProgram) {
  return amdCards({ clock: new ManualClock(), files: tree(files), run }, 5_000);
}

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
    const collector = amdCardsIn({ ...RADEON, ...PCI_IDS, '/sys/class/drm/card1-DP-1/status': 'connected' });
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
    const collector = amdCardsIn(
      below('/sys/class/drm/card0', {
        'device/uevent': 'DRIVER=amdgpu\nPCI_ID=1002:740F\nPCI_SLOT_NAME=0000:83:00.0',
        'device/product_name': 'AMD Instinct MI210',
        'device/hwmon/hwmon2/temp2_input': '47000',
        'device/hwmon/hwmon2/temp2_label': 'junction',
        'device/hwmon/hwmon2/temp2_crit': '105000',
        'device/hwmon/hwmon2/power1_input': '41000000',
      }),
    );
    const { value } = await collector.collect(signal);
    const figures = { celsius: 47, limitCelsius: 105, powerWatts: 41, percent: null, fanPercent: null };
    expect(value).toMatchObject([{ name: 'AMD Instinct MI210', ...figures, eccCorrected: null, pcieWidth: null }]);
  });

  describe('for a card of which the files tell nothing', () => {
    const silent = below('/sys/class/drm/card0', {
      'device/uevent': 'DRIVER=amdgpu\nPCI_ID=1002:744C\nPCI_SLOT_NAME=0000:c9:00.0',
    });
    const amount = (value: number, unit: string) => ({ value, unit });
    const metric = {
      gpu: 0,
      usage: { gfx_activity: amount(42, '%') },
      power: { socket_power: amount(120, 'W') },
      temperature: { edge: 'N/A', hotspot: amount(71, 'C'), mem: amount(80, 'C') },
      mem_usage: { total_vram: amount(1024, 'MB'), used_vram: amount(512, 'MB') },
    };
    const byAmdSmi = (wrap: (cards: unknown[]) => unknown): Record<string, string> => ({
      'amd-smi list': JSON.stringify(wrap([{ gpu: 0, bdf: '0000:C9:00.0' }])),
      'amd-smi metric': `WARNING: user is not in the group render\n${JSON.stringify(wrap([metric]))}`,
    });
    const byRocmSmi = {
      'rocm-smi --showbus': JSON.stringify({
        card0: {
          'PCI Bus': '0000:C9:00.0',
          'GPU use (%)': '42',
          'Temperature (Sensor junction) (C)': '71.0',
          'Temperature (Sensor memory) (C)': '80.0',
          'Current Socket Graphics Package Power (W)': '120.0',
          'VRAM Total Memory (B)': String(2 ** 30),
          'VRAM Total Used Memory (B)': String(2 ** 29),
        },
        system: { 'Driver version': '6.7' },
      }),
    };

    test.each<[string, Record<string, string>]>([
      ['amd-smi', byAmdSmi((cards) => cards)],
      ['amd-smi since 7.0', byAmdSmi((cards) => ({ gpu_data: cards }))],
      ['rocm-smi', byRocmSmi],
    ])('takes what %s tells', async (_, answers) => {
      const run: RunProgram = async (program, args, its) =>
        answers[`${program} ${args[0]}`] ?? noProgram(program, args, its);
      const memory = { memoryCelsius: 80, memoryTotalBytes: 2 ** 30, memoryUsedBytes: 2 ** 29 };
      expect((await amdCardsIn(silent, run).collect(signal)).value).toMatchObject([
        { vendor: 'amd', busId: '0000:c9:00.0', percent: 42, celsius: 71, powerWatts: 120, ...memory },
      ]);
    });

    test('asks a program that fails no oftener than each two minutes, and tells of the other cards all the same', async () => {
      const clock = new ManualClock();
      let asked = 0;
      const run: RunProgram = async () => {
        asked++;
        throw new Error('amd-smi says: no driver');
      };
      const collector = amdCards({ clock, files: tree({ ...silent, ...RADEON, ...PCI_IDS }), run }, 5_000);
      for (let look = 0; look < 24; look++) {
        const { value, problems } = await collector.collect(signal);
        expect(value).toMatchObject([{ percent: null }, { percent: 99 }]);
        expect(problems).toEqual(['amd-smi says: no driver']);
        clock.advance(5_000);
      }
      expect(asked).toBe(1);
      await collector.collect(signal);
      expect(asked).toBe(2);
    });

    test('asks nobody of one that sleeps', async () => {
      const files = { ...silent, '/sys/class/drm/card0/device/power/runtime_status': 'suspended' };
      const run: RunProgram = () => expect.fail('a sleeping card would wake up');
      expect((await amdCardsIn(files, run).collect(signal)).value).toMatchObject([{ vendor: 'amd', percent: null }]);
    });

    test('tells its name where there is no such program, or what it says cannot be read', async () => {
      for (const run of [noProgram, async () => 'ERROR', async () => '{"a": [1']) {
        const { value } = await amdCardsIn(silent, run).collect(signal);
        expect(value).toMatchObject([{ name: 'AMD 1002:744C', percent: null, celsius: null }]);
      }
    });
  });

  test('is absent where there are only cards of others', async () => {
    const others = below('/sys/class/drm/card0', { 'device/uevent': 'DRIVER=ast\nPCI_ID=1A03:2000' });
    const { kind } = await amdCardsIn(others).availability(signal);
    expect(kind).toBe('absent');
  });
});
