/** Why a job is in its state, in words that fit into a line. */
import { formatFrameRangeWithin } from '../../../shared/frames/frame-notation.ts';
import { countFrames, type FrameRange, rangeOfFrames } from '../../../shared/frames/frame-range.ts';
import { formatDuration } from '../../../shared/units.ts';
import { type CrewMember, isBusyShare } from '../group/crew.ts';
import type { OrphanFound } from '../group/orphans.ts';
import type { JobContent } from './job-content.ts';
import type { Hand } from './job-hands.ts';

/** As many names as fit into a reason. */
const NAMES_TOLD = 3;
const LONGEST_NAME = 64;
const LONGEST_FRAMES = 60;

export function silenceWords(silenceSeconds: number, usualSeconds: number | null): string {
  return `no new frame for ${formatDuration(silenceSeconds)}${usualWords(usualSeconds)}`;
}

function usualWords(seconds: number | null): string {
  if (seconds === null) return '';
  // Where whole minutes are too coarse to compare by.
  const usual = seconds >= 60 && seconds < 600 ? `${(seconds / 60).toFixed(1)}m` : formatDuration(Math.max(1, seconds));
  return ` (usual ${usual})`;
}

/** Only what is known to be idle is called so. */
export function idleWords(workers: readonly CrewMember[]): string {
  const cpu = workers.some((member) => member.cpuPercent !== null);
  const gpu = workers.some((member) => member.gpuPercent !== null);
  if (!cpu && !gpu) return '';
  return `, ${[...(cpu ? ['CPU'] : []), ...(gpu ? ['GPU'] : [])].join(' and ')} idle`;
}

/** `the CPU is busy`; `the CPU is busy, though not with Blender` where the renderers themselves are known to be idle. */
export function busyWords(workers: readonly CrewMember[], running: readonly Hand[]): string {
  if (workers.some((member) => isBusyShare(member.gpuPercent))) return 'the GPU is busy';
  const [first] = running;
  const areIdle = running.every(({ renderer }) => renderer.cpuPercent !== null && !isBusyShare(renderer.cpuPercent));
  if (!first || !areIdle) return 'the CPU is busy';
  return `the CPU is busy, though not with ${first.renderer.program.slice(0, LONGEST_NAME)}`;
}

/** `its nodes rn-1, rn-2 are offline` */
export function desertedWords(members: readonly CrewMember[]): string {
  const names = [...new Set(members.map((member) => member.id.slice(0, LONGEST_NAME)))];
  const told = names.slice(0, NAMES_TOLD).join(', ');
  const more = names.length > NAMES_TOLD ? ` and ${names.length - NAMES_TOLD} more` : '';
  return names.length === 1 ? `its node ${told} is offline` : `its nodes ${told}${more} are offline`;
}

/** `hung at exit: Blender (pid 123) on rn-1 idle for 3m after the last frame` */
export function hungWords(hung: readonly Hand[], seconds: number): string {
  const [first] = hung;
  if (!first) return '';
  const { program, pid } = first.renderer;
  const more = hung.length > 1 ? ` and ${hung.length - 1} more` : '';
  const who = `${program.slice(0, LONGEST_NAME)} (pid ${pid}) on ${first.member.id.slice(0, LONGEST_NAME)}${more}`;
  return `hung at exit: ${who} idle for ${formatDuration(seconds)} after the last frame`;
}

/** `Blender on rn-2`, `all 3 renderers`; of none that is remembered `its renderers`. */
export function handWords(hands: readonly Hand[]): string {
  const [only] = hands;
  if (!only) return 'its renderers';
  if (hands.length > 1) return `all ${hands.length} renderers`;
  return `${only.renderer.program.slice(0, LONGEST_NAME)} on ${only.member.id.slice(0, LONGEST_NAME)}`;
}

/** `ended with 40 of 240 frames missing` */
export function missingWords({ total, doneCount }: JobContent): string {
  return total === null ? '' : ` with ${total - doneCount} of ${total} frames missing`;
}

/** `1 orphaned frame: 17; delete its file and render it again` */
export function orphanWords(orphans: readonly OrphanFound[]): string {
  return spoiltWords('orphaned', rangeOfFrames(orphans.map((orphan) => orphan.frame)));
}

/** `2 broken frames: 7, 19; delete their files and render them again` */
export function brokenWords(broken: FrameRange): string {
  return spoiltWords('broken', broken);
}

function spoiltWords(kind: string, frames: FrameRange): string {
  const count = countFrames(frames);
  if (count === 1) return `1 ${kind} frame: ${frameWords(frames)}; delete its file and render it again`;
  return `${count} ${kind} frames: ${frameWords(frames)}; delete their files and render them again`;
}

export function frameWords(frames: FrameRange): string {
  const { notation, truncated } = formatFrameRangeWithin(frames, LONGEST_FRAMES);
  return truncated ? `${notation} and more` : notation;
}

/** A frame that takes long; null where no file shows which one it is. */
export interface LongFrame {
  readonly frame: number | null;
  readonly node: string | null;
}

/** `frame 17 on rn-2 in hand for 24m (usual 1.8m)`, `no frame of rn-2 for 24m (usual 1.8m)` */
export function overdueWords({ frame, node }: LongFrame, seconds: number, usualSeconds: number | null): string {
  const name = node?.slice(0, LONGEST_NAME) ?? null;
  // In steps of half a frame, as each word that changes is sent to every supervisor.
  const step = Math.max(1, Math.round((usualSeconds ?? 0) / 2));
  const held = seconds < 60 ? seconds - (seconds % step) : seconds;
  const long = `for ${formatDuration(held)}${usualWords(usualSeconds)}`;
  if (frame === null) return `no frame${name === null ? '' : ` of ${name}`} ${long}`;
  return `frame ${frame}${name === null ? '' : ` on ${name}`} in hand ${long}`;
}
