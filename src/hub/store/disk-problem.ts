const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'free some space on its disk',
  EDQUOT: "free some space, or raise the user's quota",
  EROFS: 'mount its disk writable again',
  EIO: 'look into the state of its disk',
  EMFILE: "raise the hub's limit of open files (ulimit -n)",
  ENFILE: "raise the system's limit of open files",
  EACCES: "give the hub's user the right to write there",
  EPERM: "give the hub's user the right to write there",
  ENOENT: 'it was removed; start the hub again',
};

/** What a person is told of a write that failed: what does not work, what happens meanwhile, the remedy. */
export function diskProblem(directory: string, error: unknown): string {
  const code = codeOf(error);
  const remedy = REMEDIES[code] ?? 'look into the state of its disk';
  return `Node records cannot be written to ${directory} (${code}): serving from memory and trying again; ${remedy}.`;
}

function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string')
    return error.code;
  return error instanceof Error ? error.name : 'unknown error';
}
