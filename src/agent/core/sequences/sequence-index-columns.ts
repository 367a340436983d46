/** The columns of a group: which one a name stands in, and what stands in another taken over. */
import type { Millis } from '../../../shared/clock.ts';
import type { FrameColumn, FramePlace, NameGroup } from './sequence-index.ts';
import { FrameTable } from './sequence-index-frames.ts';
import { endsInAmbiguousDash, type FrameSpot, locateFrame } from './sequence-name.ts';

/** Prefix and suffix of a name that somebody gave. */
export type GivenName = Pick<NameGroup, 'prefix' | 'suffix'>;

/** Whether a dash is a minus tells the set of all files, not one name: until then it belongs to the name. */
export function spotIn(name: string): FrameSpot | null {
  const spot = locateFrame(name);
  if (!spot || spot.frame >= 0 || !endsInAmbiguousDash(name.slice(0, spot.start + 1))) return spot;
  return { ...spot, start: spot.start + 1, frame: -spot.frame };
}

/** The column of a name whose frame stands there. */
export function columnAt(group: NameGroup, name: string, { start, end, frame }: FrameSpot): FrameColumn {
  const digits = frame < 0 ? start + 1 : start;
  return columnOf(group, end - digits, isPadded(name, digits, end));
}

/** The group's frames of one width, made where there are none yet. */
export function columnOf(group: NameGroup, width: number, padded: boolean): FrameColumn {
  for (const column of group.columns) if (column.width === width && column.padded === padded) return column;
  const frames = new FrameTable();
  const column = { group, width, padded, frames, recent: [], startedAt: null, changedAt: null };
  group.columns.push(column);
  return column;
}

/** Whether the digits from `start` to `end` of the name begin with zeros that only fill them up. */
export function isPadded(name: string, start: number, end: number): boolean {
  return end - start > 1 && name.charCodeAt(start) === 48;
}

/** Whether the group is one of those that somebody named. */
export function isNamed({ prefix, suffix }: GivenName, given: readonly GivenName[]): boolean {
  return given.some((name) => name.prefix === prefix && name.suffix === suffix);
}

/** How many files the group holds. */
export function filesOf(group: NameGroup): number {
  let files = 0;
  for (const column of group.columns) files += column.frames.size;
  return files;
}

/** Copies what is known of a frame to another column, where it stands under another number. */
export function copyFrame({ column: from, frame }: FramePlace, to: FrameColumn, number: number): void {
  const file = from.frames.get(frame);
  if (file) to.frames.set(number, file);
  const claim = from.frames.notes.claim(frame);
  if (claim) to.frames.notes.setClaim(number, claim);
  const defect = from.frames.notes.defect(frame);
  if (defect) to.frames.notes.setDefect(number, defect);
  for (const completion of from.recent) {
    if (completion.frame === frame) to.recent.push({ ...completion, frame: number });
  }
  to.startedAt = earliest(to.startedAt, from.startedAt);
  to.changedAt = to.changedAt === null ? from.changedAt : Math.max(to.changedAt, from.changedAt ?? 0);
}

function earliest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

/** Notes a change; `at` is null for what was there before the watch began. */
export function touch(column: FrameColumn, at: Millis | null): void {
  column.group.version++;
  if (at !== null) column.changedAt = Math.max(column.changedAt ?? at, at);
}
