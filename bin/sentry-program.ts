/** All in one behind its first picture: the one place that composes hub, agent and dashboard. */
import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { agentDeps } from '../src/agent/agent-deps.ts';
import { DEMO_JOBS, DEMO_NODES, DEMO_PATIENCE, startDemoFarm } from '../src/agent/demo/demo-farm.ts';
import { startAgent } from '../src/agent/main.ts';
import { PortTakenError, type RunningHub, startHub } from '../src/hub/main.ts';
import { describeFailure, EXIT } from '../src/shared/cli.ts';
import { systemClock } from '../src/shared/clock.ts';
import { createHubApi, type HubApi } from '../src/shared/hub-api.ts';
import { createLog, silentLog } from '../src/shared/log.ts';
import type { FleetSnapshot } from '../src/shared/protocol/fleet.ts';
import { routes } from '../src/shared/protocol/routes.ts';
import type { Running } from '../src/shared/running.ts';
import type { Terminal } from '../src/tui/io/terminal.ts';
import { formatSnapshot, startTablePrinter, takeSnapshot } from '../src/tui/plain-output.ts';
import { type AllInOne, readAllInOneArguments } from './all-in-one-arguments.ts';

const HINT = 'No renders yet: npm start -- DIR watches a directory, npm run demo shows a small farm.';
const INTERVAL_SECONDS = 2;
const PRINT_INTERVAL = 1000;
/** How long `--once` waits for what it prints. */
const ONCE_LIMIT = 60_000;

/** `terminal` is what the start has taken already, null where there is none. Ends the process. */
export async function runAllInOne(terminal: Terminal | null): Promise<void> {
  const fail = (error: unknown): void => {
    terminal?.restore();
    const { line, status } = describeFailure('sentry', error);
    process.stderr.write(line, () => process.exit(status));
  };
  process.on('uncaughtException', fail).on('unhandledRejection', fail);
  process.stdout.on('error', () => process.exit(EXIT.done));
  process.stderr.on('error', () => {});
  try {
    const asked = readAllInOneArguments(process.argv.slice(2));
    if (typeof asked === 'string') process.stdout.write(asked);
    else await run(asked, terminal);
  } catch (error) {
    fail(error);
  }
}

async function run(asked: AllInOne, terminal: Terminal | null): Promise<void> {
  const scratch = asked.demo ? await mkdtemp(join(tmpdir(), 'mata-sentry-demo-')) : null;
  const parts: Running[] = [];
  const stop = async (): Promise<void> => {
    for (const part of parts.toReversed()) await part.stop();
    if (scratch) await rm(scratch, { recursive: true, force: true });
  };
  try {
    const hub = await startOwnHub(asked, scratch);
    parts.push(hub, await startRenders(asked, hub, scratch));
    await show(asked, hub, terminal);
  } finally {
    await stop();
  }
  process.exit(EXIT.done);
}

/** On the usual port, or on any free one where that is taken and nobody asked for it. */
async function startOwnHub(asked: AllInOne, scratch: string | null): Promise<RunningHub> {
  const config = scratch
    ? { ...asked.hub, ...DEMO_PATIENCE, data: join(scratch, 'data'), name: 'demo farm' }
    : asked.hub;
  const deps = { clock: systemClock, log: silentLog, random: Math.random, hostNames: [hostname()] };
  try {
    return await startHub(config, deps);
  } catch (error) {
    if (!(error instanceof PortTakenError) || asked.portIsChosen) throw error;
    return await startHub({ ...config, port: 0 }, deps);
  }
}

async function startRenders(asked: AllInOne, hub: RunningHub, scratch: string | null): Promise<Running> {
  const openHub = (): HubApi => createHubApi({ url: new URL(hub.url), secret: hub.secret });
  if (scratch) return startDemoFarm(join(scratch, 'renders'), { clock: systemClock, random: Math.random, openHub });
  const program = {
    directories: asked.directories,
    expected: asked.expected,
    title: asked.title,
    share: null,
    poll: false,
    agent: { nodeId: null, intervalSeconds: INTERVAL_SECONDS, tags: [] },
    hub: { url: new URL(hub.url), secret: hub.secret },
  };
  return startAgent(program.agent, agentDeps(program, hostname(), { clock: systemClock, log: silentLog }));
}

async function show(asked: AllInOne, hub: RunningHub, terminal: Terminal | null): Promise<void> {
  const display = asked.display(hub);
  const columns = process.stdout.isTTY ? process.stdout.columns : null;
  const look = { url: hub.url, columns, ascii: display.glyphs === 'ascii' };
  const deps = { clock: systemClock, random: Math.random };
  if (asked.once) {
    const snapshot = await firstWholeSnapshot(asked, hub);
    await print(formatSnapshot(snapshot, 'table', look));
    if (snapshot.jobs.length === 0) await print(`\n${HINT}\n`);
    return;
  }
  if (terminal) {
    const { startDashboard, realDashboardDeps } = await import('../src/tui/main.tsx');
    const { intervalSeconds, ...settings } = display;
    const config = { ...settings, paintInterval: intervalSeconds * 1000, hint: HINT };
    const end = await startDashboard(config, { ...realDashboardDeps, terminal }).done;
    if (end.kind === 'failed') throw end.error;
    return;
  }
  const printer = startTablePrinter(
    display,
    {
      ...look,
      interval: PRINT_INTERVAL,
      print: (table) => void process.stdout.write(table),
      warn: (sentence) => void process.stderr.write(`sentry: ${sentence}\n`),
    },
    deps,
  );
  createLog('sentry', (line) => process.stderr.write(line), Date.now).info(`The hub listens on ${hub.url}`);
  await new Promise<void>((end) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => end());
  });
  await printer.stop();
}

function print(text: string): Promise<void> {
  return new Promise((written) => process.stdout.write(text, () => written()));
}

/** The farm as soon as every node has reported and its directories have been read. */
async function firstWholeSnapshot(asked: AllInOne, hub: RunningHub): Promise<FleetSnapshot> {
  const api = createHubApi({ url: new URL(hub.url), secret: hub.secret });
  const expected = asked.demo ? DEMO_NODES : 1;
  const limit = systemClock.monotonic() + ONCE_LIMIT;
  try {
    for (;;) {
      const snapshot = await takeSnapshot(
        { hubUrl: hub.url, secret: hub.secret },
        { clock: systemClock, random: Math.random },
      );
      const details = await Promise.all(snapshot.nodes.map(({ id }) => api.call(routes.getNode, { params: { id } })));
      // Nodes of an earlier start are there at once, but not online.
      const online = details.filter(({ liveness }) => liveness === 'online');
      const whole = online.every(({ report }) => report.roots?.every((root) => root.status !== 'scanning'));
      const begun = !asked.demo || snapshot.jobs.filter((job) => job.done > 0).length >= DEMO_JOBS;
      if ((online.length >= expected && whole && begun) || systemClock.monotonic() > limit) return snapshot;
      await new Promise((next) => setTimeout(next, 50));
    }
  } finally {
    api.close();
  }
}
