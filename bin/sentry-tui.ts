/** `sentry-tui`: shows a first line at once, and only then loads the rest of the program, sentry-tui-program.ts. */
import { takeTerminal } from './take-terminal.ts';

const terminal = takeTerminal();
const { runDashboardProgram } = await import('./sentry-tui-program.ts');
await runDashboardProgram(terminal);
