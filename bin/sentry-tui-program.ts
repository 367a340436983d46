/** `sentry-tui` behind its first picture: command line, environment -> settings -> dashboard or table -> exit status. */
import { EXIT } from '../src/shared/cli.ts';
import { systemClock } from '../src/shared/clock.ts';
import { readCommandLine, refuseArguments } from '../src/shared/command-line.ts';
import { UsageError } from '../src/shared/usage-error.ts';
import { VERSION } from '../src/shared/version.ts';
import { TIME_EXAMPLES, timeAsked } from '../src/tui/core/time-asked.ts';
import type { Terminal } from '../src/tui/io/terminal.ts';
import { takeForecasts } from '../src/tui/plain-forecasts.ts';
import {
  formatSnapshot,
  type PlainFormat,
  type PlainLook,
  startTablePrinter,
  takeSnapshot,
} from '../src/tui/plain-output.ts';
import { type ResolvedTuiConfig, resolveTuiConfig } from '../src/tui/tui-config.ts';
import { TUI_HELP } from '../src/tui/tui-help.ts';
import { configSources } from './config-sources.ts';
import { endWithFailure } from './end-with-failure.ts';
import { onOutputLost, printWholly } from './print-wholly.ts';
import { onStopSignal } from './stop-signals.ts';
import { userName } from './user-name.ts';

const PRINT_INTERVAL = 1000;
const ENTRY = 'sentry-tui';

/** `terminal` is what the start has taken already, null where there is none or none is wanted. Ends the process. */
export async function runDashboardProgram(terminal: Terminal | null): Promise<void> {
  const fail = endWithFailure(ENTRY, () => terminal?.restore());
  process.on('uncaughtException', fail).on('unhandledRejection', fail);
  onOutputLost(() => process.exit(EXIT.done), fail);
  process.stderr.on('error', () => {});
  try {
    const asked = readArguments();
    if (typeof asked === 'string') {
      await printWholly(asked);
      return;
    }
    const { config, format, by } = asked;
    if (format) {
      const snapshot = await takeSnapshot(config, plainDeps);
      const answers = by === null ? {} : { forecasts: await takeForecasts(config, snapshot.jobs, by) };
      await printWholly(formatSnapshot({ ...snapshot, ...answers }, format, lookOf(config)));
      process.exit(EXIT.done);
    } else if (terminal) process.exit(await showDashboard(config, terminal));
    else printAtEachChange(config);
  } catch (error) {
    fail(error);
  }
}

/** What is asked for; a text is all that is to be printed. */
function readArguments(): Asked | string {
  const { input, flags, wants } = readCommandLine(ENTRY, process.argv.slice(2), {
    hub: { type: 'string' },
    once: { type: 'boolean' },
    json: { type: 'boolean' },
    csv: { type: 'boolean' },
    by: { type: 'string' },
    columns: { type: 'string' },
    bell: { type: 'boolean' },
    interval: { type: 'number' },
    theme: { type: 'string' },
    ascii: { type: 'boolean' },
    color: { type: 'boolean' },
    config: { type: 'string' },
  });
  if (wants) return wants === 'help' ? TUI_HELP : `${VERSION}\n`;
  refuseArguments(ENTRY, input);
  const { once, json, csv, by, config, ...settings } = flags;
  if (json && csv) throw new UsageError('--json and --csv exclude each other; give one of them.');
  return {
    config: resolveTuiConfig(configSources('tui', settings, config as string | undefined)),
    format: json ? 'json' : csv ? 'csv' : once ? 'table' : null,
    by: by === undefined ? null : readTime(String(by), Boolean(once || json || csv)),
  };
}

function readTime(text: string, isPicture: boolean): number {
  if (!isPicture)
    throw new UsageError('--by belongs to --once, --json or --csv; in the dashboard, b asks in the node that is open.');
  const by = timeAsked(text, systemClock.now());
  if (by === null) throw new UsageError(`The time of --by cannot be read; write ${TIME_EXAMPLES}.`);
  return by;
}

interface Asked {
  readonly config: ResolvedTuiConfig;
  readonly format: PlainFormat | null;
  /** Unix milliseconds; null where nobody asks what will be done by then. */
  readonly by: number | null;
}

const plainDeps = { clock: systemClock, random: Math.random } as const;

/** Lines are cut to a terminal, and left whole for a file or a pipe. */
function lookOf({ hubUrl, glyphs, tableColumns }: ResolvedTuiConfig): PlainLook {
  const columns = process.stdout.isTTY ? process.stdout.columns : null;
  return { url: hubUrl, columns, ascii: glyphs === 'ascii', ...(tableColumns ? { tableColumns } : {}) };
}

function printAtEachChange(config: ResolvedTuiConfig): void {
  const printer = {
    ...lookOf(config),
    interval: Math.max(PRINT_INTERVAL, config.intervalSeconds * 1000),
    print: (table: string) => void process.stdout.write(table),
    warn: (sentence: string) => void process.stderr.write(`${ENTRY}: ${sentence}\n`),
  };
  const running = startTablePrinter(config, printer, plainDeps);
  const end = (): void => void running.stop().then(() => process.exit(EXIT.done));
  onStopSignal(end);
}

async function showDashboard(config: ResolvedTuiConfig, terminal: Terminal): Promise<number> {
  const { startDashboard, realDashboardDeps } = await import('../src/tui/main.tsx');
  const { intervalSeconds, ...settings } = config;
  const dashboard = startDashboard(
    { ...settings, paintInterval: intervalSeconds * 1000 },
    { ...realDashboardDeps, userName: userName(), terminal },
  );
  const end = await dashboard.done;
  if (end.kind === 'failed') throw end.error;
  return EXIT.done;
}
