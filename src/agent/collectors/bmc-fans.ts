/**
 * How a Supermicro board's management controller drives its fans: a mode for all, and the speed that it asks of each
 * zone. Only reads. The commands are the maker's own (function 0x30); boards of other makers do other things at them.
 */
import type { Millis } from '../../shared/clock.ts';
import type { FanControlSample } from '../../shared/protocol/hardware.ts';
import type { CollectorOf, ReadKernelText } from './collector.ts';
import { sound } from './collector.ts';
import type { Ipmitool } from './ipmitool.ts';
import { ProgramFailure } from './program-failure.ts';
import { labelOf } from './told-values.ts';

type FanMode = NonNullable<FanControlSample['mode']>;

/** By the byte that the board answers. */
const MODES: readonly FanMode[] = ['standard', 'full', 'optimal', 'pue', 'heavyIo'];
/** 0 cools the processors, 1 the cards and the rest; a board with one zone refuses the second. */
const ZONES: readonly number[] = [0, 1];
const KNOWN_BOARDS = /^(?:X9|X10|X11|X12|H11|H12)(?!\d)/i;

export function bmcFans(ipmitool: Ipmitool, read: ReadKernelText, periodMillis: Millis): CollectorOf<'fanControl'> {
  return {
    name: 'bmc-fans',
    part: 'fanControl',
    periodMillis,
    // It may have to wait until the sensors have been read.
    timeoutMillis: 60_000,
    cheap: false,
    async availability(signal) {
      const board = boardHere(read);
      if (board.isKnown) return ipmitool.availability(signal);
      return {
        kind: 'absent',
        why: `fan modes are known of Supermicro X9 to X12, H11 and H12; this is ${board.words}`,
      };
    },
    async collect(signal) {
      const mode = MODES[byteOf(await ipmitool.ask(['raw', '0x30', '0x45', '0x00'], signal)) ?? MODES.length] ?? null;
      const zones: FanControlSample['zones'] = [];
      for (const zone of ZONES) {
        const percent = byteOf(await answerOf(ipmitool, ['raw', '0x30', '0x70', '0x66', '0x00', `0x0${zone}`], signal));
        if (percent !== null && percent <= 100) zones.push({ zone, percent });
      }
      return sound({ mode, zones, board: boardHere(read).name });
    },
  };
}

/** Empty where the board refuses: X9 know no zones. */
async function answerOf(ipmitool: Ipmitool, args: readonly string[], signal: AbortSignal): Promise<string> {
  return ipmitool.ask(args, signal).catch((error) => {
    if (error instanceof ProgramFailure && typeof error.code === 'number') return '';
    throw error;
  });
}

/** The one byte of an answer, ` 01`; null for anything else. */
function byteOf(text: string): number | null {
  const digits = /^\s*([0-9a-f]{2})\s*$/i.exec(text)?.[1];
  return digits === undefined ? null : Number.parseInt(digits, 16);
}

function boardHere(read: ReadKernelText): { isKnown: boolean; name: string | null; words: string } {
  const vendor = dmi(read, 'board_vendor');
  const name = dmi(read, 'board_name');
  const isKnown = /supermicro/i.test(vendor ?? '') && KNOWN_BOARDS.test(name ?? '');
  return { isKnown, name, words: [vendor, name].filter(Boolean).join(' ') || 'a board without a name' };
}

function dmi(read: ReadKernelText, field: string): string | null {
  try {
    return labelOf(read(`/sys/class/dmi/id/${field}`));
  } catch {
    return null;
  }
}
