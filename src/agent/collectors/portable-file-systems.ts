import type { FileSystemSample } from '../../shared/protocol/hardware.ts';

/** A file system as systeminformation's `fsSize()` tells it. */
export interface FsSize {
  readonly fs: string;
  readonly type: string;
  readonly size: number;
  readonly available: number;
  readonly mount: string;
}

/**
 * The file systems that have a place and a size. The output lies on the one with the longest mount that its path begins
 * with; letters' case counts for nothing on Windows.
 */
export function portableFileSystems(
  sizes: readonly FsSize[],
  outputDirectories: readonly string[],
  platform: NodeJS.Platform,
): FileSystemSample[] {
  const comparable = (path: string): string => {
    const slashed = platform === 'win32' ? path.replaceAll('\\', '/').toLowerCase() : path;
    return slashed.endsWith('/') ? slashed : `${slashed}/`;
  };
  const shown = sizes.filter((size) => size.mount !== '' && size.size > 0).slice(0, 256);
  const outputs = new Set(
    outputDirectories.map((directory) => {
      const holders = shown.filter((size) => comparable(directory).startsWith(comparable(size.mount)));
      return holders.toSorted((a, b) => b.mount.length - a.mount.length)[0];
    }),
  );
  return shown.map((size) => ({
    mount: size.mount,
    source: size.fs,
    type: size.type,
    totalBytes: size.size,
    freeBytes: Math.max(0, size.available),
    holdsOutput: outputs.has(size),
  }));
}
