import type { AlertSeverity } from '../../../shared/protocol/alert.ts';

const RANKS: Readonly<Record<AlertSeverity, number>> = { info: 0, warn: 1, crit: 2 };

/** Grows with how bad it is. */
export function rankOfSeverity(severity: AlertSeverity): number {
  return RANKS[severity];
}

export function isAtLeast(severity: AlertSeverity, least: AlertSeverity): boolean {
  return RANKS[severity] >= RANKS[least];
}

export function isWorse(severity: AlertSeverity, than: AlertSeverity): boolean {
  return RANKS[severity] > RANKS[than];
}

/** `info` of none. */
export function worst(severities: Iterable<AlertSeverity>): AlertSeverity {
  let found: AlertSeverity = 'info';
  for (const severity of severities) if (isWorse(severity, found)) found = severity;
  return found;
}
