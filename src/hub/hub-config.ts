import * as Type from 'typebox';
import {
  ConfigError,
  type ConfigSources,
  checkSecret,
  type EnvironmentNames,
  mistakeIn,
  resolveConfig,
} from '../shared/config.ts';
import { cutText } from '../shared/cut-text.ts';
import { ThresholdRule } from '../shared/protocol/threshold.ts';
import { parseBytes } from '../shared/units.ts';
import { UsageError } from '../shared/usage-error.ts';
import { thresholdMistake } from './core/thresholds/threshold-book.ts';
import { createAddressGate } from './http/address-gate.ts';
import { checkReceivers, Receiver } from './notify/receiver-config.ts';

const LONGEST_FARM_NAME = 64;
/** Less does not hold what a day of a small farm needs. */
const LEAST_HISTORY_BYTES = 10e6;

/** The hub's settings, named as its flags are. */
export const HubConfig = Type.Object({
  host: Type.String({ minLength: 1, maxLength: 255 }),
  /** 0 takes any free one. */
  port: Type.Integer({ minimum: 0, maximum: 65_535 }),
  /** Directory of all that is kept. */
  data: Type.String({ minLength: 1, maxLength: 4096 }),
  /** CIDRs of those who may call; empty lets everybody in who knows the secret. */
  allow: Type.Array(Type.String()),
  /** More names by which the hub may be called. */
  publicHost: Type.Array(Type.String()),
  /** The farm's name, as dashboards show it. */
  name: Type.String({ minLength: 1, maxLength: LONGEST_FARM_NAME }),
  /** A node that is silent for so long is offline. */
  offlineAfterSeconds: Type.Number({ minimum: 1, maximum: 86_400 }),
  /** A job without news for so long is looked into: it is stalled if its machines are idle, too. */
  stallAfterSeconds: Type.Number({ minimum: 1, maximum: 604_800 }),
  /** Who is told of alerts. They hold secrets, and so come from a file alone. */
  receivers: Type.Array(Receiver, { maxItems: 64 }),
  /** Changes of the default thresholds; where several rows fit, the later one wins. */
  thresholds: Type.Array(ThresholdRule, { maxItems: 1_000 }),
  /** Whether figures are kept on disk; else the last hour is known. */
  history: Type.Boolean(),
  historyDays: Type.Number({ minimum: 1, maximum: 3_660 }),
  /** What history may take on disk, as `2GB`. */
  historyMax: Type.String({ maxLength: 32 }),
  /** Null: the hub makes one and keeps it in the data directory. */
  secret: Type.Union([Type.String(), Type.Null()]),
});
export type HubConfig = Type.Static<typeof HubConfig>;

const ENVIRONMENT: EnvironmentNames = { secret: 'SENTRY_SECRET', host: 'SERVER_HOST', port: 'SERVER_PORT' };

export function defaultHubConfig(hostname: string): HubConfig {
  return {
    host: '0.0.0.0',
    port: 3000,
    data: './data',
    allow: [],
    publicHost: [],
    name: cutText(hostname, LONGEST_FARM_NAME),
    offlineAfterSeconds: 60,
    stallAfterSeconds: 300,
    receivers: [],
    thresholds: [],
    history: false,
    historyDays: 7,
    historyMax: '2GB',
    secret: null,
  };
}

/**
 * Throws ConfigError on a setting that cannot be used, a placeholder for a secret included, and UsageError
 * where it stands on the command line.
 */
export function resolveHubConfig(sources: ConfigSources, hostname: string): HubConfig {
  const config = resolveConfig(HubConfig, defaultHubConfig(hostname), ENVIRONMENT, sources);
  checkAllowed(config.allow, sources);
  if ((parseBytes(config.historyMax) ?? 0) < LEAST_HISTORY_BYTES)
    throw new (mistakeIn(sources, 'historyMax'))(
      'The setting "historyMax" is no size of 10MB or more; write it as 500MB, 2GB or 1TB.',
    );
  checkReceivers(config.receivers);
  const mistake = thresholdMistake(config.thresholds);
  if (mistake !== null) throw new ConfigError(mistake);
  if (config.secret !== null) checkSecret(config.secret);
  return config;
}

function checkAllowed(allow: readonly string[], { flags }: ConfigSources): void {
  try {
    createAddressGate(allow);
  } catch (error) {
    throw error instanceof ConfigError && flags.allow !== undefined ? new UsageError(error.message) : error;
  }
}
