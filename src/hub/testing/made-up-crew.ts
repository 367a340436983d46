/** Nodes, renderers and claims on the clock of `at`, for tests of what a group does. */
import type { CrewMember, CrewRenderer } from '../core/group/crew.ts';
import type { ClaimSeen, CrewSighting, FrameWork } from '../core/group/group-input.ts';
import { groupRendering } from '../core/group/group-rendering.ts';
import type { OrphanFound } from '../core/group/orphans.ts';
import { at } from './made-up-fleet.ts';

/** Online, with idle machine figures unless others are given, and heard just now. */
export function madeUpMember(id: string, fields: Partial<CrewMember> = {}): CrewMember {
  return {
    id,
    liveness: 'online',
    isLeaving: false,
    heard: at(0),
    cpuPercent: 90,
    gpuPercent: 95,
    lastBusy: null,
    renderers: null,
    ...fields,
  };
}

/** A Blender on the job, started at `started` and ended at `ended`, seconds. */
export function madeUpBlender(
  started: number,
  ended: number | null = null,
  fields: Partial<CrewRenderer> = {},
): CrewRenderer {
  return {
    pid: 123,
    program: 'Blender',
    startedAt: at(started).monotonic,
    endedAt: ended === null ? null : at(ended),
    exitStatus: null,
    cpuPercent: 780,
    isInteractive: false,
    isOnJob: true,
    ...fields,
  };
}

/** A placeholder of the main stream that appeared at `since`, seconds. */
export function madeUpClaim(frame: number, since: number, fields: Partial<ClaimSeen> = {}): ClaimSeen {
  return {
    stream: '',
    frame,
    files: { localPath: '/mnt/renders', pattern: 'shot.####.exr' },
    kind: 'claim',
    since: at(since).monotonic,
    changedAt: at(since).monotonic,
    sizeBytes: 0,
    fraction: null,
    evidence: null,
    ...fields,
  };
}

/** A frame that `node` finished at `finished` after `seconds`. */
export function madeUpWork(
  frame: number,
  node: string | null,
  finished: number,
  fields: Partial<FrameWork> = {},
): FrameWork {
  const evidence = node === null ? null : 'descriptor';
  return { frame, node, evidence, seconds: 30, finishedAt: at(finished).monotonic, ...fields };
}

/** What a node tells; a witness unless it is offline. */
export function madeUpSighting(member: CrewMember, claims: readonly ClaimSeen[] = []): CrewSighting {
  return { member, isWitness: member.liveness !== 'offline', claims };
}

/** The claim of frame 17 that the tests of orphans are about, at 100 s. */
export const SEEN: ClaimSeen = madeUpClaim(17, 100);
/** The same, known to be the node's own. */
export const OWNED: ClaimSeen = { ...SEEN, evidence: 'descriptor' };

/** A node whose Blender runs. */
export function runningNode(id: string, claims: readonly ClaimSeen[] = [SEEN], started = 0): CrewSighting {
  return madeUpSighting(madeUpMember(id, { renderers: [madeUpBlender(started)] }), claims);
}

/** A node whose Blender ended at `ended`. */
export function endedNode(id: string, ended: number, claims: readonly ClaimSeen[] = [SEEN]): CrewSighting {
  return madeUpSighting(madeUpMember(id, { renderers: [madeUpBlender(0, ended)] }), claims);
}

/** A group looked at `now`, seconds. */
export interface GroupCase {
  readonly now: number;
  readonly crew: readonly CrewSighting[];
  readonly works?: readonly FrameWork[];
  readonly slowest?: number | null;
}

/** What is said of the group's orphans. */
export function orphansIn(given: GroupCase): readonly Pick<OrphanFound, 'frame' | 'node' | 'why'>[] {
  const { now, crew, works = [], slowest = 30 } = given;
  const group = groupRendering({ now: at(now), crew, done: new Map(), works, slowestSeconds: slowest });
  return group.orphans.map(({ frame, node, why }) => ({ frame, node, why }));
}
