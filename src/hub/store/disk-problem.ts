import { DataTakenError } from './data-lock.ts';

const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'free some space on its disk',
  EDQUOT: "free some space, or raise the user's quota",
  EROFS: 'mount its disk writable again',
  EIO: 'look into the state of its disk',
  EMFILE: "raise the hub's limit of open files (ulimit -n)",
  ENFILE: "raise the system's limit of open files",
  EACCES: "give the hub's user the right to write there",
  EPERM: "give the hub's user the right to write there",
  EEXIST: 'remove the file that has its place',
  ENOTDIR: 'remove the file that has its place',
  ENOENT: 'it was removed, and is made again with the next try',
};

/** What a person is told of a write that failed: what does not work, what happens meanwhile, the remedy. */
export function diskProblem(
  { directory, noun }: { readonly directory: string; readonly noun: string },
  error: unknown,
): string {
  const [cause, remedy] =
    error instanceof DataTakenError
      ? ['another hub took it after it was removed', 'stop one of the two']
      : [codeOf(error), diskRemedy(error)];
  const records = `${noun.charAt(0).toUpperCase()}${noun.slice(1)} records`;
  return `${records} cannot be written to ${directory} (${cause}): serving from memory and trying again; ${remedy}.`;
}

/** What a person can do about it, as a part of a sentence. */
export function diskRemedy(error: unknown): string {
  return REMEDIES[codeOf(error)] ?? 'look into the state of its disk';
}

/** `ENOSPC` and its like, of the error or its cause; else the error's name. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? error.name : codeOf(error.cause);
}
