/**
 * Claims and cut files that nobody works on any more. Every other renderer passes such a frame over for ever.
 * Never one that a running renderer may have in hand, however long it takes: a heavy frame writes nothing for hours.
 */
import type { Millis, Moment } from '../../../shared/clock.ts';
import { parseFramePattern } from '../../../shared/frames/frame-pattern.ts';
import { isAtWork } from '../jobs/job-hands.ts';
import { timestampOf } from '../node-time.ts';
import type { ClaimedFile } from './claimed-files.ts';
import { type CrewRenderer, isIdle } from './crew.ts';
import type { CrewSighting } from './group-input.ts';
import { hasGoneOn, leftBehindBy, type Scene } from './orphan-elimination.ts';
import { appearedBy, type Leaver, type Part, partOf } from './possible-holders.ts';

/** For the last bytes of a renderer that ended to come to sight. */
const SETTLED_MILLIS = 10_000;
/** Where no evidence names the owner: another may work on it that no agent tells of. */
const UNOWNED_MILLIS = 30_000;
const UNOWNED_FACTOR = 1.5;
/** What nobody can have in hand is one by its age alone (renderers.md 6). */
const AGED_MILLIS = 10 * 60_000;
const AGED_FACTOR = 3;
/** As many names as fit into a sentence. */
const NAMES_TOLD = 3;

/** Like the protocol's Orphan, but at the hub's monotonic clock. */
export interface OrphanFound {
  readonly stream: string;
  readonly frame: number;
  readonly path: string;
  readonly sizeBytes: number;
  readonly since: Millis;
  /** Who left it, most likely. */
  readonly node: string | null;
  readonly why: string;
}

interface Verdict {
  readonly node: string | null;
  readonly why: string;
}

/** The orphan that the file is; null while somebody may work on it. */
export function orphanOf(file: ClaimedFile, scene: Scene): OrphanFound | null {
  const { crew, now, slowestSeconds } = scene.input;
  const partsOf = (part: readonly CrewSighting[]): readonly Part[] => part.map(({ member }) => partOf(member, file));
  const owning = partsOf(file.owners.length === 0 ? [] : crew.filter(({ member }) => file.owners.includes(member.id)));
  const rested = now.monotonic - file.changedAt;
  const slowest = (slowestSeconds ?? 0) * 1000;
  let verdict = owning.length > 0 ? leftByOwner(file, owning, now) : null;
  if (!verdict && owning.length === 0 && rested >= Math.max(UNOWNED_MILLIS, UNOWNED_FACTOR * slowest))
    verdict = leftByElimination(file, partsOf(crew), scene);
  if (!verdict && rested > Math.max(AGED_MILLIS, AGED_FACTOR * slowest))
    verdict = aged(file, owning.length > 0 ? owning : partsOf(crew), scene);
  if (!verdict) return null;
  const { stream, frame, sizeBytes, since } = file;
  return { stream, frame, path: pathOf(file), sizeBytes, since, ...verdict };
}

function pathOf({ files: { localPath, pattern }, frame }: ClaimedFile): string {
  const name = parseFramePattern(pattern, 'digits')?.fileName(frame) ?? pattern;
  const separator = /^[A-Za-z]:|^\\\\/.test(localPath) && !localPath.includes('/') ? '\\' : '/';
  return localPath.endsWith(separator) ? localPath + name : `${localPath}${separator}${name}`;
}

/** All who have claimed it are gone: their renderers ended, or their nodes are silent. */
function leftByOwner(file: ClaimedFile, owning: readonly Part[], now: Moment): Verdict | null {
  if (now.monotonic - file.changedAt < SETTLED_MILLIS) return null;
  if (!owning.every((part) => isGone(part, file, now.monotonic))) return null;
  const leaver = latest(owning.flatMap((part) => part.leavers));
  const node = leaver?.node ?? owning[0]?.member.id ?? null;
  return { node, why: `${verbOf(file)} by ${node}, ${leaver ? endWords(leaver) : 'where its renderer runs no more'}` };
}

function isGone({ member, holders, leavers }: Part, file: ClaimedFile, now: Millis): boolean {
  if (!holders || holders.length > 0) return false;
  const leaver = leavers.at(-1);
  if (leaver) return now - leaver.at.monotonic >= SETTLED_MILLIS;
  // Told to be its own, but by none of its renderers that is known to write here: any may be the one.
  return !member.renderers?.some((one) => !one.endedAt && one.startedAt <= appearedBy(member, file));
}

/** A renderer ended after the claim had appeared, and none of those that still run can have it. */
function leftByElimination(file: ClaimedFile, parts: readonly Part[], scene: Scene): Verdict | null {
  const leavers = leftBehindBy(file, parts, scene);
  const last = leavers.at(-1);
  if (!last || scene.input.now.monotonic - last.at.monotonic < SETTLED_MILLIS) return null;
  const isAnyLeft = parts.some(({ holders }) => holders?.length !== 0);
  const others = isAnyLeft ? 'every renderer that still runs has gone on' : 'no renderer is left';
  const nodes = [...new Set(leavers.map(({ node }) => node))];
  const [node] = nodes.length === 1 ? nodes : [];
  return { node: node ?? null, why: `${verbOf(file)} before ${leaverWords(leavers, last)}; ${others}` };
}

/** Old and empty (or cut), and of all who might have claimed it none can have it in hand. */
function aged(file: ClaimedFile, parts: readonly Part[], scene: Scene): Verdict | null {
  if (file.kind === 'claim' && file.sizeBytes > 0) return null;
  if (!parts.every((part) => cannotHold(part, file, scene))) return null;
  const [owner] = file.owners;
  const what = file.kind === 'cut' ? 'cut' : `empty since ${timeOf(wallAt(file.since, scene.input.now))}`;
  return { node: owner ?? null, why: `${what}, and no renderer that runs can have it in hand` };
}

function cannotHold(part: Part, file: ClaimedFile, scene: Scene): boolean {
  const { member, holders } = part;
  if (!holders) return member.isLeaving || (member.liveness === 'online' && isIdle(member));
  if (holders.length === 0) return true;
  if (hasGoneOn(part, file, scene)) return true;
  const isSurelyOnJob = (one: CrewRenderer): boolean => one.isOnJob === true && !one.isInteractive;
  return !holders.some((renderer) => isSurelyOnJob(renderer) || isAtWork({ member, renderer }));
}

function verbOf(file: ClaimedFile): string {
  return file.kind === 'cut' ? 'left cut' : 'claimed';
}

function endWords({ program, at, isSilent }: Leaver): string {
  if (isSilent) return `whose node is silent since ${timeOf(at.wall)}`;
  return `whose ${program ?? 'renderer'} ended at ${timeOf(at.wall)}`;
}

function leaverWords(leavers: readonly Leaver[], last: Leaver): string {
  const names = leavers.map(({ node }) => node);
  if (names.length === 1 && last.isSilent) return `${last.node} fell silent at ${timeOf(last.at.wall)}`;
  if (names.length === 1) return `${last.program ?? 'the renderer'} on ${last.node} ended at ${timeOf(last.at.wall)}`;
  const more = names.length > NAMES_TOLD ? ` and ${names.length - NAMES_TOLD} more` : '';
  return `the renderers on ${names.slice(0, NAMES_TOLD).join(', ')}${more} ended`;
}

/** A job is looked at from everywhere: `10:03 UTC`. */
function timeOf(wall: Millis): string {
  return `${timestampOf(wall).slice(11, 16)} UTC`;
}

function wallAt(monotonic: Millis, now: Moment): Millis {
  return now.wall - (now.monotonic - monotonic);
}

function latest(leavers: readonly Leaver[]): Leaver | null {
  return leavers.reduce<Leaver | null>((a, b) => (a && a.at.monotonic >= b.at.monotonic ? a : b), null);
}
