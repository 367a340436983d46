/** A program whose outputs are heard: started by its path, never a shell, at the lowest priority, since renders come first. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { leaveTheProcessorToRenders } from './low-priority.ts';

export interface HeardProgram {
  readonly child: ChildProcess;
  readonly stdout: Readable;
  readonly stderr: Readable;
}

/** `failed` is told a moment later why it could not be started; null where there is nothing to hear it by even then. */
export function startHeard(
  program: string,
  args: readonly string[],
  failed: (error: Error) => void,
): HeardProgram | null {
  try {
    const child: ChildProcess = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    child.on('error', failed);
    leaveTheProcessorToRenders(child.pid);
    const { stdout, stderr } = child;
    // None where this process has as many files open as it may.
    return stdout && stderr ? { child, stdout, stderr } : null;
  } catch (error) {
    // Some errors are thrown, such as too little memory.
    queueMicrotask(() => failed(error instanceof Error ? error : new Error(String(error))));
    return null;
  }
}
