/**
 * Settings in layers: flags > environment > `.env` and the `sentry_secret` file in the working directory >
 * `--config` YAML, `~/.config/mata-sentry/<program>.yaml`, `/etc/mata-sentry/<program>.yaml` > defaults.
 * A layer that names a setting wins whole; nothing is merged within a setting.
 */
import { parseEnv } from 'node:util';
import type { Static, TObject } from 'typebox';
import { Convert } from 'typebox/value';
import { parse as parseYaml } from 'yaml';
import { checkerFor } from './protocol/validate.ts';
import { UsageError } from './usage-error.ts';

/** What is wrong with a configuration and how to mend it; programs exit with 78 on it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export interface ConfigSources {
  readonly program: 'hub' | 'agent' | 'tui';
  /** Only what was given: a flag's default would hide the layers below it. */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory: string;
  readonly homeDirectory: string;
  /** The file of `--config`; it must be there. */
  readonly configFile?: string | undefined;
  /** Text of a file, null where there is none. */
  readonly readText: (path: string) => string | null;
}

/** Which environment variable gives which setting, `{ secret: 'SENTRY_SECRET' }`. */
export type EnvironmentNames = Readonly<Record<string, string>>;

const COMMAND_LINE = 'the command line';

interface Layer {
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * Resolves all settings of `schema` (whose defaults are `defaults`). Throws ConfigError naming
 * the layer and the setting, UsageError where that layer is the command line.
 */
export function resolveConfig<T extends TObject>(
  schema: T,
  defaults: Static<T>,
  names: EnvironmentNames,
  sources: ConfigSources,
): Static<T> {
  const resolved: Record<string, unknown> = { ...(defaults as Record<string, unknown>) };
  const origin: Record<string, string> = {};
  for (const layer of layersOf(names, sources).reverse()) {
    for (const key of Object.keys(schema.properties)) {
      const value = layer.values[key];
      if (value === undefined || value === '') continue;
      resolved[key] = value;
      origin[key] = layer.name;
    }
  }
  const checked = checkerFor(schema)(Convert(schema, resolved));
  if (checked.ok) return checked.value as Static<T>;
  const field = /^"([A-Za-z]+)/.exec(checked.problem)?.[1];
  const where = field && origin[field] ? ` (from ${origin[field]})` : '';
  const Mistake = field && origin[field] === COMMAND_LINE ? UsageError : ConfigError;
  throw new Mistake(`The setting ${checked.problem.replace(/\.$/, '')}${where}; correct it and start again.`);
}

/** What a program throws when it finds a setting wrong itself: a mistake of the command line where that gave it. */
export function mistakeIn(sources: ConfigSources, setting: string): typeof UsageError | typeof ConfigError {
  return sources.flags[setting] === undefined ? ConfigError : UsageError;
}

function layersOf(names: EnvironmentNames, sources: ConfigSources): Layer[] {
  const layers: Layer[] = [
    { name: COMMAND_LINE, values: sources.flags },
    { name: 'the environment', values: renamed(sources.environment, names) },
  ];
  const readHere = (file: string, environmentOf: (text: string) => Environment): void => {
    const path = `${sources.workingDirectory}/${file}`;
    const text = sources.readText(path);
    if (text !== null) layers.push({ name: path, values: renamed(environmentOf(text), names) });
  };
  readHere('.env', parseEnv);
  readHere('sentry_secret', readSecretFile);
  const files = [
    ...(sources.configFile ? [sources.configFile] : []),
    `${sources.homeDirectory}/.config/mata-sentry/${sources.program}.yaml`,
    `/etc/mata-sentry/${sources.program}.yaml`,
  ];
  for (const path of files) {
    const text = sources.readText(path);
    if (text !== null) layers.push({ name: path, values: yamlOf(path, text) });
    else if (path === sources.configFile)
      throw new ConfigError(`There is no configuration file ${path}; correct --config or leave it out.`);
  }
  return layers;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** `KEY=value` lines, or, as some keep it, nothing but the secret; one in base64 may well end in `=`. */
function readSecretFile(text: string): Environment {
  const bare = text.trim();
  return /^\S+$/.test(bare) && !/^[A-Z]+_[A-Z]+=/.test(bare) ? { SENTRY_SECRET: bare } : parseEnv(text);
}

function renamed(values: Environment, names: EnvironmentNames): Record<string, unknown> {
  return Object.fromEntries(Object.entries(names).map(([setting, variable]) => [setting, values[variable]]));
}

function yamlOf(path: string, text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = parseYaml(text);
  } catch (error) {
    const line = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
    throw new ConfigError(`${path} is not valid YAML: ${line}`);
  }
  if (value === null || value === undefined) return {};
  if (typeof value !== 'object' || Array.isArray(value))
    throw new ConfigError(`${path} must hold settings, one \`name: value\` a line.`);
  return value as Record<string, unknown>;
}

/** Placeholders and secrets too short to be one are refused wherever they come from. */
export function checkSecret(secret: string): string {
  if (secret === 'your-magic-string')
    throw new ConfigError(
      'The secret is still the placeholder "your-magic-string"; set SENTRY_SECRET to one of your own.',
    );
  if (secret.length < 12)
    throw new ConfigError('The secret has fewer than 12 characters; set SENTRY_SECRET to a longer one.');
  if (!/^[\x21-\x7e]+$/.test(secret))
    throw new ConfigError(
      'The secret holds a blank or a character that HTTP cannot bear; use letters, digits and punctuation.',
    );
  return secret;
}
