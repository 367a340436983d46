import type { FrameColumn, NameGroup } from './sequence-index.ts';
import { FrameTable } from './sequence-index-frames.ts';

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

/** How many files the group holds. */
export function filesOf(group: NameGroup): number {
  let files = 0;
  for (const column of group.columns) files += column.frames.size;
  return files;
}
