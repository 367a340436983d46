import * as Type from 'typebox';
import {
  ConfigError,
  type ConfigSources,
  checkSecret,
  type EnvironmentNames,
  mistakeIn,
  resolveConfig,
} from '../shared/config.ts';
import { resolveHubUrl } from '../shared/hub-url.ts';
import { type ColumnName, chosenColumns } from './core/table-columns.ts';
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
  /** Names of columns, separated by commas or as a list; `default` and `health` are sets of them. Empty for no choice. */
  columns: Type.Union([Type.String({ maxLength: 1024 }), Type.Array(Type.String({ maxLength: 64 }), { maxItems: 64 })]),
  /** Whether the terminal's bell rings for a new critical alert. */
  bell: Type.Boolean(),
  theme: Type.String({ maxLength: 64 }),
  ascii: Type.Boolean(),
  color: Type.Boolean(),
});
export type TuiConfig = Type.Static<typeof TuiConfig>;

const DEFAULTS: TuiConfig = {
  hub: '',
  host: '127.0.0.1',
  port: 3000,
  secret: '',
  interval: 0.25,
  columns: '',
  bell: false,
  theme: 'default',
  ascii: false,
  color: true,
};
const ENVIRONMENT: EnvironmentNames = { secret: 'SENTRY_SECRET', host: 'SERVER_HOST', port: 'SERVER_PORT' };
const THEMES: readonly string[] = ['default'];

/** What the dashboard needs to know, checked. */
export interface ResolvedTuiConfig {
  readonly hubUrl: string;
  readonly secret: string;
  readonly intervalSeconds: number;
  readonly glyphs: GlyphSetName;
  readonly colour: ColourDepth;
  /** Absent where nobody has chosen any. */
  readonly tableColumns?: readonly ColumnName[];
  readonly bell: boolean;
}

/** Throws UsageError for what the command line says wrong, ConfigError for what the other layers do or leave out. */
export function resolveTuiConfig(sources: ConfigSources): ResolvedTuiConfig {
  const config = resolveConfig(TuiConfig, DEFAULTS, ENVIRONMENT, sources);
  // What the command line says wrong is told before a missing secret.
  const ThemeMistake = mistakeIn(sources, 'theme');
  if (!THEMES.includes(config.theme))
    throw new ThemeMistake(`There is no theme of that name; there is ${THEMES.join(', ')}.`);
  const chosen = chosenColumns(typeof config.columns === 'string' ? config.columns.split(',') : config.columns);
  const ColumnsMistake = mistakeIn(sources, 'columns');
  if (!chosen.ok) throw new ColumnsMistake(chosen.problem);
  const hubUrl = resolveHubUrl(config, mistakeIn(sources, 'hub')).origin;
  if (config.secret === '')
    throw new ConfigError(
      "The hub's secret is not set: put it into SENTRY_SECRET, .env or a file sentry_secret here; " +
        'the hub keeps it in its data directory, in the file secret (data/secret).',
    );
  return {
    hubUrl,
    secret: checkSecret(config.secret),
    intervalSeconds: config.interval,
    glyphs: config.ascii ? 'ascii' : 'unicode',
    colour: config.color ? colourDepth(sources.environment) : 'none',
    ...(config.columns.length === 0 ? {} : { tableColumns: chosen.columns }),
    bell: config.bell,
  };
}

/** What the terminal can colour, by the environment's own words; https://no-color.org. */
export function colourDepth(environment: Readonly<Record<string, string | undefined>>): ColourDepth {
  const { NO_COLOR = '', COLORTERM = '', TERM = '' } = environment;
  if (NO_COLOR !== '' || TERM === 'dumb') return 'none';
  if (/truecolor|24bit/i.test(COLORTERM)) return '256';
  return /256|direct|kitty|alacritty|ghostty|foot|wezterm/i.test(TERM) ? '256' : '16';
}
