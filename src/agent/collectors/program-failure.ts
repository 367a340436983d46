/** A program that did not end well. What it said up to then may still be of use: some exit 1 for one bad sensor. */
export class ProgramFailure extends Error {
  /** As `execFile` has it: the exit status, or `ENOENT` and its like where it could not be started. */
  readonly code: number | string | null;
  readonly output: string;

  constructor(message: string, told: { readonly code: number | string | null; readonly output: string }) {
    super(message);
    this.name = 'ProgramFailure';
    this.code = told.code;
    this.output = told.output;
  }
}

export function isNotInstalled(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** What the program said although it failed; throws the error again where that is nothing, or not the program's. */
export function outputInSpite(error: unknown): string {
  if (error instanceof ProgramFailure && typeof error.code === 'number' && error.output.trim() !== '')
    return error.output;
  throw error;
}
