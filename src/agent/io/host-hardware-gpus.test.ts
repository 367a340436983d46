import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../shared/clock.ts';
import { ManualClock } from '../../shared/manual-clock.ts';
import { GpuSample } from '../../shared/protocol/hardware.ts';
import { checkerFor } from '../../shared/protocol/validate.ts';
import { gpuCollectors } from './host-hardware-gpus.ts';
import { runProgram } from './run-program.ts';

const signal = new AbortController().signal;
const sysFiles = {
  list: (directory: string) => readdir(directory),
  read: (path: string) => readFile(path, 'utf8'),
};
const deps = {
  clock: systemClock,
  sysFiles,
  platform: process.platform,
  systemInformation: () => import('systeminformation'),
};

test('gpuCollectors look no oftener than each 5 s, and no oftener than the agent reports', () => {
  const periods = (intervalMillis: number) =>
    gpuCollectors(deps, intervalMillis).map(({ periodMillis }) => periodMillis);
  expect(Math.min(...periods(500))).toBe(5_000);
  expect(Math.min(...periods(12_000))).toBe(12_000);
});

test('gpuCollectors say of each maker whether it has a card here, and start nothing for it', async () => {
  for (const { name, availability } of gpuCollectors({ ...deps, clock: new ManualClock() }, 5_000)) {
    const told = await availability(signal);
    if (told.kind !== 'works') expect(told.why, name).toMatch(/\w+ \w+/);
  }
});

/** Each card's part of `nvidia-smi -q -x`; null where there is no card, or no driver. */
async function askForXml(): Promise<readonly string[] | null> {
  const xml = await runProgram('nvidia-smi', ['-q', '-x'], signal).catch(() => '');
  const cards = xml.split(/(?=<gpu id=")/).slice(1);
  return cards.length > 0 ? cards : null;
}

function tag(card: string, path: readonly string[]): string | null {
  let rest = card;
  for (const name of path) rest = new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(rest)?.[1] ?? '';
  return /^[\d.]+/.exec(rest.trim())?.[0] ?? null;
}

const first = await askForXml();

describe.skipIf(first === null)(`the card of this machine${first ? '' : ' (skipped: there is no NVIDIA card)'}`, () => {
  test('is told as nvidia-smi -q -x tells it at the same moment', async () => {
    const nvidia = gpuCollectors(deps, 5_000).find(({ name }) => name === 'nvidia-smi');
    try {
      expect(await nvidia?.availability(signal)).toEqual({ kind: 'works' });
      const value = ((await nvidia?.collect(signal))?.value ?? []) as GpuSample[];
      const cards = (await askForXml()) ?? [];
      expect(value).toHaveLength(cards.length);
      for (const [index, gpu] of value.entries()) compare(gpu, cards[index] ?? '');
    } finally {
      nvidia?.stop?.();
    }
  });
});

/** What changes while one looks may differ by a little, what does not may not. */
function compare(gpu: GpuSample, card: string): void {
  const number = (...path: readonly string[]): number => Number(tag(card, path) ?? Number.NaN);
  expect(checkerFor(GpuSample)(gpu)).toMatchObject({ ok: true });
  expect(card).toContain(`<product_name>${gpu.name}</product_name>`);
  expect(card).toMatch(new RegExp(`<gpu id="${gpu.busId}"`, 'i'));
  expect(gpu.memoryTotalBytes).toBe(number('fb_memory_usage', 'total') * 1024 * 1024);
  expect(Math.abs((gpu.memoryUsedBytes ?? 0) / 1024 / 1024 - number('fb_memory_usage', 'used'))).toBeLessThan(512);
  expect(Math.abs((gpu.celsius ?? 0) - number('temperature', 'gpu_temp'))).toBeLessThanOrEqual(4);
  expect(gpu.percent === null).toBe(Number.isNaN(number('utilization', 'gpu_util')));
  expect(gpu.pcieWidth).toBe(number('pci_gpu_link_info', 'link_widths', 'current_link_width'));
  const slowdown = tag(card, ['temperature', 'gpu_temp_slow_threshold']);
  if (slowdown !== null) expect(gpu.limitCelsius).toBe(Number(slowdown));
  else expect(gpu.limitCelsius).toBeGreaterThan(gpu.celsius ?? 0);
}
