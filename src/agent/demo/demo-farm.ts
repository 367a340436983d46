/**
 * A small farm for newcomers: real agents that watch real files, on machines that are made up.
 * Each node is there to show a state: rendering, sharing a directory, killed, completing, stalled, hot, idle, dying.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import { parseFrameRange } from '../../shared/frames/frame-notation.ts';
import type { FrameRange } from '../../shared/frames/frame-range.ts';
import type { HubApi } from '../../shared/hub-api.ts';
import { HubCallError } from '../../shared/hub-api.ts';
import { silentLog } from '../../shared/log.ts';
import type { Running } from '../../shared/running.ts';
import type { FileChecker } from '../io/checks/file-checker.ts';
import { createFileChecker } from '../io/checks/file-checker-threads.ts';
import { createOwnWork } from '../io/watcher/output-watcher-own-work.ts';
import { type WatchConfig, watchOutput } from '../io/watcher/watch-output.ts';
import { startAgent } from '../main.ts';
import { type MadeUpLoad, type MadeUpMachine, madeUpHardware } from './made-up-hardware.ts';
import { madeUpProcess } from './made-up-process.ts';
import { type MadeUpRender, startMadeUpRender } from './made-up-renderer.ts';

const BUSY: MadeUpLoad = { cpuPercent: 90, gpuPercent: 96, gpuCelsius: 71, memoryPercent: 62 };
const IDLE: MadeUpLoad = { cpuPercent: 2, gpuPercent: 0, gpuCelsius: 36, memoryPercent: 9 };
const HOT: MadeUpLoad = { cpuPercent: 97, gpuPercent: 99, gpuCelsius: 91, memoryPercent: 71 };
const HUNG: MadeUpLoad = { cpuPercent: 2, gpuPercent: 0, gpuCelsius: 41, memoryPercent: 62 };

interface DemoNode {
  readonly id: string;
  readonly load: MadeUpLoad;
  /** Relative to the farm's directory; the same for nodes that share one. */
  readonly shot: string | null;
  readonly frames: string | null;
  readonly secondsPerFrame: number;
  readonly hangsAfter: number | null;
  readonly killedAfter: number | null;
  readonly cutFrame: number | null;
  /** Seconds after which its reports stop without a word; null lives on. */
  readonly diesAfter: number | null;
}

function node(id: string, load: MadeUpLoad, shot: string | null, more: Partial<DemoNode> = {}): DemoNode {
  const frames = shot === null ? null : '1-240';
  const nothing = { hangsAfter: null, killedAfter: null, cutFrame: null, diesAfter: null };
  return { id, load, shot, frames, secondsPerFrame: 2, ...nothing, ...more };
}

/** The farm, in the order of its names; what each shows stands behind it. */
const NODES: readonly DemoNode[] = [
  node('rn-001', BUSY, 'sq010/sh0010_lgt', { secondsPerFrame: 1.4, cutFrame: 5 }), // renders, and breaks a frame
  node('rn-002', BUSY, 'sq010/sh0020_lgt'), // two nodes on one directory …
  node('rn-003', BUSY, 'sq010/sh0020_lgt', { secondsPerFrame: 2.6, killedAfter: 8 }), // … are one job; leaves an orphan
  node('rn-004', BUSY, 'sq010/sh0030_comp', { frames: '1-24', secondsPerFrame: 0.8 }), // completes
  node('rn-005', HUNG, 'sq020/sh0040_fx', { hangsAfter: 7, frames: '1-120', secondsPerFrame: 0.7 }), // stalls
  node('rn-006', HOT, 'sq020/sh0050_lgt', { secondsPerFrame: 3 }), // hot
  node('rn-007', BUSY, 'sq030/sh0060_fx', { frames: null, secondsPerFrame: 1.1 }), // no range is known
  node('rn-008', IDLE, null), // idle
  node('rn-009', BUSY, 'sq030/sh0070_lgt', { diesAfter: 15 }), // dies
];

export const DEMO_NODES = NODES.length;
export const DEMO_JOBS = new Set(NODES.flatMap(({ shot }) => shot ?? [])).size;

export interface DemoFarmDeps {
  readonly clock: Clock;
  readonly random: () => number;
  /** A connection to the hub for each agent. */
  readonly openHub: () => HubApi;
}

/** The nodes report each second, so that a newcomer need not wait. */
const INTERVAL_SECONDS = 1;
/** For the hub of the demo: a stall shows within half a minute, a death within a quarter. */
export const DEMO_PATIENCE = { stallAfterSeconds: 20, offlineAfterSeconds: 12 } as const;

/** Starts agents and renderers under `directory`, which the caller removes after `stop()`. */
export async function startDemoFarm(directory: string, deps: DemoFarmDeps): Promise<Running> {
  const checker = createFileChecker({ clock: deps.clock });
  const parts: Running[] = [checker];
  const stop = async (): Promise<void> => {
    await Promise.all(parts.map((part) => part.stop()));
  };
  try {
    for (const made of NODES) parts.push(...(await startDemoNode(made, directory, { ...deps, checker })));
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

interface DemoNodeDeps extends DemoFarmDeps {
  /** One for all, as on a machine of one's own. */
  readonly checker: FileChecker;
}

async function startDemoNode(made: DemoNode, farm: string, deps: DemoNodeDeps): Promise<Running[]> {
  const { clock, random } = deps;
  let load = made.load;
  const directory = made.shot === null ? null : join(farm, made.shot);
  if (directory) await mkdir(directory, { recursive: true });
  const render = directory === null ? null : startMadeUpRender(renderOf(made, directory), clock);
  const frames = made.frames === null ? null : parseFrameRange(made.frames);
  const process = {
    directory: directory ?? '',
    frames,
    rendering: render,
    cpuPercent: () => (load === HUNG ? 0.4 : 32 * load.cpuPercent),
  };
  const { renderers, writes } = madeUpProcess(process, clock);
  const ownWork = createOwnWork({ clock, renderers, writes });
  const output = { clock, log: silentLog, checker: lent(deps.checker), ownWork };
  const hub = made.diesAfter === null ? deps.openHub() : mortal(deps.openHub(), clock, made.diesAfter);
  const machine = machineOf(made.id, () => load);
  const agent = startAgent(
    { nodeId: made.id, intervalSeconds: INTERVAL_SECONDS, tags: ['demo'] },
    {
      clock,
      log: silentLog,
      watcher: watchOutput(watchConfigOf(made, directory, frames), output),
      sampler: madeUpHardware(machine, clock),
      hub,
      random,
      renderers,
    },
  );
  void render?.done.then(() => {
    load = IDLE;
  });
  return render ? [render, agent] : [agent];
}

function watchConfigOf({ id, shot }: DemoNode, directory: string | null, expected: FrameRange | null): WatchConfig {
  return {
    roots: directory ? [directory] : [],
    nodeId: id,
    share: directory && `nas:/renders/${shot}`,
    expected,
    title: shot?.replace('/', '_') ?? null,
    poll: false,
  };
}

function machineOf(hostname: string, load: () => MadeUpLoad): MadeUpMachine {
  const [cpu, gpu] = ['AMD EPYC 7543 32-Core Processor', 'NVIDIA GeForce RTX 4090'];
  return { hostname, cpu, gpu, gpuCount: 2, memoryBytes: 256e9, load };
}

/** An agent that stops ends its checker: this one stays for the others. */
function lent(checker: FileChecker): FileChecker {
  return { check: checker.check, stop: async () => {} };
}

function renderOf(made: DemoNode, directory: string): MadeUpRender {
  const range = parseFrameRange(made.frames ?? '1-400');
  const [first, last] = [range[0]?.[0] ?? 1, range.at(-1)?.[1] ?? 1];
  return {
    directory,
    pattern: `${made.shot?.split('/')[1]}.####.png`,
    first,
    last,
    // Frames cost more towards the middle of the shot, as shots do.
    secondsOf: (frame) => made.secondsPerFrame * (0.7 + 0.6 * Math.sin((Math.PI * frame) / last)),
    hangsAfter: made.hangsAfter,
    killedAfter: made.killedAfter,
    cutFrame: made.cutFrame,
  };
}

/** A hub connection that is cut after `seconds`, as when somebody trips over the plug. */
function mortal(hub: HubApi, clock: Clock, seconds: number): HubApi {
  const end = clock.monotonic() + seconds * 1000;
  return {
    call: async (route, call) => {
      if (clock.monotonic() >= end) throw new HubCallError(0, 'unreachable', 'the machine is down');
      return hub.call(route, call);
    },
    close: () => hub.close(),
  };
}
