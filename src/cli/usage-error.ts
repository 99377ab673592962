/**
 * The caller's mistake in one line: what, where, what is allowed. Ends the program with exit code 2 before anything is
 * written.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
