/** The decoder with a clock: a lone ESC becomes the key when nothing follows it in time. */
import type { Clock } from '../../shared/clock.ts';
import type { TerminalInput } from '../core/key-press.ts';
import { createInputDecoder } from './input-decoder.ts';

/** Over SSH the bytes of one sequence may come 50 ms apart. */
const ESCAPE_WAIT = 60;
/** A sequence or paste that does not go on for so long never will. */
const BEGINNING_WAIT = 1000;

export interface InputReader {
  push(bytes: Uint8Array): void;
  stop(): void;
}

/** `onInputs` gets all inputs of one chunk at once, so that they can be shown by one frame. */
export function createInputReader(clock: Clock, onInputs: (inputs: readonly TerminalInput[]) => void): InputReader {
  const decoder = createInputDecoder();
  let cancel = () => {};
  const tell = (inputs: readonly TerminalInput[]) => {
    if (inputs.length > 0) onInputs(inputs);
  };
  return {
    push(bytes) {
      cancel();
      tell(decoder.push(bytes));
      if (decoder.held === 'nothing') return;
      const wait = decoder.held === 'escape' ? ESCAPE_WAIT : BEGINNING_WAIT;
      cancel = clock.after(wait, () => tell(decoder.flush()));
    },
    stop: () => cancel(),
  };
}
