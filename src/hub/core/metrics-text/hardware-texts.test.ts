import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HardwareSample } from '../../../shared/protocol/hardware.ts';
import { METRIC_NAMES, METRICS } from '../../../shared/telemetry/metrics.ts';
import { madeUpGpu, madeUpHardware } from '../../testing/made-up-report.ts';
import { BASE_UNITS, EXPOSED_METRICS } from './exposed-metrics.ts';
import { familyHeader, labelValue } from './family.ts';
import { HARDWARE_FAMILIES, hardwareTexts } from './hardware-texts.ts';

function linesOf(name: string, hardware: Partial<HardwareSample>, node = 'rn-1'): string {
  const index = HARDWARE_FAMILIES.findIndex((family) => family.name === name);
  return hardwareTexts(node, madeUpHardware(hardware))[index] ?? 'no such family';
}

const FILE_SYSTEM = { source: '/dev/sda1', type: 'ext4', totalBytes: 1000, freeBytes: 250, holdsOutput: false };

describe('hardwareTexts', () => {
  it.each<[string, Partial<HardwareSample>, string]>([
    [
      'sentry_node_cpu_ratio',
      { cpu: { percent: 12.3, perCore: [], loadAverage: null, cores: null } },
      'sentry_node_cpu_ratio{node="rn-1"} 0.123\n',
    ],
    [
      'sentry_node_cpu_clock_hertz',
      { cpu: { percent: 1, perCore: [], loadAverage: null, cores: null, clockMegahertz: 3400 } },
      'sentry_node_cpu_clock_hertz{node="rn-1"} 3400000000\n',
    ],
    [
      'sentry_core_ratio',
      { cpu: { percent: 1, perCore: [0, 50], loadAverage: null, cores: 2 } },
      'sentry_core_ratio{node="rn-1",core="0"} 0\nsentry_core_ratio{node="rn-1",core="1"} 0.5\n',
    ],
    [
      'sentry_gpu_power_watts',
      { gpus: [madeUpGpu({ powerWatts: null }), madeUpGpu({ powerWatts: 280.5 })] },
      'sentry_gpu_power_watts{node="rn-1",gpu="1"} 280.5\n',
    ],
    ['sentry_gpu_lost', { gpus: [madeUpGpu({ lost: true })] }, 'sentry_gpu_lost{node="rn-1",gpu="0"} 1\n'],
    [
      'sentry_gpu_info',
      { gpus: [madeUpGpu({ vendor: 'nvidia', driver: '550.54', busId: '0000:01:00.0' })] },
      'sentry_gpu_info{node="rn-1",gpu="0",name="RTX 4090",vendor="nvidia",driver="550.54",bus_id="0000:01:00.0"} 1\n',
    ],
    [
      'sentry_filesystem_used_ratio',
      { fileSystems: [{ ...FILE_SYSTEM, mount: 'C:\\' }] },
      'sentry_filesystem_used_ratio{node="rn-1",mount="C:\\\\"} 0.75\n',
    ],
    [
      'sentry_sensor_temperature_celsius',
      {
        temperatures: [
          { sensor: 'nvme', celsius: 40, limitCelsius: null },
          { sensor: 'nvme', celsius: 55, limitCelsius: null },
        ],
      },
      'sentry_sensor_temperature_celsius{node="rn-1",sensor="nvme"} 55\n',
    ],
    ['sentry_node_swap_ratio', {}, ''],
  ])('tells %s as %j has it', (name, hardware, expected) => {
    expect(linesOf(name, hardware)).toBe(expected);
  });

  it('tells nothing of a machine of which nothing is known', () => {
    expect(hardwareTexts('rn-1', null).join('')).toBe('');
    expect(hardwareTexts('rn-1', undefined)).toHaveLength(HARDWARE_FAMILIES.length);
  });

  it('keeps to one line a sample, and to one sample a series, whatever the names are', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.constantFrom('a"} 1\nb{x="', '\\', '\n', '"', '\u001b[2J', '\u202e', '\ud800'),
    );
    fc.assert(
      fc.property(name, fc.array(name, { maxLength: 4 }), (node, sensors) => {
        const temperatures = sensors.map((sensor) => ({ sensor, celsius: 1, limitCelsius: null }));
        const text = linesOf('sentry_sensor_temperature_celsius', { temperatures }, node);
        const lines = text.split('\n').slice(0, -1);
        for (const line of lines)
          expect(line).toMatch(
            /^sentry_sensor_temperature_celsius\{node="(?:[^"\\\n]|\\[\\"n])*",sensor="(?:[^"\\\n]|\\[\\"n])*"\} 1$/,
          );
        expect(new Set(lines).size).toBe(lines.length);
        expect(lines).toHaveLength(new Set(sensors.map(labelValue)).size);
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]|\p{Cs}/u);
      }),
    );
  });
});

describe('EXPOSED_METRICS', () => {
  it('bear names of their own, their base units within', () => {
    expect(new Set(EXPOSED_METRICS.map(({ family }) => family.name)).size).toBe(METRIC_NAMES.length);
    for (const { metric, family } of EXPOSED_METRICS) {
      const unit = BASE_UNITS[METRICS[metric].unit].name;
      expect(family.name).toMatch(/^sentry_[a-z0-9_]+$/);
      if (unit !== null) expect(family.name.replace(/_total$/, ''), metric).toMatch(new RegExp(`_${unit}$`));
    }
  });
});

describe('familyHeader', () => {
  const counter = { name: 'sentry_drive_read_bytes_total', unit: 'bytes', help: 'Read.' };

  it('names a counter as its samples are named when it is plain text', () => {
    expect(familyHeader(counter, 'text')).toBe(
      '# HELP sentry_drive_read_bytes_total Read.\n# TYPE sentry_drive_read_bytes_total counter\n',
    );
  });

  it('names a counter without its ending, and its unit, when it is OpenMetrics', () => {
    expect(familyHeader(counter, 'openmetrics')).toBe(
      '# TYPE sentry_drive_read_bytes counter\n# UNIT sentry_drive_read_bytes bytes\n# HELP sentry_drive_read_bytes Read.\n',
    );
  });
});
