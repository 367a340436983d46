import { describeFailure } from '../src/shared/cli.ts';

/**
 * What a program does with whatever it fails by: prints the sentence and ends the process with the status; what fails
 * after that is not told. `first` gives back what was taken, the terminal.
 */
export function endWithFailure(program: string, first: () => void = () => {}): (error: unknown) => void {
  let isEnding = false;
  return (error) => {
    if (isEnding) return;
    isEnding = true;
    first();
    const { line, status } = describeFailure(program, error);
    // Who reads it may have gone.
    process.stderr.on('error', () => {});
    // Not every system has it out at once: an exit before would lose it.
    process.stderr.write(line, () => process.exit(status));
  };
}
