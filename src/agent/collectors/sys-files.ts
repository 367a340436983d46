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

/** Names in a directory, those that differ by their first number in its order; none where it is not there. */
export async function sysList(files: SysFiles, directory: string): Promise<readonly string[]> {
  const names = await files.list(directory).catch(() => []);
  return names.toSorted(compareNumbered);
}

/** Not by locale: that alone would load megabytes of tables of languages. */
function compareNumbered(a: string, b: string): number {
  const [wordOfA = '', numberOfA = ''] = /^(\D*)(\d*)/.exec(a)?.slice(1) ?? [];
  const [wordOfB = '', numberOfB = ''] = /^(\D*)(\d*)/.exec(b)?.slice(1) ?? [];
  if (wordOfA === wordOfB && numberOfA !== numberOfB) return Number(numberOfA) - Number(numberOfB);
  return a < b ? -1 : 1;
}
