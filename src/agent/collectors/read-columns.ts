/** The kernel's tables are read every few seconds: by character codes, without cutting them into words first. */

const LINE_END = 10;
const ZERO = 48;

/**
 * Puts the whole numbers from `start` to the end of the line into `into`, as many as it holds, and says how many there
 * were. What is no digit parts two numbers, a sign too.
 */
export function readColumns(text: string, start: number, into: Float64Array): number {
  let count = 0;
  let value = 0;
  let isInNumber = false;
  for (let at = start; count < into.length; at++) {
    const digit = at < text.length ? text.charCodeAt(at) - ZERO : LINE_END - ZERO;
    if (digit >= 0 && digit <= 9) {
      value = isInNumber ? value * 10 + digit : digit;
      isInNumber = true;
      continue;
    }
    if (isInNumber) into[count++] = value;
    isInNumber = false;
    if (digit === LINE_END - ZERO) break;
  }
  return count;
}

/** Where the line after that of `at` begins; the text's length after the last. */
export function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}
