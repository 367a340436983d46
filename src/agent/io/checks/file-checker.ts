import type { Running } from '../../../shared/running.ts';
import type { FileVerdict } from '../../formats/verdict.ts';

/**
 * Reads files where a dead share can hang nobody; answers `unreadable` after a bounded time.
 * The real one is `createFileChecker` of file-checker-threads.ts.
 */
export interface FileChecker extends Running {
  /** `share`: any name that is the same for the same share; null for this machine's own disks. Never rejects. */
  check(path: string, share: string | null): Promise<FileVerdict>;
}
