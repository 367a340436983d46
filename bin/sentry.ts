/** `npm start` and `npm run demo`: hub, agents and dashboard in one process. The rest is in sentry-program.ts. */
import { takeTerminal } from './take-terminal.ts';

const terminal = takeTerminal();
const { runAllInOne } = await import('./sentry-program.ts');
await runAllInOne(terminal);
