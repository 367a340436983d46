/** `sentry-agent`: hears signals, and only then loads the rest of the program, sentry-agent-program.ts. */
import { onStopSignal } from './stop-signals.ts';

const asked = new AbortController();
onStopSignal((signal) => asked.abort(signal));
const { runAgentProgram } = await import('./sentry-agent-program.ts');
runAgentProgram(asked.signal);
