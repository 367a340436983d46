import { terminalSafeJson } from '../../shared/display-safe.ts';
import { type Diagnosis, isHealthy } from './finding.ts';

/** A diagnosis as one object; times of looks in milliseconds, to a hundredth. */
export function doctorJson(diagnosis: Diagnosis): string {
  const collectors = diagnosis.collectors.map(({ wallMillis, cpuMillis, ...finding }) => ({
    ...finding,
    wallMillis: hundredths(wallMillis),
    cpuMillis: hundredths(cpuMillis),
  }));
  const found = { ok: isHealthy(diagnosis), collectors, checks: diagnosis.checks };
  return `${terminalSafeJson(JSON.stringify(found, null, 2))}\n`;
}

function hundredths(millis: number | null): number | null {
  return millis === null ? null : Math.round(100 * millis) / 100;
}
