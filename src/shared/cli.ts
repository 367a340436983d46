import { ConfigError } from './config.ts';
import { displaySafe } from './display-safe.ts';
import { UsageError } from './usage-error.ts';

/** Exit statuses of all programs. */
export const EXIT = { done: 0, failed: 1, usage: 2, config: 78 } as const;

/** The line and the exit status for whatever ended a program: never a stack trace. */
export function describeFailure(program: string, error: unknown): { line: string; status: number } {
  const message = error instanceof Error ? error.message : String(error);
  const status = error instanceof UsageError ? EXIT.usage : error instanceof ConfigError ? EXIT.config : EXIT.failed;
  return { line: `${program}: ${displaySafe(message)}\n`, status };
}
