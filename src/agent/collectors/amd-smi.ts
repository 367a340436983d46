/**
 * What AMD's own programs tell of a card whose driver's files are silent, as in some containers: `amd-smi`, and before
 * it `rocm-smi`. Both are slow scripts, hence asked seldom and only for such cards.
 */
import type { GpuSample } from '../../shared/protocol/hardware.ts';
import type { RunProgram } from './collector.ts';
import { at, listAt } from './json-parts.ts';
import { isNotInstalled } from './program-failure.ts';
import { figureOf } from './told-values.ts';

export type AmdFigures = Pick<
  GpuSample,
  'percent' | 'celsius' | 'memoryCelsius' | 'powerWatts' | 'memoryUsedBytes' | 'memoryTotalBytes'
>;

/** By bus, in small letters: `0000:c9:00.0`. */
export type AmdFiguresByBus = ReadonlyMap<string, AmdFigures>;

const ROCM_ARGUMENTS = ['--showbus', '--showuse', '--showtemp', '--showpower', '--showmeminfo', 'vram', '--json'];
const MEBIBYTE = 1024 * 1024;

/** No card where neither program is installed. Rejects where the one that is fails. */
export async function askAmdSmi(run: RunProgram, signal: AbortSignal): Promise<AmdFiguresByBus> {
  try {
    const list = await run('amd-smi', ['list', '--json'], signal);
    return readAmdSmi(list, await run('amd-smi', ['metric', '--json'], signal));
  } catch (error) {
    if (!isNotInstalled(error)) throw error;
  }
  try {
    return readRocmSmi(await run('rocm-smi', ROCM_ARGUMENTS, signal));
  } catch (error) {
    if (!isNotInstalled(error)) throw error;
    return new Map();
  }
}

/** `amd-smi list --json` names the bus of each number, `metric --json` its figures: a list, since 7.0 in `gpu_data`. */
export function readAmdSmi(list: string, metric: string): AmdFiguresByBus {
  const metrics = new Map(cardsOf(metric).map((card) => [at(card, 'gpu'), card]));
  return new Map(
    cardsOf(list).flatMap((card): [string, AmdFigures][] => {
      const bus = at(card, 'bdf');
      const told = metrics.get(at(card, 'gpu'));
      return typeof bus === 'string' && told ? [[bus.toLowerCase(), amdFiguresOf(told)]] : [];
    }),
  );
}

/** Figures come as `{"value": 42, "unit": "%"}`, or as `N/A`. */
function amdFiguresOf(card: unknown): AmdFigures {
  const figure = (part: string, name: string, least: number, most: number): number | null =>
    figureOf(at(card, part, name, 'value'), least, most);
  const degrees = (name: string): number | null => figure('temperature', name, -40, 200);
  const bytes = (name: string): number | null => {
    const mebibytes = figure('mem_usage', name, 0, 1e9);
    return mebibytes === null ? null : mebibytes * MEBIBYTE;
  };
  return {
    percent: figure('usage', 'gfx_activity', 0, 100),
    celsius: degrees('edge') ?? degrees('hotspot'),
    memoryCelsius: degrees('mem'),
    powerWatts: figure('power', 'socket_power', 0, 100_000),
    memoryUsedBytes: bytes('used_vram'),
    memoryTotalBytes: bytes('total_vram'),
  };
}

/** `rocm-smi --json` calls a card `card0` and its figures by whole words. */
export function readRocmSmi(text: string): AmdFiguresByBus {
  const figures = new Map<string, AmdFigures>();
  const answer = parsed(text);
  for (const card of Object.values(answer ?? {})) {
    const bus = at(card, 'PCI Bus');
    if (typeof bus !== 'string') continue;
    const first = (least: number, most: number, ...names: readonly string[]): number | null =>
      names.map((name) => figureOf(at(card, name), least, most)).find((value) => value !== null) ?? null;
    const degrees = (...sensors: readonly string[]) =>
      first(-40, 200, ...sensors.map((sensor) => `Temperature (Sensor ${sensor}) (C)`));
    figures.set(bus.toLowerCase(), {
      percent: first(0, 100, 'GPU use (%)'),
      celsius: degrees('edge', 'junction'),
      memoryCelsius: degrees('memory'),
      powerWatts: first(0, 100_000, 'Average Graphics Package Power (W)', 'Current Socket Graphics Package Power (W)'),
      memoryUsedBytes: first(0, Number.MAX_SAFE_INTEGER, 'VRAM Total Used Memory (B)'),
      memoryTotalBytes: first(0, Number.MAX_SAFE_INTEGER, 'VRAM Total Memory (B)'),
    });
  }
  return figures;
}

function cardsOf(text: string): readonly unknown[] {
  const answer = parsed(text);
  return Array.isArray(answer) ? answer : listAt(answer, 'gpu_data');
}

/** Before the object some versions print a warning, or an advice. */
function parsed(text: string): unknown {
  const start = text.search(/[[{]/);
  try {
    return JSON.parse(text.slice(Math.max(0, start)));
  } catch {
    return null;
  }
}
