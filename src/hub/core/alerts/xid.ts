/** What NVIDIA's driver means by its error codes (XIDs), of those that are met with in render farms. */

const MEANINGS: Readonly<Record<number, string>> = {
  8: 'the GPU stopped working on its task',
  13: 'a program failed on the GPU',
  31: 'a program used memory of the GPU that is not its own',
  32: 'the stream of commands was spoilt',
  43: 'the GPU stopped working on a program',
  45: 'a program was stopped and cleaned up',
  48: 'its memory has an error that cannot be corrected',
  61: 'its own controller failed',
  62: 'its own controller halted',
  63: 'a part of its memory was set aside',
  64: 'a broken part of its memory could not be set aside',
  69: 'a program failed on the GPU',
  74: 'its NVLink has errors',
  79: 'it has fallen off the bus',
  92: 'many errors of its memory are corrected',
  94: 'an error of its memory ended a program',
  95: 'an error of its memory may have spoilt all that runs on it',
  109: 'a switch between programs took too long',
  119: 'its controller does not answer',
  120: 'its controller failed',
  140: 'its memory has an error that was not recovered',
};

/** The card, not a program on it: it wants a reset, or a walk. */
const GRAVE: ReadonlySet<number> = new Set([48, 61, 62, 64, 74, 79, 95, 119, 120, 140]);

export function isGrave(xid: number): boolean {
  return GRAVE.has(xid);
}

/** `: it has fallen off the bus`; nothing of a code without a meaning here. */
export function xidWords(xid: number): string {
  const meaning = MEANINGS[xid];
  return meaning === undefined ? '' : `: ${meaning}`;
}
