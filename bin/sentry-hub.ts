/** `sentry-hub`: command line and environment -> settings -> a running hub -> exit status. */
import { hostname, networkInterfaces } from 'node:os';
import { resolveHubConfig } from '../src/hub/hub-config.ts';
import { HUB_HELP } from '../src/hub/hub-help.ts';
import { type RunningHub, startHub } from '../src/hub/main.ts';
import { metricsTable } from '../src/hub/metrics-table.ts';
import { sendTestMessages } from '../src/hub/notify/test-message.ts';
import { EXIT } from '../src/shared/cli.ts';
import { systemClock } from '../src/shared/clock.ts';
import { readCommandLine, refuseArguments } from '../src/shared/command-line.ts';
import { displaySafe } from '../src/shared/display-safe.ts';
import { createLog } from '../src/shared/log.ts';
import { UsageError } from '../src/shared/usage-error.ts';
import { VERSION } from '../src/shared/version.ts';
import { configSources } from './config-sources.ts';
import { endWithFailure } from './end-with-failure.ts';
import { printWholly } from './print-wholly.ts';
import { onStopSignal } from './stop-signals.ts';

const fail = endWithFailure('sentry-hub');

async function run(): Promise<void> {
  const argv = process.argv.slice(2);
  if (argv[0] === 'notify') return notify(argv.slice(1));
  if (argv[0] === 'metrics') return listMetrics(argv.slice(1));
  const { input, flags, wants } = readCommandLine('sentry-hub', argv, {
    host: { type: 'string' },
    port: { type: 'number' },
    data: { type: 'string' },
    allow: { type: 'string', isMultiple: true },
    publicHost: { type: 'string', isMultiple: true },
    name: { type: 'string' },
    offlineAfter: { type: 'number' },
    stallAfter: { type: 'number' },
    history: { type: 'boolean' },
    historyDays: { type: 'number' },
    historyMax: { type: 'string' },
    config: { type: 'string' },
  });
  if (wants) return void process.stdout.write(wants === 'help' ? HUB_HELP : `${VERSION}\n`);
  refuseArguments('sentry-hub', input);
  const { config: configFile, offlineAfter, stallAfter, ...settings } = flags;
  const named = { ...settings, offlineAfterSeconds: offlineAfter, stallAfterSeconds: stallAfter };
  const config = resolveHubConfig(configSources('hub', named, configFile as string | undefined), hostname());
  const log = createLog('hub', (line) => process.stderr.write(line), Date.now);
  // Before the start: a large farm takes seconds to load, and who asks then is to be heard, too.
  const asked = new Promise<void>((stop) => onStopSignal(() => stop()));
  const hub = await startHub(config, { clock: systemClock, log, random: Math.random, hostNames: [hostname()] });
  void asked.then(() => hub.stop()).then(() => process.exit(EXIT.done), fail);
  // Who reads the output may go away; the hub stays.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  process.stdout.write(greeting(hub, config.host, config.data));
}

/** `sentry-hub notify`: a test message, and an end. */
async function notify(argv: readonly string[]): Promise<void> {
  const { input, flags, wants } = readCommandLine('sentry-hub notify', argv, { config: { type: 'string' } });
  if (wants) return void process.stdout.write(wants === 'help' ? HUB_HELP : `${VERSION}\n`);
  const [name = null, ...rest] = input;
  if (rest.length > 0) throw new UsageError('sentry-hub notify takes one receiver, or none for all of them.');
  const config = resolveHubConfig(configSources('hub', {}, flags.config as string | undefined), hostname());
  const isTold = await sendTestMessages(config.receivers, name, {
    clock: systemClock,
    log: createLog('hub', (line) => process.stderr.write(line), Date.now),
    farm: config.name,
    print: (line) => process.stdout.write(`${line}\n`),
  });
  process.exitCode = isTold ? EXIT.done : EXIT.failed;
}

/** `sentry-hub metrics`: what figures there are, and by what they are judged. */
async function listMetrics(argv: readonly string[]): Promise<void> {
  const { input, flags, wants } = readCommandLine('sentry-hub metrics', argv, {
    config: { type: 'string' },
    node: { type: 'string' },
    tag: { type: 'string', isMultiple: true },
  });
  if (wants) return void process.stdout.write(wants === 'help' ? HUB_HELP : `${VERSION}\n`);
  refuseArguments('sentry-hub metrics', input);
  const { thresholds } = resolveHubConfig(configSources('hub', {}, flags.config as string | undefined), hostname());
  const node = (flags.node as string | undefined) ?? null;
  await printWholly(metricsTable({ thresholds, node, tags: (flags.tag as string[] | undefined) ?? [] }));
}

/** Where it listens, and the line that a node needs to join: it names the secret's place, never the secret. */
function greeting(hub: RunningHub, host: string, data: string): string {
  const url = host === '0.0.0.0' || host === '::' ? `http://${outsideAddress() ?? '127.0.0.1'}:${hub.port}` : hub.url;
  const command = `sentry-agent --hub ${url} DIR`;
  const lines = [
    `Mata Sentry hub ${VERSION} listens on ${url}, data in ${data}.`,
    'A render node joins with:',
    ...(hub.secretPath === null
      ? [`  ${command}`, 'and with SENTRY_SECRET set to the secret that this hub was given.']
      : [
          `  SENTRY_SECRET="$(cat '${hub.secretPath}')" ${command}`,
          `On another machine, put what is in ${hub.secretPath} into SENTRY_SECRET first.`,
        ]),
  ];
  return lines.map((line) => `${displaySafe(line)}\n`).join('');
}

function outsideAddress(): string | null {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? null;
}

run().catch(fail);
