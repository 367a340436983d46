/** `sentry-agent`: hears signals, and only then loads the rest of the program, sentry-agent-program.ts. */
const asked = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => asked.abort(signal));
const { runAgentProgram } = await import('./sentry-agent-program.ts');
runAgentProgram(asked.signal);
