import { EXIT } from '../src/shared/cli.ts';

/** Ends the process after its agent, with success. Not left to an empty loop: timers of libraries would hold it. */
export async function endAfterAgent(isHeldUp: () => Promise<boolean>): Promise<never> {
  // An exit waits for its threads, and one that asks a dead share never comes back.
  if (await isHeldUp()) process.kill(process.pid, 'SIGKILL');
  process.exit(EXIT.done);
}
