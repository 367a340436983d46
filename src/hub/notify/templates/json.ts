import type { Message } from '../notice.ts';
import type { MessageText } from '../notice-text.ts';

/** For programs, by webhook and on standard input of a command: the alerts as `GET /api/alerts` gives them, names raw. */
export function jsonBody({ farm, at, notices, isTest }: Message, { title, tone }: MessageText): unknown {
  return {
    version: 1,
    farm,
    at: new Date(at).toISOString(),
    test: isTest,
    /** In words, harmless for a terminal. */
    title,
    /** The worst that is open in it: `crit`, `warn`, `info`; `good` where all is over. */
    severity: tone,
    notices: notices.map(({ change, alert }) => ({ change, alert })),
  };
}
