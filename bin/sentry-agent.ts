/** `sentry-agent`: command line and environment -> settings -> a running agent -> exit status. */
import { hostname } from 'node:os';
import { type AgentArguments, readAgentArguments } from '../src/agent/agent-arguments.ts';
import { AGENT_HELP } from '../src/agent/agent-help.ts';
import { describeFailure, EXIT } from '../src/shared/cli.ts';
import { systemClock } from '../src/shared/clock.ts';
import { createLog } from '../src/shared/log.ts';
import { VERSION } from '../src/shared/version.ts';
import { configSources } from './config-sources.ts';

async function run(): Promise<void> {
  const args = readAgentArguments(process.argv.slice(2));
  if (args.wants === 'help') process.stdout.write(AGENT_HELP);
  else if (args.wants === 'version') process.stdout.write(`${VERSION}\n`);
  else await report(args);
}

/** What only a working agent needs is loaded here, so that `--help` answers at once. */
async function report(args: AgentArguments): Promise<void> {
  const { resolveAgentProgram } = await import('../src/agent/agent-config.ts');
  const program = resolveAgentProgram(configSources('agent', args.flags, args.configFile));
  const { reportOnce, startAgent } = await import('../src/agent/main.ts');
  const log = createLog('agent', (line) => process.stderr.write(line), Date.now);
  if (program.directories.length === 0)
    log.info('No directory is watched, only this machine is reported; name one to see its renders: sentry-agent DIR');
  const { agentDeps } = await import('../src/agent/agent-deps.ts');
  const deps = agentDeps(program, program.agent.nodeId ?? hostname(), { clock: systemClock, log });
  if (args.once) {
    const failure = await reportOnce(program.agent, deps);
    if (failure !== null) throw new Error(failure);
    process.exit(EXIT.done);
  }
  const agent = startAgent(program.agent, deps);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => void agent.stop());
  await agent.done;
  // A thread that waits for a share which does not answer must not hold the program.
  process.exit(EXIT.done);
}

function fail(error: unknown): void {
  const { line, status } = describeFailure('sentry-agent', error);
  process.stderr.write(line);
  process.exit(status);
}

// Whoever reads the log may go away; the agent goes on.
process.stderr.on('error', () => {});
run().catch(fail);
