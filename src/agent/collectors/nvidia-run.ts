import type { Clock, Millis } from '../../shared/clock.ts';
import type { ProgramEnd, StartProgram } from '../io/line-program.ts';

export interface NvidiaRunDeps {
  readonly clock: Clock;
  readonly start: StartProgram;
  /** Path of `nvidia-smi`. */
  readonly program: string;
}

export interface NvidiaRun {
  readonly args: readonly string[];
  /** For so long it may say nothing; then it is ended. */
  readonly silence: Millis;
  /** True of a line that is neither figures nor their heads: the last of those say why it ended. */
  readonly line: (text: string) => boolean;
  /** It hangs, and may not end for long. */
  readonly silent: (why: string) => void;
  /** The process is gone; `why` is a sentence. */
  readonly ended: (why: string) => void;
}

const MOST_WORDS = 8;

/** Starts `nvidia-smi`; the returned function ends it. */
export function runNvidiaSmi({ clock, start, program }: NvidiaRunDeps, run: NvidiaRun): () => void {
  const words: string[] = [];
  let silence: string | null = null;
  let cancelSilence = (): void => {};
  function listen(): void {
    cancelSilence();
    cancelSilence = clock.after(run.silence, () => {
      silence = `nvidia-smi has said nothing for ${run.silence / 1000} s; where it hangs, the driver does`;
      run.silent(silence);
      end();
    });
  }
  listen();
  const end = start(program, run.args, {
    line(text) {
      if (silence !== null) return;
      listen();
      if (text.trim() !== '' && run.line(text) && words.push(text.trim()) > MOST_WORDS) words.shift();
    },
    ended(how) {
      cancelSilence();
      run.ended(silence ?? endText(words, how));
    },
  });
  return () => {
    cancelSilence();
    end();
  };
}

/** What it said last, else how it ended. */
function endText(words: readonly string[], { code, signal, error }: ProgramEnd): string {
  const how = error ?? (signal === null ? `status ${code}` : signal);
  return `nvidia-smi ended (${how})${words.length > 0 ? `: ${words.join(' ')}` : ''}`.slice(0, 500);
}
