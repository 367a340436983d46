import type { FormatCheck } from './verdict.ts';

/** How many bytes of a file's start tell its format. */
export const HEAD_BYTES = 16;

/** One file format, as formats.ts lists them. */
export interface Format {
  /** As people call it: `PNG`. */
  readonly name: string;
  /** Lower case, without the dot. */
  readonly extensions: readonly string[];
  /** Whether a file that starts with `head` (one character a byte, up to 16) may be one. */
  readonly starts: (head: string) => boolean;
  readonly check: FormatCheck;
}

/** For `starts`: one of these, at the very start. */
export function startsWith(...signatures: readonly string[]): (head: string) => boolean {
  return (head) => signatures.some((signature) => head.startsWith(signature));
}
