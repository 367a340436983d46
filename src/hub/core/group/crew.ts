/** The nodes that see a job, and the renderers on them: what orphans, stalls and ends are judged by. */
import type { Millis, Moment } from '../../../shared/clock.ts';
import type { Liveness } from '../../../shared/protocol/render-node.ts';
import type { RendererProcess } from '../../../shared/protocol/renderer.ts';
import { hubMoment } from '../node-time.ts';

/** A machine that does more than this is busy. */
const BUSY_FROM_PERCENT = 5;

/** A render program on a node. */
export interface CrewRenderer {
  readonly pid: number;
  readonly program: string;
  /** The hub's monotonic clock. */
  readonly startedAt: Millis;
  /** Null while it runs. */
  readonly endedAt: Moment | null;
  readonly exitStatus: number | null;
  readonly cpuPercent: number | null;
  /** Somebody sits at it: it stays open when a render has ended. */
  readonly isInteractive: boolean;
  /** Whether it writes this job; null where that is not known. */
  readonly isOnJob: boolean | null;
}

/** A node that sees the job. */
export interface CrewMember {
  readonly id: string;
  readonly liveness: Liveness;
  /** Its agent was stopped by somebody: that tells nothing of its renderers. */
  readonly isLeaving: boolean;
  /** When it last reported. */
  readonly heard: Moment;
  readonly cpuPercent: number | null;
  readonly gpuPercent: number | null;
  /** When it was last known to be busy, monotonic: a machine that pauses between two frames does not rest. */
  readonly lastBusy: Millis | null;
  /** All of the node's; null where nobody looked for them. */
  readonly renderers: readonly CrewRenderer[] | null;
}

/** What a node told of its renderers, when, and by how much its clock is off. */
export interface RenderersTold {
  readonly renderers: readonly RendererProcess[] | undefined;
  readonly shift: Millis;
  readonly received: Moment;
}

/** The node's renderers as they concern a job whose files it sees in `localPaths`. */
export function crewRenderers(
  { renderers, shift, received }: RenderersTold,
  localPaths: readonly string[],
): readonly CrewRenderer[] | null {
  if (!renderers) return null;
  const places = localPaths.map(placeOf);
  return renderers.map(({ pid, program, exitStatus, cpuPercent, outputDirectories, ...told }) => ({
    pid,
    program,
    // A start that cannot be read excludes nothing.
    startedAt: hubMoment(told.startedAt, shift, received)?.monotonic ?? Number.NEGATIVE_INFINITY,
    endedAt: hubMoment(told.endedAt, shift, received),
    exitStatus,
    cpuPercent,
    isInteractive: told.interactive === true,
    isOnJob: writesInto(outputDirectories, places),
  }));
}

type Figures = Pick<CrewMember, 'cpuPercent' | 'gpuPercent'>;

/** Only what is known to be idle is called so: of a machine that tells nothing neither this nor `isBusy` is true. */
export function isIdle(member: Figures): boolean {
  return member.cpuPercent !== null && !isBusy(member);
}

export function isBusy({ cpuPercent, gpuPercent }: Figures): boolean {
  return isBusyShare(cpuPercent) || isBusyShare(gpuPercent);
}

/** Of a processor, a card, or a renderer's own share; what is not known is not called busy. */
export function isBusyShare(percent: number | null): boolean {
  return (percent ?? 0) >= BUSY_FROM_PERCENT;
}

/** Null: perhaps, as it is told of no directory, or of one above, below, or that a link may make the same. */
function writesInto(directories: readonly string[], places: readonly string[]): boolean | null {
  if (directories.length === 0) return null;
  let answer: boolean | null = false;
  for (const directory of directories.map(placeOf)) {
    if (places.includes(directory)) return true;
    if (places.some((place) => isNear(place, directory))) answer = null;
  }
  return answer;
}

function isNear(a: string, b: string): boolean {
  return a.startsWith(`${b}/`) || b.startsWith(`${a}/`) || lastPart(a) === lastPart(b);
}

function lastPart(place: string): string {
  return place.slice(place.lastIndexOf('/') + 1);
}

/** One form for one directory: Windows writes it with either slash and in either case. */
function placeOf(path: string): string {
  const slashed = path.replace(/[\\/]+/g, '/').replace(/\/$/, '');
  return /^[a-z]:|^\\\\/i.test(path) ? slashed.toLowerCase() : slashed;
}
