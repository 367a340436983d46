import { constants, setPriority } from 'node:os';

/** Renders come first: a program that is asked for figures runs at the lowest priority that is not idle. */
export function leaveTheProcessorToRenders(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch {
    // It has ended already, or the system has no such thing.
  }
}
