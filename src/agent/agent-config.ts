/** The agent's settings out of flags, environment and files, and what the program is to do by them. */
import { resolve } from 'node:path';
import * as Type from 'typebox';
import {
  ConfigError,
  type ConfigSources,
  checkSecret,
  type EnvironmentNames,
  mistakeIn,
  resolveConfig,
} from '../shared/config.ts';
import { orMistake } from '../shared/frames/frame-mistake.ts';
import { parseFrameRange } from '../shared/frames/frame-notation.ts';
import type { FrameRange } from '../shared/frames/frame-range.ts';
import type { HubAddress } from '../shared/hub-request.ts';
import { resolveHubUrl } from '../shared/hub-url.ts';
import { FrameNotation, Label, Name, Path } from '../shared/protocol/schema.ts';
import type { UsageError } from '../shared/usage-error.ts';
import type { AgentConfig } from './main.ts';

/** As they are written in `agent.yaml`; the empty text is "not set". */
const AgentSettings = Type.Object({
  directories: Type.Array(Path, { maxItems: 256 }),
  hub: Type.String(),
  serverHost: Type.String(),
  serverPort: Type.Integer({ minimum: 1, maximum: 65_535 }),
  secret: Type.String(),
  frames: FrameNotation,
  title: Label,
  interval: Type.Number({ minimum: 0.5, maximum: 3600 }),
  share: Type.String({ maxLength: 255 }),
  tags: Type.Array(Name, { maxItems: 64 }),
  poll: Type.Boolean(),
  nodeId: Type.String({ maxLength: 255 }),
});
type AgentSettings = Type.Static<typeof AgentSettings>;

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
  // What the command line says wrong is told before a missing secret.
  const expected = settings.frames === '' ? null : readFrames(settings.frames, mistakeIn(sources, 'frames'));
  const { hub, serverHost: host, serverPort: port } = settings;
  const url = resolveHubUrl({ hub, host, port }, mistakeIn(sources, 'hub'));
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

/** Reads a range that somebody gave; throws `Mistake` with the sentence on what is wrong with it. */
export function readFrames(notation: string, Mistake: typeof UsageError | typeof ConfigError): FrameRange {
  return orMistake(Mistake, () => parseFrameRange(notation));
}
