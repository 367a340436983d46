import type { ProgramEars, ProgramEnd } from '../io/line-program.ts';

/** One start of the program. */
interface Run extends ProgramEars {
  readonly args: readonly string[];
  isAskedToEnd: boolean;
}

/** A program in the test's hands: it says and ends what it is told to. */
export function fakeProgram() {
  const runs: Run[] = [];
  let alive = 0;
  let mostAlive = 0;
  const last = (): Run => runs.at(-1) as Run;
  return {
    runs,
    last,
    mostAlive: () => mostAlive,
    start: (_: string, args: readonly string[], ears: ProgramEars) => {
      mostAlive = Math.max(mostAlive, ++alive);
      const run: Run = { ...ears, args, isAskedToEnd: false };
      runs.push(run);
      return () => {
        run.isAskedToEnd = true;
      };
    },
    say: (...lines: readonly string[]) => {
      for (const line of lines) last().line(line);
    },
    end: (how: Partial<ProgramEnd> = {}) => {
      alive--;
      last().ended({ code: 0, signal: null, error: null, ...how });
    },
  };
}
