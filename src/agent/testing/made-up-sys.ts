import type { SysFiles } from '../collectors/sys-files.ts';

/** A `/sys` of these files; directories are what they make up. */
export function madeUpSys(files: Record<string, string>): SysFiles & { reads: number } {
  const sys = {
    reads: 0,
    async list(directory: string) {
      const below = Object.keys(files).filter((path) => path.startsWith(`${directory}/`));
      if (below.length === 0) throw new Error('ENOENT');
      return [...new Set(below.map((path) => path.slice(directory.length + 1).split('/')[0] ?? ''))];
    },
    async read(path: string) {
      sys.reads++;
      const text = files[path];
      if (text === undefined) throw new Error('ENOENT');
      return text;
    },
  };
  return sys;
}
