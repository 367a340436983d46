import { expect, it } from 'vitest';
import { type SensorKind, sensorKind } from './sensor-kind.ts';

it.each<[string, SensorKind]>([
  ['coretemp Package id 0', 'cpu'],
  ['k10temp Tctl', 'cpu'],
  ['zenpower Tdie', 'cpu'],
  ['nct6775 CPUTIN', 'cpu'],
  ['x86_pkg_temp', 'cpu'],
  ['CPU1 Temp', 'cpu'],
  ['cpu-thermal', 'cpu'],
  ['P1-DIMMA1 Temp', 'dimm'],
  ['jc42 temp1', 'dimm'],
  ['CPU_VRM0 Temp', 'vrm'],
  ['SOC_VRM Temp', 'vrm'],
  ['VRMABCD Temp', 'vrm'],
  ['PSU1 Temp', 'psu'],
  ['PS1 Temperature', 'psu'],
  ['nvme Composite', 'drive'],
  ['drivetemp temp1', 'drive'],
  ['M2NVMeSSD1 Temp', 'drive'],
  ['amdgpu edge', 'gpu'],
  ['GPU1 Temp', 'gpu'],
  ['acpitz temp1', 'board'],
  ['System Temp', 'board'],
  ['Peripheral Temp', 'board'],
  ['PCH Temp', 'board'],
  ['Inlet Temp', 'board'],
  ['iwlwifi_1 temp1', 'other'],
  ['mlx5 asic', 'other'],
])('sensorKind of %s is %s', (sensor, kind) => {
  expect(sensorKind(sensor)).toBe(kind);
});
