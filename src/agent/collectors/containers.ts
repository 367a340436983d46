/**
 * Containers by the socket of Docker or Podman. Each look asks for the list and then for the counters of those that
 * live; their share of the processor is the difference to the look before.
 */
import { boundedParallel } from '../../shared/bounded-parallel.ts';
import type { Clock, Millis } from '../../shared/clock.ts';
import { type Availability, type CollectorOf, sound, WORKS } from './collector.ts';
import type { AccessTo } from './collector-files.ts';
import { type ContainerStats, isAlive, type ListedContainer, readContainers, readStats } from './docker-answers.ts';
import type { AskEngine } from './docker-engine.ts';
import { rounded } from './rate.ts';

export interface ContainersDeps {
  readonly clock: Clock;
  readonly accessTo: AccessTo;
  /** Where engines may listen; the first that is there is asked. */
  readonly sockets: readonly string[];
  readonly engineAt: (socket: string) => AskEngine;
}

const MOST_CONTAINERS = 64;
const AT_ONCE = 8;
const MOST_LIST_BYTES = 4 * 1024 * 1024;
const MOST_STATS_BYTES = 256 * 1024;
const NOTHING: ContainerStats = { cpuNanoseconds: null, memoryBytes: null };

/** A counter of processor time, and when it was read. */
interface Look {
  readonly at: Millis;
  readonly cpuNanoseconds: number;
}

export function containers(deps: ContainersDeps, periodMillis: Millis): CollectorOf<'containers'> {
  let last: ReadonlyMap<string, Look> = new Map();
  return {
    name: 'containers',
    part: 'containers',
    periodMillis,
    timeoutMillis: 20_000,
    cheap: false,
    async availability(signal) {
      const ask = await findEngine(deps, signal);
      return typeof ask === 'function' ? WORKS : ask;
    },
    async collect(signal) {
      const ask = await findEngine(deps, signal);
      if (typeof ask !== 'function') throw new Error(ask.why);
      const listed = readContainers(await ask('/containers/json?all=true', { mostBytes: MOST_LIST_BYTES, signal }));
      if (listed === null) throw new Error('the container engine answers with something that is no list of containers');
      const looks = new Map<string, Look>();
      const samples = await boundedParallel(listed.slice(0, MOST_CONTAINERS), AT_ONCE, async (container) => {
        const stats = isAlive(container) ? await statsOf(container, ask, signal) : NOTHING;
        const now = lookOf(stats, deps.clock.monotonic());
        if (now) looks.set(container.id, now);
        const { id, name, image, state } = container;
        return { id, name, image, state, cpuPercent: cpuPercent(last.get(id), now), memoryBytes: stats.memoryBytes };
      });
      last = looks;
      return sound(samples);
    },
  };
}

/** Nothing of a container that is gone meanwhile, or whose counters the engine cannot tell. */
async function statsOf({ id }: ListedContainer, ask: AskEngine, signal: AbortSignal): Promise<ContainerStats> {
  try {
    // One shot: otherwise the engine waits for a second reading of its own, for a second or two.
    const path = `/containers/${id}/stats?stream=false&one-shot=true`;
    return readStats(await ask(path, { mostBytes: MOST_STATS_BYTES, signal }));
  } catch (error) {
    if (signal.aborted) throw error;
    return NOTHING;
  }
}

function lookOf({ cpuNanoseconds }: ContainerStats, at: Millis): Look | undefined {
  return cpuNanoseconds === null ? undefined : { at, cpuNanoseconds };
}

/** Null at the first look, and after a restart, with which its counter begins anew. */
function cpuPercent(before: Look | undefined, now: Look | undefined): number | null {
  if (!before || !now || now.at <= before.at || now.cpuNanoseconds < before.cpuNanoseconds) return null;
  const elapsedNanoseconds = (now.at - before.at) * 1e6;
  return rounded((100 * (now.cpuNanoseconds - before.cpuNanoseconds)) / elapsedNanoseconds, 0.1);
}

type Unavailable = Exclude<Availability, { readonly kind: 'works' }>;

async function findEngine(
  { sockets, accessTo, engineAt }: ContainersDeps,
  signal: AbortSignal,
): Promise<AskEngine | Unavailable> {
  let barred: string | null = null;
  for (const socket of sockets) {
    const access = await accessTo(socket);
    if (access === 'barred') barred ??= socket;
    if (access !== 'open') continue;
    const ask = engineAt(socket);
    // A socket may outlive its engine.
    if (await answers(ask, signal)) return ask;
  }
  return barred === null
    ? { kind: 'absent', why: 'no container engine runs here' }
    : { kind: 'barred', why: remedyFor(barred) };
}

function remedyFor(socket: string): string {
  if (!socket.endsWith('/docker.sock')) return `${socket} may not be opened: run the agent as the user whose it is`;
  return `${socket} may not be opened: add the user to group docker (who is in it can do what root can), or run as root`;
}

async function answers(ask: AskEngine, signal: AbortSignal): Promise<boolean> {
  try {
    await ask('/_ping', { mostBytes: 1024, signal });
    return true;
  } catch {
    return false;
  }
}
