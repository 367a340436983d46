/**
 * How Prometheus names the figures of METRICS: in base units, which the names bear, with `_total` behind what only
 * grows. A figure without a name here does not compile.
 */

import type { MetricUnit } from '../../../shared/telemetry/metric.ts';
import { METRIC_NAMES, METRICS, type MetricName } from '../../../shared/telemetry/metrics.ts';
import type { Family } from './family.ts';

interface BaseUnit {
  readonly name: string | null;
  readonly toBase: (value: number) => number;
}

function same(value: number): number {
  return value;
}

export const BASE_UNITS: Readonly<Record<MetricUnit, BaseUnit>> = {
  // To a thousandth of a percent: the bare quotient has seventeen digits.
  percent: { name: 'ratio', toBase: (percent) => Math.round(percent * 1000) / 1e5 },
  celsius: { name: 'celsius', toBase: same },
  watts: { name: 'watts', toBase: same },
  volts: { name: 'volts', toBase: same },
  rpm: { name: 'rpm', toBase: same },
  megahertz: { name: 'hertz', toBase: (megahertz) => megahertz * 1e6 },
  bytes: { name: 'bytes', toBase: same },
  bytesPerSecond: { name: 'bytes_per_second', toBase: same },
  seconds: { name: 'seconds', toBase: same },
  count: { name: null, toBase: same },
};

const NAMES: Readonly<Record<MetricName, string>> = {
  cpuPercent: 'sentry_node_cpu_ratio',
  gpuPercent: 'sentry_gpu_ratio',
  memPercent: 'sentry_node_memory_ratio',
  cpuTempC: 'sentry_node_cpu_temperature_celsius',
  gpuTempC: 'sentry_gpu_temperature_celsius',
  gpuMemPercent: 'sentry_gpu_memory_ratio',
  gpuWatts: 'sentry_gpu_power_watts',
  gpuFanPercent: 'sentry_gpu_fan_ratio',
  gpuClockMHz: 'sentry_gpu_clock_hertz',
  load1: 'sentry_node_load1',
  iowaitPercent: 'sentry_node_cpu_iowait_ratio',
  stealPercent: 'sentry_node_cpu_steal_ratio',
  cpuClockMHz: 'sentry_node_cpu_clock_hertz',
  swapPercent: 'sentry_node_swap_ratio',
  ioPressurePercent: 'sentry_node_pressure_io_ratio',
  memPressurePercent: 'sentry_node_pressure_memory_ratio',
  netReceivedBytesPerSecond: 'sentry_network_received_bytes_per_second',
  netSentBytesPerSecond: 'sentry_network_sent_bytes_per_second',
  diskReadBytesPerSecond: 'sentry_node_disk_read_bytes_per_second',
  diskWrittenBytesPerSecond: 'sentry_node_disk_written_bytes_per_second',
  diskUsedPercent: 'sentry_filesystem_used_ratio',
  vrmTempC: 'sentry_node_vrm_temperature_celsius',
  dimmTempC: 'sentry_node_dimm_temperature_celsius',
  boardTempC: 'sentry_node_board_temperature_celsius',
  driveTempC: 'sentry_drive_temperature_celsius',
  systemWatts: 'sentry_node_power_watts',
  fanRpm: 'sentry_fan_speed_rpm',
  psuTempC: 'sentry_psu_temperature_celsius',
  psuWatts: 'sentry_psu_power_watts',
  corePercent: 'sentry_core_ratio',
  load5: 'sentry_node_load5',
  load15: 'sentry_node_load15',
  cores: 'sentry_node_cpu_cores',
  cpuPressurePercent: 'sentry_node_pressure_cpu_ratio',
  memUsedBytes: 'sentry_node_memory_used_bytes',
  memTotalBytes: 'sentry_node_memory_size_bytes',
  memCachedBytes: 'sentry_node_memory_cached_bytes',
  memDirtyBytes: 'sentry_node_memory_dirty_bytes',
  diskFreeBytes: 'sentry_filesystem_free_bytes',
  diskTotalBytes: 'sentry_filesystem_size_bytes',
  diskFullInSeconds: 'sentry_filesystem_full_in_seconds',
  inodesPercent: 'sentry_filesystem_inodes_used_ratio',
  deviceReadBytesPerSecond: 'sentry_disk_read_bytes_per_second',
  deviceWrittenBytesPerSecond: 'sentry_disk_written_bytes_per_second',
  deviceBusyPercent: 'sentry_disk_busy_ratio',
  netLinkBytesPerSecond: 'sentry_network_link_bytes_per_second',
  netErrorsPerSecond: 'sentry_network_errors_per_second',
  gpuMemUsedBytes: 'sentry_gpu_memory_used_bytes',
  gpuMemTotalBytes: 'sentry_gpu_memory_size_bytes',
  gpuMemTempC: 'sentry_gpu_memory_temperature_celsius',
  gpuLimitC: 'sentry_gpu_temperature_limit_celsius',
  gpuLimitWatts: 'sentry_gpu_power_limit_watts',
  gpuMemClockMHz: 'sentry_gpu_memory_clock_hertz',
  gpuThrottled: 'sentry_gpu_throttle_reasons',
  gpuPcieGeneration: 'sentry_gpu_pcie_generation',
  gpuPcieWidth: 'sentry_gpu_pcie_lanes',
  gpuEccCorrected: 'sentry_gpu_ecc_corrected_errors_total',
  gpuEccUncorrected: 'sentry_gpu_ecc_uncorrected_errors_total',
  gpuXid: 'sentry_gpu_xid',
  gpuLost: 'sentry_gpu_lost',
  sensorTempC: 'sentry_sensor_temperature_celsius',
  sensorVolts: 'sentry_sensor_volts',
  fanZonePercent: 'sentry_fan_zone_ratio',
  psuOk: 'sentry_psu_ok',
  driveHealthy: 'sentry_drive_healthy',
  driveWearPercent: 'sentry_drive_wear_ratio',
  driveSparePercent: 'sentry_drive_spare_ratio',
  driveErrors: 'sentry_drive_errors_total',
  drivePowerOnSeconds: 'sentry_drive_power_on_seconds_total',
  driveReadBytes: 'sentry_drive_read_bytes_total',
  driveWrittenBytes: 'sentry_drive_written_bytes_total',
  packageUpdates: 'sentry_node_package_updates',
  packageSecurityUpdates: 'sentry_node_package_security_updates',
  rebootRequired: 'sentry_node_reboot_required',
  containersRunning: 'sentry_node_containers_running',
  servicesFailed: 'sentry_node_services_failed',
  uptimeSeconds: 'sentry_node_uptime_seconds',
};

export interface ExposedMetric {
  readonly metric: MetricName;
  readonly family: Family;
}

/** In the order of METRICS. */
export const EXPOSED_METRICS: readonly ExposedMetric[] = METRIC_NAMES.map((metric) => {
  const { unit, help } = METRICS[metric];
  return { metric, family: { name: NAMES[metric], unit: BASE_UNITS[unit].name, help } };
});
