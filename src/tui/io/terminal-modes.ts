/** What the dashboard asks of a terminal, and how each of it is given back. */
import { displaySafe } from '../../shared/display-safe.ts';

const LONGEST_TITLE = 80;

/** Title pushed, alternate screen, cursor hidden, no autowrap, bracketed paste. */
export const ENTER_SCREEN = '\x1b[22;2t\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?2004h\x1b[m\x1b[H\x1b[2J';

/** The reverse, safe at any moment: it ends an update that was cut off, and what was never set is unset in vain. */
export const LEAVE_SCREEN = '\x1b[?2026l\x1b[m\x1b[?2004l\x1b[?7h\x1b[?1049l\x1b[?25h\x1b[23;2t';

/** Sets the window's title to plain text. */
export function titleSequence(title: string): string {
  return `\x1b]2;${displaySafe(title).slice(0, LONGEST_TITLE)}\x07`;
}
