/** What `npm start` is asked for, out of its command line and the settings of the programs that it composes. */
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { readFrames } from '../src/agent/agent-config.ts';
import { defaultHubConfig, type HubConfig, resolveHubConfig } from '../src/hub/hub-config.ts';
import type { RunningHub } from '../src/hub/main.ts';
import { readCommandLine } from '../src/shared/command-line.ts';
import type { FrameRange } from '../src/shared/frames/frame-range.ts';
import { UsageError } from '../src/shared/usage-error.ts';
import { VERSION } from '../src/shared/version.ts';
import { type ResolvedTuiConfig, resolveTuiConfig } from '../src/tui/tui-config.ts';
import { ALL_IN_ONE_HELP } from './all-in-one-help.ts';
import { configSources } from './config-sources.ts';

const DEFAULT_DIRECTORY = 'renders';

export interface AllInOne {
  readonly directories: readonly string[];
  readonly expected: FrameRange | null;
  readonly title: string | null;
  readonly demo: boolean;
  readonly once: boolean;
  readonly hub: HubConfig;
  /** Whether somebody chose a port, by the command line or one other than the usual; else any free one does. */
  readonly portIsChosen: boolean;
  readonly display: (hub: RunningHub) => ResolvedTuiConfig;
}

/** What is asked for; a text is all that is to be printed. */
export function readAllInOneArguments(argv: readonly string[]): AllInOne | string {
  const { input, flags, wants } = readCommandLine('sentry', argv, {
    demo: { type: 'boolean' },
    once: { type: 'boolean' },
    frames: { type: 'string' },
    title: { type: 'string' },
    port: { type: 'number' },
    data: { type: 'string' },
    columns: { type: 'string' },
    bell: { type: 'boolean' },
    ascii: { type: 'boolean' },
    color: { type: 'boolean' },
  });
  if (wants === 'help') return ALL_IN_ONE_HELP;
  if (wants === 'version') return `${VERSION}\n`;
  const { demo = false, once = false, frames, title = null, port, data, ...display } = flags;
  const hub = resolveHubConfig(configSources('hub', { host: '127.0.0.1', port, data }, undefined), hostname());
  return {
    directories: directoriesOf(input),
    expected: typeof frames === 'string' ? readFrames(frames, UsageError) : null,
    title: title as string | null,
    demo: demo === true,
    once: once === true,
    hub,
    portIsChosen: port !== undefined || hub.port !== defaultHubConfig(hostname()).port,
    display: ({ url, secret }) => {
      const sources = configSources('tui', { ...display, hub: url }, undefined);
      return resolveTuiConfig({ ...sources, environment: { ...sources.environment, SENTRY_SECRET: secret } });
    },
  };
}

function directoriesOf(input: readonly string[]): readonly string[] {
  if (input.length > 0) return [...new Set(input.map((directory) => resolve(directory)))];
  return existsSync(DEFAULT_DIRECTORY) ? [resolve(DEFAULT_DIRECTORY)] : [];
}
