import type { Millis } from '../../shared/clock.ts';

/** What one hub lets happen to it. Tests tighten single values; nothing here is a setting of the operator's. */
export interface HubLimits {
  /** A body, as it comes and after decompression. */
  readonly bodyBytes: number;
  readonly jsonDepth: number;
  readonly headerBytes: number;
  readonly headersTimeout: Millis;
  readonly requestTimeout: Millis;
  readonly checkingInterval: Millis;
  readonly connections: number;
  readonly streams: number;
  readonly nodes: number;
  /** Failed credentials of one address within a minute; this machine's own processes share one address. */
  readonly failuresPerMinute: number;
  readonly loopbackFailuresPerMinute: number;
}

export const DEFAULT_LIMITS: HubLimits = {
  bodyBytes: 256 * 1024,
  jsonDepth: 16,
  headerBytes: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  checkingInterval: 2_000,
  connections: 12_000,
  streams: 64,
  nodes: 10_000,
  failuresPerMinute: 20,
  loopbackFailuresPerMinute: 120,
};
