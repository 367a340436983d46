/** `sentry-agent` after its signals: command line and environment -> settings -> a running agent -> exit status. */
import { hostname } from 'node:os';
import { type AgentArguments, agentCommand, readAgentArguments } from '../src/agent/agent-arguments.ts';
import { AGENT_HELP } from '../src/agent/agent-help.ts';
import { systemClock } from '../src/shared/clock.ts';
import { createLog } from '../src/shared/log.ts';
import { VERSION } from '../src/shared/version.ts';
import { configSources } from './config-sources.ts';
import { endAfterAgent } from './end-agent.ts';
import { endWithFailure } from './end-with-failure.ts';
import { printWholly } from './print-wholly.ts';

/** Runs `sentry-agent` to its end. `asked` is aborted with the signal's name when it is asked to stop. */
export function runAgentProgram(asked: AbortSignal): void {
  // Whoever reads the log may go away; the agent goes on.
  process.stderr.on('error', () => {});
  run(asked).catch(endWithFailure('sentry-agent'));
}

async function run(asked: AbortSignal): Promise<void> {
  const argv = process.argv.slice(2);
  const command = agentCommand(argv);
  if (command !== null) {
    endsBySignal(asked);
    const { runDoctorCommand, runFramesCommand, runScanCommand } = await import('./sentry-agent-commands.ts');
    const commands = { doctor: runDoctorCommand, frames: runFramesCommand, scan: runScanCommand };
    await commands[command](argv.slice(1));
    return;
  }
  const args = readAgentArguments(argv);
  if (args.wants === 'help') await printWholly(AGENT_HELP);
  else if (args.wants === 'version') await printWholly(`${VERSION}\n`);
  else await report(args, asked);
}

/** What only a working agent needs is loaded here, so that `--help` answers at once. */
async function report(args: AgentArguments, asked: AbortSignal): Promise<void> {
  const { resolveAgentProgram } = await import('../src/agent/agent-config.ts');
  const program = resolveAgentProgram(configSources('agent', args.flags, args.configFile));
  const { reportOnce, startAgent } = await import('../src/agent/main.ts');
  const log = createLog('agent', (line) => process.stderr.write(line), Date.now);
  if (program.directories.length === 0)
    log.info('No directory is named: running renderers are looked for; sentry-agent DIR watches a directory.');
  const { agentDeps } = await import('../src/agent/agent-deps.ts');
  const deps = agentDeps(program, program.agent.nodeId ?? hostname(), {
    clock: systemClock,
    log,
    environment: process.env,
  });
  if (args.once) {
    // One report is not worth a good-bye.
    endsBySignal(asked);
    const failure = await reportOnce(program.agent, deps);
    if (failure !== null) throw new Error(failure);
    return endAfterAgent(deps.isHeldUp);
  }
  const agent = startAgent(program.agent, deps);
  onAbort(asked, () => void agent.stop());
  await agent.done;
  await endAfterAgent(deps.isHeldUp);
}

/** Ends as a program does that hears no signals. */
function endsBySignal(asked: AbortSignal): void {
  onAbort(asked, () => process.kill(process.pid, asked.reason));
}

function onAbort(signal: AbortSignal, task: () => void): void {
  if (signal.aborted) task();
  else signal.addEventListener('abort', task, { once: true });
}
