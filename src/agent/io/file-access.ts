import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import type { AccessTo } from '../collectors/collector-files.ts';

/** Whether this process may read and write the file, device or socket: asks the system instead of guessing by the user. */
export const accessTo: AccessTo = async (path) => {
  try {
    await access(path, constants.R_OK | constants.W_OK);
    return 'open';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'absent' : 'barred';
  }
};
