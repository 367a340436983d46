import type { AlertSeverity } from '../../shared/protocol/alert.ts';

const RANKS: Readonly<Record<AlertSeverity, number>> = { info: 0, warn: 1, crit: 2 };

export function isAtLeast(severity: AlertSeverity, least: AlertSeverity): boolean {
  return RANKS[severity] >= RANKS[least];
}

export function worst(severities: Iterable<AlertSeverity>): AlertSeverity {
  let found: AlertSeverity = 'info';
  for (const severity of severities) if (isAtLeast(severity, found)) found = severity;
  return found;
}
