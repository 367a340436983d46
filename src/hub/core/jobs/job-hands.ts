/** The renderers of a job's crew, sorted by what is known of them. */
import type { Millis } from '../../../shared/clock.ts';
import { type CrewMember, type CrewRenderer, isBusy, isBusyShare } from '../group/crew.ts';

/** A renderer and the node that it is on. */
export interface Hand {
  readonly member: CrewMember;
  readonly renderer: CrewRenderer;
}

export interface EndedHand extends Hand {
  readonly endedAt: Millis;
}

export interface JobHands {
  /** On the job for sure, and running when their node was last heard. One that somebody sits at only while it works. */
  readonly running: readonly Hand[];
  /** Running, and nobody knows where they write. */
  readonly perhaps: readonly Hand[];
  readonly ended: readonly EndedHand[];
  /** On the job and running at the last word of a node that is offline now. */
  readonly silent: readonly Hand[];
  /** Nodes of which nobody can tell whether they render. */
  readonly unknown: readonly CrewMember[];
}

export function jobHands(crew: readonly CrewMember[]): JobHands {
  const running: Hand[] = [];
  const perhaps: Hand[] = [];
  const ended: EndedHand[] = [];
  const silent: Hand[] = [];
  const unknown: CrewMember[] = [];
  for (const member of crew) {
    const isOffline = member.liveness === 'offline';
    if (!member.renderers && !isOffline) unknown.push(member);
    for (const renderer of member.renderers ?? []) {
      const hand = { member, renderer };
      if (renderer.endedAt) {
        if (renderer.isOnJob) ended.push({ ...hand, endedAt: renderer.endedAt.monotonic });
      } else if (renderer.isOnJob === false) continue;
      else if (!isOffline && renderer.isInteractive && !isAtWork(hand)) continue;
      else if (!isOffline) (renderer.isOnJob ? running : perhaps).push(hand);
      else if (member.isLeaving) unknown.push(member);
      else if (renderer.isOnJob) silent.push(hand);
    }
  }
  return { running, perhaps, ended, silent, unknown };
}

/** Whether the renderer may be doing something: only what is known to be idle is called so. */
export function isAtWork({ member, renderer }: Hand): boolean {
  if (member.liveness !== 'online' || isBusyShare(member.gpuPercent)) return true;
  const cpuPercent = renderer.cpuPercent ?? member.cpuPercent;
  return cpuPercent === null || isBusyShare(cpuPercent);
}

/** Those whose figures tell of the job: the nodes that may render it; where none is known to, all that are there. */
export function workersOf(crew: readonly CrewMember[], { running, perhaps, unknown }: JobHands): readonly CrewMember[] {
  const rendering = new Set([...running, ...perhaps].map((hand) => hand.member));
  for (const member of unknown) rendering.add(member);
  return crew.filter((member) => (rendering.size === 0 || rendering.has(member)) && member.liveness !== 'offline');
}

/** A renderer in the midst of a heavy frame is busy, whatever its machine's figures say. */
export function someAtWork(workers: readonly CrewMember[], running: readonly Hand[]): boolean {
  return workers.some(isBusy) || running.some(({ renderer }) => isBusyShare(renderer.cpuPercent));
}
