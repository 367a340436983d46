import { describe, expect, test } from 'vitest';
import { HardwareSample } from '../../shared/protocol/hardware.ts';
import { checkerFor } from '../../shared/protocol/validate.ts';
import { type Collector, type CollectorOf, sound, WORKS } from '../collectors/collector.ts';
import { unknownDrive } from '../collectors/drives.ts';
import { unmeasuredGpu } from '../collectors/gpu-sample.ts';
import { createHardwareBoard, type Told } from './hardware-board.ts';

const pace = { periodMillis: 1_000, timeoutMillis: 500, cheap: true, availability: async () => WORKS };

function temperatures(name: string): CollectorOf<'temperatures'> {
  return { name, part: 'temperatures', ...pace, collect: async () => sound(null) };
}

function memory(name: string): CollectorOf<'memory'> {
  return { name, part: 'memory', ...pace, collect: async () => sound(null) };
}

function boardOf(...collectors: readonly Collector[]) {
  const board = createHardwareBoard(collectors);
  return { ...board, tell: (at: number, value: Told['value']) => board.put(at, { value, problems: [] }) };
}

const sensor = (name: string) => ({ sensor: name, celsius: 40, limitCelsius: null });
const bytes = (totalBytes: number) => ({ totalBytes, usedBytes: 0, swapTotalBytes: 0, swapUsedBytes: 0 });

describe('createHardwareBoard', () => {
  test('joins lists in the order of the collectors, whoever answers first', () => {
    const board = boardOf(temperatures('hwmon'), temperatures('thermal'));
    board.tell(1, [sensor('b')]);
    board.tell(0, [sensor('a')]);
    expect(board.sample().temperatures?.map((each) => each.sensor)).toEqual(['a', 'b']);
    board.tell(0, null);
    expect(board.sample().temperatures?.map((each) => each.sensor)).toEqual(['b']);
    board.tell(1, null);
    expect(board.sample().temperatures).toBeNull();
  });

  test('takes the first object that there is', () => {
    const board = boardOf(memory('proc'), memory('other'));
    board.tell(1, bytes(2));
    expect(board.sample().memory?.totalBytes).toBe(2);
    board.tell(0, bytes(1));
    expect(board.sample().memory?.totalBytes).toBe(1);
  });

  test('makes no list longer than a report may hold', () => {
    const valid = checkerFor(HardwareSample);
    for (const part of ['temperatures', 'gpus', 'drives', 'containers', 'processes', 'fans', 'network'] as const) {
      const entry: Record<string, object> = {
        temperatures: sensor('a'),
        gpus: unmeasuredGpu('a', null),
        drives: { ...unknownDrive('a') },
        containers: { id: 'a', name: 'a', image: 'a', state: 'a', cpuPercent: null, memoryBytes: null },
        processes: { pid: 1, name: 'a', cpuPercent: null, memoryBytes: null },
        fans: { fan: 'a', rpm: 1 },
        network: { name: 'a', receivedBytesPerSecond: null, sentBytesPerSecond: null },
      };
      const board = createHardwareBoard([{ ...temperatures('x'), part } as unknown as Collector]);
      board.put(0, { value: Array.from({ length: 300 }, () => entry[part]) as never, problems: [] });
      expect(valid(board.sample())).toMatchObject({ ok: true });
      expect(board.sample()[part]?.length).toBeGreaterThanOrEqual(16);
    }
  });

  test('names problems by collector, and forgets them with its next word', () => {
    const board = boardOf(temperatures('hwmon'), temperatures('thermal'));
    board.put(1, { value: [], problems: ['x'.repeat(600)] });
    expect(board.problems()).toEqual([{ source: 'thermal', message: 'x'.repeat(512) }]);
    board.tell(1, []);
    expect(board.problems()).toEqual([]);
  });
});
