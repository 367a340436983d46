import type { RunProgram } from '../collectors/collector.ts';
import { ProgramFailure } from '../collectors/program-failure.ts';

/** What a made-up program does: says something, fails, or waits until its time is over. */
export type ProgramAnswer = string | ProgramFailure | 'hangs';

export interface FakePrograms {
  readonly run: RunProgram;
  /** Command lines in the order in which they were begun. */
  readonly asked: string[];
  /** By the command line, or by the beginning of it; the longest that fits counts. What is not named is not installed. */
  readonly answers: Record<string, ProgramAnswer>;
}

export function fakePrograms(answers: Record<string, ProgramAnswer>): FakePrograms {
  const asked: string[] = [];
  return {
    asked,
    answers,
    async run(program, args, signal) {
      const line = [program, ...args].join(' ');
      asked.push(line);
      const fitting = Object.keys(answers).filter((beginning) => line.startsWith(beginning));
      const answer = answers[fitting.toSorted((a, b) => b.length - a.length)[0] ?? ''];
      if (answer === undefined) throw failure({ code: 'ENOENT' });
      if (answer === 'hangs') return hang(signal);
      if (answer instanceof ProgramFailure) throw answer;
      return answer;
    },
  };
}

export function failure(told: {
  readonly code: number | string | null;
  readonly output?: string;
  readonly complaint?: string;
}): ProgramFailure {
  const { code, output = '', complaint = '' } = told;
  return new ProgramFailure(`the program says: ${complaint}`, { code, output });
}

function hang(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = (): void => reject(failure({ code: null }));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}
