/** The open node's temperatures, fans and power: the chips' sensors and the management controller's together. */
import type { FanControlSample, HardwareSample, TemperatureSample } from '../../shared/protocol/hardware.ts';
import type { Level } from '../../shared/protocol/threshold.ts';
import { sensorsOf } from '../../shared/telemetry/metric.ts';
import type { MetricName } from '../../shared/telemetry/metrics.ts';
import { type SensorKind, sensorKind } from '../../shared/telemetry/sensor-kind.ts';
import { defaultThreshold, levelOf, withOwnLimit } from '../../shared/telemetry/thresholds.ts';
import { formatPercent, formatTemperature } from '../../shared/units.ts';
import { cellText } from './cell-text.ts';
import type { DetailLook } from './detail-content.ts';
import { type Judge, type Remark, type Section, sectionOf } from './detail-section.ts';

export function coolingSections(hardware: HardwareSample, judge: Judge, look: DetailLook): readonly Section[] {
  return [
    sectionOf(
      'temperatures',
      sensorsOf(hardware).map((sensor) => temperatureRemark(sensor, look)),
      look,
    ),
    sectionOf('fans', fanRemarks(hardware), look),
    sectionOf('power', powerRemarks(hardware, judge, look), look),
  ];
}

/** A sensor is judged by its kind; of a card's and a supply's own the tables of these tell. */
const METRIC_OF_KIND: Readonly<Record<SensorKind, MetricName | null>> = {
  cpu: 'cpuTempC',
  vrm: 'vrmTempC',
  dimm: 'dimmTempC',
  psu: 'psuTempC',
  drive: 'driveTempC',
  gpu: 'gpuTempC',
  board: 'boardTempC',
  other: null,
};

function temperatureRemark({ sensor, celsius, limitCelsius }: TemperatureSample, { state }: DetailLook): Remark {
  const metric = METRIC_OF_KIND[sensorKind(sensor)];
  const level = metric && levelOf(withOwnLimit(defaultThreshold(metric), limitCelsius), celsius);
  const unit = state.temperatureUnit;
  const limit = limitCelsius === null || limitCelsius <= 0 ? '' : ` of ${formatTemperature(limitCelsius, unit)}`;
  return { text: `${cellText(sensor)} ${formatTemperature(celsius, unit)}${limit}`, level };
}

function fanRemarks({ fans, ipmi, fanControl }: HardwareSample): readonly Remark[] {
  const all = [...(fans ?? []), ...(ipmi?.fans ?? [])];
  // A fan that is not plugged in is told as one that stands still, and so is one that has failed.
  const isTurning = all.some(({ rpm }) => rpm > 0);
  return [
    ...all.map(({ fan, rpm }): Remark => {
      if (rpm > 0 || !isTurning) return { text: `${cellText(fan)} ${Math.round(rpm)} rpm`, level: null };
      return { text: `${cellText(fan)} stands still`, level: 'notice' };
    }),
    ...(fanControl ? controlRemarks(fanControl) : []),
  ];
}

const MODE_WORDS: Readonly<Record<NonNullable<FanControlSample['mode']>, string>> = {
  standard: 'standard',
  full: 'full speed',
  optimal: 'optimal',
  heavyIo: 'heavy I/O',
  pue: 'power-saving',
};

function controlRemarks({ mode, zones, board }: FanControlSample): readonly Remark[] {
  const remarks: Remark[] = [];
  if (mode !== null) remarks.push({ text: `mode ${MODE_WORDS[mode]}`, level: null });
  for (const { zone, percent } of zones) remarks.push({ text: `zone ${zone} ${formatPercent(percent)}`, level: null });
  if (board !== null) remarks.push({ text: `board ${cellText(board)}`, level: null, tone: 'dim' });
  return remarks;
}

function powerRemarks({ ipmi }: HardwareSample, judge: Judge, { state }: DetailLook): readonly Remark[] {
  if (!ipmi) return [];
  const remarks: Remark[] = [];
  if (ipmi.systemWatts !== null) {
    const level = judge('systemWatts', null, ipmi.systemWatts);
    remarks.push({ text: `machine ${Math.round(ipmi.systemWatts)} W`, level });
  }
  for (const { name, ok, status, watts, celsius } of ipmi.powerSupplies) {
    const hot = judge('psuTempC', name, celsius);
    const level: Level | null = ok === false ? 'crit' : hot;
    const words = [
      cellText(name),
      ok === null ? '' : ok ? 'ok' : 'failed',
      watts === null ? '' : `${Math.round(watts)} W`,
      celsius === null ? '' : formatTemperature(celsius, state.temperatureUnit),
      status === null ? '' : cellText(status),
    ];
    remarks.push({ text: words.filter((word) => word !== '').join(' '), level });
  }
  for (const { sensor, volts } of ipmi.voltages)
    remarks.push({ text: `${cellText(sensor)} ${volts.toFixed(2)} V`, level: null, tone: 'dim' });
  return remarks;
}
