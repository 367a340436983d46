import { userInfo } from 'node:os';
import { cutText } from '../src/shared/cut-text.ts';

/** The hub takes no longer name. */
const LONGEST_NAME = 64;

/** Who runs this process; null where the system knows no such user, as in a container with a bare number. */
export function userName(): string | null {
  try {
    return cutText(userInfo().username, LONGEST_NAME) || null;
  } catch {
    return null;
  }
}
