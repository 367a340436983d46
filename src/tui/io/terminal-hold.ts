/** The terminal taken and given back: raw mode, alternate screen, title, and what others write meanwhile. */
import { displaySafeLines } from '../../shared/display-safe.ts';
import type { TerminalPort } from './terminal.ts';
import { ENTER_SCREEN, LEAVE_SCREEN, titleSequence } from './terminal-modes.ts';

export interface TerminalHold {
  /** `restored` is for good. */
  readonly state: 'armed' | 'suspended' | 'restored';
  /** Takes the terminal, if it is suspended. */
  arm(): void;
  /** Gives the terminal back, synchronously; what others wrote meanwhile is printed after that. */
  disarm(next: 'suspended' | 'restored'): void;
  /** Rings the terminal's bell, while the terminal is ours. */
  ring(): void;
  /** Kept over a suspension. */
  setTitle(title: string): void;
}

/** Suspended at first. */
export function createTerminalHold(port: TerminalPort): TerminalHold {
  let state: TerminalHold['state'] = 'suspended';
  let title = '';
  let releaseStray = () => '';
  return {
    get state() {
      return state;
    },
    arm() {
      if (state !== 'suspended') return;
      state = 'armed';
      port.setRawMode(true);
      port.writeSync(ENTER_SCREEN + (title === '' ? '' : titleSequence(title)));
      releaseStray = port.catchStray();
    },
    disarm(next) {
      const wasArmed = state === 'armed';
      // First of all: a terminal that is gone says so from within these calls, and restores once more.
      state = next;
      if (!wasArmed) return;
      const stray = releaseStray();
      port.writeSync(LEAVE_SCREEN);
      port.setRawMode(false);
      if (stray !== '') port.printAfterwards(displaySafeLines(stray));
    },
    ring() {
      if (state === 'armed') port.write('\u0007', () => {});
    },
    setTitle(next) {
      if (next === title) return;
      title = next;
      if (state === 'armed') port.write(titleSequence(next), () => {});
    },
  };
}
