/** All in one behind its first picture: the one place that composes hub, agent and dashboard. */
import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { agentDeps, type HostDeps } from '../src/agent/agent-deps.ts';
import { DEMO_JOBS, DEMO_NODES, DEMO_PATIENCE, startDemoFarm } from '../src/agent/demo/demo-farm.ts';
import { startAgent } from '../src/agent/main.ts';
import { PortTakenError } from '../src/hub/http/listening.ts';
import { type RunningHub, startHub } from '../src/hub/main.ts';
import { systemClock } from '../src/shared/clock.ts';
import { createHubApi, type HubApi } from '../src/shared/hub-api.ts';
import { createLog, silentLog } from '../src/shared/log.ts';
import type { FleetSnapshot } from '../src/shared/protocol/fleet.ts';
import { routes } from '../src/shared/protocol/routes.ts';
import type { Running } from '../src/shared/running.ts';
import type { Terminal } from '../src/tui/io/terminal.ts';
import { formatSnapshot, type PlainLook, startTablePrinter, takeSnapshot } from '../src/tui/plain-output.ts';
import type { ResolvedTuiConfig } from '../src/tui/tui-config.ts';
import { type AllInOne, readAllInOneArguments } from './all-in-one-arguments.ts';
import { endAfterAgent } from './end-agent.ts';
import { endWithFailure } from './end-with-failure.ts';
import { onOutputLost, printWholly } from './print-wholly.ts';
import { onStopSignal } from './stop-signals.ts';
import { userName } from './user-name.ts';

const HINT = 'No renders yet: npm start -- DIR watches a directory, npm run demo shows a small farm.';
const INTERVAL_SECONDS = 2;
const PRINT_INTERVAL = 1000;
/** How long `--once` waits for what it prints. */
const ONCE_LIMIT = 60_000;
/** And of that for the renderers of the machine, of which not every system tells. */
const RENDERERS_LIMIT = 5_000;

/** `terminal` is what the start has taken already, null where there is none. Ends the process. */
export async function runAllInOne(terminal: Terminal | null): Promise<void> {
  const fail = endWithFailure('sentry', () => terminal?.restore());
  process.on('uncaughtException', fail).on('unhandledRejection', fail);
  process.stderr.on('error', () => {});
  try {
    const asked = readAllInOneArguments(process.argv.slice(2));
    if (typeof asked === 'string') await printWholly(asked);
    else await run(asked, terminal);
  } catch (error) {
    fail(error);
  }
}

async function run(asked: AllInOne, terminal: Terminal | null): Promise<void> {
  // Before anything is started: whatever ends the program, all of it is stopped and nothing is left behind.
  const asksToEnd = endRequest();
  const scratch = asked.demo ? await mkdtemp(join(tmpdir(), 'mata-sentry-demo-')) : null;
  const parts: Running[] = [];
  let isHeldUp = async (): Promise<boolean> => false;
  try {
    const hub = await startOwnHub(asked, scratch);
    parts.push(hub);
    const renders = await startRenders(asked, hub, scratch);
    parts.push(renders);
    isHeldUp = renders.isHeldUp;
    await Promise.race([show(asked, { hub, terminal, asksToEnd }), asksToEnd]);
  } finally {
    for (const part of parts.reverse()) await part.stop();
    if (scratch) await rm(scratch, { recursive: true, force: true });
  }
  await endAfterAgent(isHeldUp);
}

/** Fulfilled by a signal, and when the reader of the output has gone; rejected where the output cannot be written. */
function endRequest(): Promise<void> {
  return new Promise((end, fail) => {
    onStopSignal(() => end());
    onOutputLost(end, fail);
  });
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

/** What reports renders to the hub; `isHeldUp` as of an agent's parts. */
type Renders = Running & Pick<HostDeps, 'isHeldUp'>;

async function startRenders(asked: AllInOne, hub: RunningHub, scratch: string | null): Promise<Renders> {
  const openHub = (): HubApi => createHubApi({ url: new URL(hub.url), secret: hub.secret });
  if (scratch) {
    const farm = await startDemoFarm(join(scratch, 'renders'), { clock: systemClock, random: Math.random, openHub });
    return { stop: () => farm.stop(), isHeldUp: async () => false };
  }
  const program = {
    directories: asked.directories,
    expected: asked.expected,
    title: asked.title,
    share: null,
    poll: false,
    agent: { nodeId: null, intervalSeconds: INTERVAL_SECONDS, tags: [] },
    hub: { url: new URL(hub.url), secret: hub.secret },
  };
  const deps = agentDeps(program, hostname(), { clock: systemClock, log: silentLog, environment: process.env });
  return { stop: startAgent(program.agent, deps).stop, isHeldUp: deps.isHeldUp };
}

interface Stage {
  readonly hub: RunningHub;
  readonly terminal: Terminal | null;
  readonly asksToEnd: Promise<void>;
}

async function show(asked: AllInOne, { hub, terminal, asksToEnd }: Stage): Promise<void> {
  const display = asked.display(hub);
  const columns = process.stdout.isTTY ? process.stdout.columns : null;
  const { glyphs, tableColumns } = display;
  const look = { url: hub.url, columns, ascii: glyphs === 'ascii', ...(tableColumns ? { tableColumns } : {}) };
  if (asked.once) {
    const snapshot = await firstWholeSnapshot(asked, hub);
    const hint = snapshot.jobs.length === 0 ? `\n${HINT}\n` : '';
    await printWholly(`${formatSnapshot(snapshot, 'table', look)}${hint}`);
  } else if (terminal) await showDashboard(display, terminal);
  else await printTables(display, look, asksToEnd);
}

async function showDashboard(display: ResolvedTuiConfig, terminal: Terminal): Promise<void> {
  const { startDashboard, realDashboardDeps } = await import('../src/tui/main.tsx');
  const { intervalSeconds, ...settings } = display;
  const config = { ...settings, paintInterval: intervalSeconds * 1000, hint: HINT };
  const end = await startDashboard(config, { ...realDashboardDeps, userName: userName(), terminal }).done;
  if (end.kind === 'failed') throw end.error;
}

async function printTables(display: ResolvedTuiConfig, look: PlainLook, asksToEnd: Promise<void>): Promise<void> {
  const printer = {
    ...look,
    interval: PRINT_INTERVAL,
    print: (table: string) => void process.stdout.write(table),
    warn: (sentence: string) => void process.stderr.write(`sentry: ${sentence}\n`),
  };
  createLog('sentry', (line) => process.stderr.write(line), Date.now).info(`The hub listens on ${look.url}`);
  const printing = startTablePrinter(display, printer, { clock: systemClock, random: Math.random });
  await asksToEnd;
  await printing.stop();
}

/** The farm as soon as every node has reported and its directories have been read. */
async function firstWholeSnapshot(asked: AllInOne, hub: RunningHub): Promise<FleetSnapshot> {
  const api = createHubApi({ url: new URL(hub.url), secret: hub.secret });
  const expected = asked.demo ? DEMO_NODES : 1;
  const start = systemClock.monotonic();
  try {
    for (;;) {
      const snapshot = await takeSnapshot(
        { hubUrl: hub.url, secret: hub.secret },
        { clock: systemClock, random: Math.random },
      );
      const details = await Promise.all(snapshot.nodes.map(({ id }) => api.call(routes.getNode, { params: { id } })));
      // Nodes of an earlier start are there at once, but not online.
      const online = details.filter(({ liveness }) => liveness === 'online');
      const age = systemClock.monotonic() - start;
      const looksForRenders = !asked.demo && asked.directories.length === 0 && age < RENDERERS_LIMIT;
      const whole = online.every(
        ({ report }) =>
          report.roots?.every((root) => root.status !== 'scanning') && !(looksForRenders && !report.renderers),
      );
      const begun = !asked.demo || snapshot.jobs.filter((job) => job.done > 0).length >= DEMO_JOBS;
      if ((online.length >= expected && whole && begun) || age > ONCE_LIMIT) return snapshot;
      await new Promise((next) => setTimeout(next, 50));
    }
  } finally {
    api.close();
  }
}
