/** Files below `/sys`; both reject where there is none. Not at once: a chip on a slow bus takes milliseconds to answer. */
export interface SysFiles {
  readonly list: (directory: string) => Promise<readonly string[]>;
  readonly read: (path: string) => Promise<string>;
}

/** A whole number, null where there is none. */
export async function sysNumber(files: SysFiles, path: string): Promise<number | null> {
  const text = await sysText(files, path);
  return text !== null && /^-?\d+$/.test(text) ? Number(text) : null;
}

/** Without blanks around it, null where there is nothing. */
export async function sysText(files: SysFiles, path: string): Promise<string | null> {
  const content = await files.read(path).catch(() => '');
  return content.trim() || null;
}

/** Names in a directory in the order of their numbers, none where it is not there. */
export async function sysList(files: SysFiles, directory: string): Promise<readonly string[]> {
  const names = await files.list(directory).catch(() => []);
  return names.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}
