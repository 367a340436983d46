/** Can a directory be watched? */
import type { Clock, Millis } from '../../shared/clock.ts';
import { runBounded } from '../io/bounded.ts';
import type { CheckFinding } from './finding.ts';

export interface CheckDirectoryDeps {
  readonly clock: Clock;
  /** Names in it; rejects with the system's error. */
  readonly list: (directory: string) => Promise<readonly string[]>;
  /** Where it lies, null on a disk of this machine. */
  readonly shareOf: (directory: string) => Promise<string | null>;
}

/** A share that is away may never answer. */
const ANSWER_LIMIT: Millis = 5_000;

/** `directory` is absolute. Never rejects. */
export async function checkDirectory(directory: string, deps: CheckDirectoryDeps): Promise<CheckFinding> {
  const task = runBounded(deps.clock, ANSWER_LIMIT, async () => look(directory, deps));
  const outcome = await task.first;
  if (outcome.ok) return { name: directory, ...outcome.value };
  const message = `${outcome.message}: is its share away? See whether ls ${directory} comes back`;
  return { name: directory, state: 'fails', message };
}

async function look(directory: string, { list, shareOf }: CheckDirectoryDeps): Promise<Omit<CheckFinding, 'name'>> {
  try {
    const names = await list(directory);
    const share = await shareOf(directory);
    const where = share === null ? 'on a disk of this machine' : `on the share ${share}, so it is polled`;
    return {
      state: 'ok',
      message: `can be read, ${names.length} ${names.length === 1 ? 'entry' : 'entries'}, ${where}`,
    };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT') return { state: 'note', message: 'is not there yet; it is watched from when it appears' };
    if (code === 'ENOTDIR') return { state: 'fails', message: 'is no directory; name the one that it lies in' };
    if (code === 'EACCES' || code === 'EPERM')
      return {
        state: 'fails',
        message: 'may not be read by this user; give it the rights, or run the agent as another',
      };
    return { state: 'fails', message: `cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}
