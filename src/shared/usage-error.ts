/** A command line that cannot be understood: told in one sentence that says the remedy, exit 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
