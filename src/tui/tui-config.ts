import Type, { type Static } from 'typebox';
import {
  ConfigError,
  type ConfigSources,
  checkSecret,
  type EnvironmentNames,
  resolveConfig,
} from '../shared/config.ts';
import type { ColourDepth, GlyphSetName } from './core/theme.ts';

/** The dashboard's settings, named as its flags are. */
export const TuiConfig = Type.Object({
  /** The hub's address; empty for `http://host:port`. */
  hub: Type.String({ maxLength: 512 }),
  host: Type.String({ maxLength: 255 }),
  port: Type.Integer({ minimum: 1, maximum: 65_535 }),
  secret: Type.String({ maxLength: 1024 }),
  /** Least seconds between two paints of data. */
  interval: Type.Number({ minimum: 0, maximum: 3600 }),
  theme: Type.String({ maxLength: 64 }),
  ascii: Type.Boolean(),
  color: Type.Boolean(),
});
export type TuiConfig = Static<typeof TuiConfig>;

const DEFAULTS: TuiConfig = {
  hub: '',
  host: '127.0.0.1',
  port: 3000,
  secret: '',
  interval: 0.25,
  theme: 'default',
  ascii: false,
  color: true,
};
const ENVIRONMENT: EnvironmentNames = { secret: 'SENTRY_SECRET', host: 'SERVER_HOST', port: 'SERVER_PORT' };
const THEMES: readonly string[] = ['default'];
/** Where a hub listens when it listens everywhere; nobody can call it there. */
const ANY_ADDRESS: readonly string[] = ['0.0.0.0', '::', '[::]'];

/** What the dashboard needs to know, checked. */
export interface ResolvedTuiConfig {
  readonly hubUrl: string;
  readonly secret: string;
  readonly intervalSeconds: number;
  readonly glyphs: GlyphSetName;
  readonly colour: ColourDepth;
}

/** Throws ConfigError on a setting that cannot be used and on a secret that is missing. */
export function resolveTuiConfig(sources: ConfigSources): ResolvedTuiConfig {
  const config = resolveConfig(TuiConfig, DEFAULTS, ENVIRONMENT, sources);
  if (!THEMES.includes(config.theme))
    throw new ConfigError(`There is no theme of that name; there is ${THEMES.join(', ')}.`);
  if (config.secret === '')
    throw new ConfigError(
      "The hub's secret is not set: put it into SENTRY_SECRET, .env or a file sentry_secret here; " +
        'the hub keeps it in its data directory, in the file secret (data/secret).',
    );
  return {
    hubUrl: hubUrlOf(config),
    secret: checkSecret(config.secret),
    intervalSeconds: config.interval,
    glyphs: config.ascii ? 'ascii' : 'unicode',
    colour: config.color ? colourDepth(sources.environment) : 'none',
  };
}

function hubUrlOf({ hub, host, port }: TuiConfig): string {
  const text = hub === '' ? `http://${ANY_ADDRESS.includes(host) ? '127.0.0.1' : bracketed(host)}:${port}` : hub;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new ConfigError('The address of the hub is no URL; write it as http://10.0.0.5:3000.');
  if (url.username !== '' || url.password !== '')
    throw new ConfigError(
      'The address of the hub holds a name or password; put the secret into SENTRY_SECRET instead.',
    );
  return url.origin;
}

function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}

/** What the terminal can colour, by the environment's own words; https://no-color.org. */
export function colourDepth(environment: Readonly<Record<string, string | undefined>>): ColourDepth {
  const { NO_COLOR = '', COLORTERM = '', TERM = '' } = environment;
  if (NO_COLOR !== '' || TERM === 'dumb') return 'none';
  if (/truecolor|24bit/i.test(COLORTERM)) return '256';
  return /256|direct|kitty|alacritty|ghostty|foot|wezterm/i.test(TERM) ? '256' : '16';
}
