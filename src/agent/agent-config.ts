/** The agent's settings out of flags, environment and files, and what the program is to do by them. */
import { resolve } from 'node:path';
import Type, { type Static } from 'typebox';
import {
  ConfigError,
  type ConfigSources,
  checkSecret,
  type EnvironmentNames,
  resolveConfig,
} from '../shared/config.ts';
import { type FrameRange, FrameRangeError, parseFrameRange } from '../shared/frame-range.ts';
import type { HubAddress } from '../shared/hub-request.ts';
import { Label, Name, Path } from '../shared/protocol/schema.ts';
import { UsageError } from '../shared/usage-error.ts';
import type { AgentConfig } from './main.ts';

/** As they are written in `agent.yaml`; the empty text is "not set". */
const AgentSettings = Type.Object({
  directories: Type.Array(Path, { maxItems: 256 }),
  hub: Type.String(),
  serverHost: Type.String(),
  serverPort: Type.Integer({ minimum: 1, maximum: 65_535 }),
  secret: Type.String(),
  frames: Type.String({ maxLength: 65_536 }),
  title: Label,
  interval: Type.Number({ minimum: 0.5, maximum: 3600 }),
  share: Type.String({ maxLength: 255 }),
  tags: Type.Array(Name, { maxItems: 64 }),
  poll: Type.Boolean(),
  nodeId: Type.String({ maxLength: 255 }),
});
type AgentSettings = Static<typeof AgentSettings>;

const DEFAULTS: AgentSettings = {
  directories: [],
  hub: '',
  serverHost: '127.0.0.1',
  serverPort: 3000,
  secret: '',
  frames: '',
  title: '',
  interval: 5,
  share: '',
  tags: [],
  poll: false,
  nodeId: '',
};

const ENVIRONMENT: EnvironmentNames = {
  secret: 'SENTRY_SECRET',
  serverHost: 'SERVER_HOST',
  serverPort: 'SERVER_PORT',
};

/** What `sentry-agent` does. */
export interface AgentProgram {
  readonly agent: AgentConfig;
  readonly hub: HubAddress;
  /** Absolute, each once. */
  readonly directories: readonly string[];
  readonly share: string | null;
  readonly expected: FrameRange | null;
  readonly title: string | null;
  readonly poll: boolean;
}

/** Throws UsageError for what the command line says wrong, ConfigError for what the other layers do. */
export function resolveAgentProgram(sources: ConfigSources): AgentProgram {
  const settings = resolveConfig(AgentSettings, DEFAULTS, ENVIRONMENT, sources);
  const told = (setting: string): typeof UsageError | typeof ConfigError =>
    sources.flags[setting] === undefined ? ConfigError : UsageError;
  // What the command line says wrong is told before a missing secret.
  const expected = settings.frames === '' ? null : readFrames(settings.frames, told('frames'));
  const url = readHubUrl(settings.hub === '' ? serverUrl(settings) : settings.hub, told('hub'));
  return {
    agent: {
      nodeId: settings.nodeId || null,
      intervalSeconds: settings.interval,
      tags: [...new Set(settings.tags)],
    },
    hub: { url, secret: secretOf(settings) },
    directories: [...new Set(settings.directories.map((directory) => resolve(sources.workingDirectory, directory)))],
    share: settings.share || null,
    expected,
    title: settings.title || null,
    poll: settings.poll,
  };
}

function secretOf(settings: AgentSettings): string {
  if (settings.secret !== '') return checkSecret(settings.secret);
  throw new ConfigError(
    'There is no secret to report with; the hub says at its start where it keeps it: ' +
      'set SENTRY_SECRET to it, or write it into a file sentry_secret in this directory.',
  );
}

function serverUrl({ serverHost, serverPort }: AgentSettings): string {
  return `http://${serverHost.includes(':') ? `[${serverHost}]` : serverHost}:${serverPort}`;
}

/** `http://10.0.0.5:3000`, `https://hub`, `hub:3000`; no more than that: a path would be lost and a password seen. */
function readHubUrl(text: string, Mistake: typeof UsageError | typeof ConfigError): URL {
  const full = text.includes('://') ? text : `http://${text}`;
  const url = URL.canParse(full) ? new URL(full) : null;
  const isBare = url && !url.username && !url.password && url.pathname === '/' && !url.search && !url.hash;
  if (isBare && (url.protocol === 'http:' || url.protocol === 'https:')) return url;
  throw new Mistake('The address of the hub cannot be understood; write it as http://HOST:PORT and nothing more.');
}

function readFrames(notation: string, Mistake: typeof UsageError | typeof ConfigError): FrameRange {
  try {
    return parseFrameRange(notation);
  } catch (error) {
    if (error instanceof FrameRangeError) throw new Mistake(error.message);
    throw error;
  }
}
