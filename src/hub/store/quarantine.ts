import { join } from 'node:path';
import type { StoreFiles } from './store-files.ts';

export interface Quarantined {
  readonly directory: string;
  readonly name: string;
  /** Unix milliseconds: when it was put aside. */
  readonly at: number;
}

/**
 * Moves a file that cannot be read into `data/quarantine/`, for a person to look at; its name is kept and
 * the time added: `rn-01.json.20260131T235959123Z`. Gives the new path.
 */
export async function quarantine(file: Quarantined, to: string, files: StoreFiles): Promise<string> {
  await files.makeDirectory(to);
  const time = new Date(file.at).toISOString().replace(/[-:.]/g, '');
  const path = join(to, `${file.name}.${time}`);
  await files.rename(join(file.directory, file.name), path);
  return path;
}
