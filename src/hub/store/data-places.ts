/** The data directory taken by this process, and the directories of records in it. */
import type { Clock } from '../../shared/clock.ts';
import type { Running } from '../../shared/running.ts';
import { lockDataDirectory } from './data-lock.ts';
import { codeOf } from './disk-problem.ts';
import type { StoreFiles } from './store-files.ts';

export interface DataPlacesDeps {
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly files: StoreFiles;
}

export interface DataPlaces extends Running {
  /**
   * Makes a directory of records. What it gives takes the data directory back and makes anew what was removed, to be
   * called before anything is written; true when the records may be gone. Rejects where another hub has the directory.
   */
  open(directory: string): Promise<() => Promise<boolean>>;
}

/** Rejects with a sentence that says the remedy where another hub has the data directory, or it cannot be made. */
export async function takeDataPlaces(data: string, deps: DataPlacesDeps): Promise<DataPlaces> {
  const { files } = deps;
  await make(data, files);
  let lock = await lockDataDirectory(data, deps);
  /** Grows with each time that the lock was lost: every kind of records is then written again. */
  let losses = 0;
  let checking: Promise<void> | null = null;

  async function takeBack(): Promise<void> {
    if (await lock.isHeld()) return;
    await lock.stop();
    await files.makeDirectory(data);
    lock = await lockDataDirectory(data, deps);
    losses++;
  }

  return {
    async open(directory) {
      await make(directory, files);
      let known = losses;
      return async () => {
        // Whoever removes the data directory removes its lock, and another hub may have made both anew since.
        checking ??= takeBack().finally(() => {
          checking = null;
        });
        await checking;
        const isAnew = await files.makeDirectory(directory);
        const isLost = known !== losses;
        known = losses;
        return isAnew || isLost;
      };
    },
    stop: () => lock.stop(),
  };
}

async function make(directory: string, files: StoreFiles): Promise<void> {
  await files.makeDirectory(directory).catch((error: unknown) => {
    throw new Error(`The data directory ${directory} cannot be made (${codeOf(error)}); choose another with --data.`);
  });
}
