import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { type Program, programPath, startProgram } from './programs.ts';

/**
 * Why no machines of their own can be made here; false when they can. It takes root's rights on Linux, as CI has;
 * there nothing is skipped.
 */
export function noMachines(): string | false {
  if (process.env.CI) return false;
  try {
    execFileSync('unshare', ['--pid', '--fork', '--mount-proc', 'true'], { stdio: 'ignore' });
    return false;
  } catch {
    return 'skipped: process namespaces cannot be made here; run it as root on Linux';
  }
}

/** Something like a machine: a render node with an agent, of whose processes no other node's agent knows. */
export interface Machine extends Program {
  /** The renderer's process as this side knows it; null while there is none. */
  readonly rendererPid: () => number | null;
}

/** Starts an agent with these arguments, and the renderer once the file `go` is there; `end('SIGKILL')` ends all of it. */
export function startMachine(agent: readonly string[], renderer: readonly string[], go: string): Machine {
  const script = `
    node="$1" go="$2" agents="$3"; shift 3
    "$node" "\${@:1:$agents}" & shift "$agents"
    until [ -e "$go" ]; do sleep 0.05; done
    "$@" & wait`;
  const agentCommand = [programPath('sentry-agent'), ...agent];
  const shell = ['bash', '-c', script, 'machine', process.execPath, go, String(agentCommand.length)];
  const isolated = ['--pid', '--fork', '--mount-proc', '--kill-child'];
  const program = startProgram('unshare', [...isolated, ...shell, ...agentCommand, ...renderer]);
  const { pid } = program.process;
  return { ...program, rendererPid: () => (pid === undefined ? null : descendant(pid, renderer[0] ?? '')) };
}

/** The process called `name` below `ancestor`, by this side's numbers. */
function descendant(ancestor: number, name: string): number | null {
  const parents = new Map<number, { parent: number; name: string }>();
  for (const entry of readdirSync('/proc')) {
    const stat = /^\d+$/.test(entry) ? statOf(entry) : null;
    if (stat) parents.set(Number(entry), stat);
  }
  for (const [pid, process] of parents) {
    if (process.name !== name) continue;
    for (let at: number | undefined = pid; at !== undefined; at = parents.get(at)?.parent)
      if (at === ancestor) return pid;
  }
  return null;
}

function statOf(pid: string): { parent: number; name: string } | null {
  try {
    const [, name = '', parent = '0'] = /^\d+ \((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return { parent: Number(parent), name };
  } catch {
    return null;
  }
}
