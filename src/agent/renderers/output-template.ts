/** Where the frames of a path go that names a program's output, with or without a word for the frame number. */
import { posix, win32 } from 'node:path';
import { parseFramePattern } from '../../shared/frames/frame-pattern.ts';
import type { CommandLine, ToldOutput } from './renderer-kind.ts';

/** No system takes longer ones. */
const LONGEST_PATH = 4096;

/** Rules for paths of Windows where the command line bears its marks, whatever this machine is. */
export function pathsOf({ argv, workingDirectory }: CommandLine): typeof posix {
  return isOfWindows(workingDirectory ?? argv[0] ?? '') ? win32 : posix;
}

/** `path` as the process understands it; null where that depends on a working directory that is not known. */
export function absolutePath(path: string, command: CommandLine): string | null {
  if (path === '' || path.length > LONGEST_PATH) return null;
  const paths = rulesFor(path, command);
  if (paths.isAbsolute(path)) return paths.normalize(path);
  return command.workingDirectory === null ? null : paths.join(command.workingDirectory, path);
}

/** The same for a directory, of whose names nothing is told; null where nothing names one. */
export function directoryOf(path: string | null, command: CommandLine): ToldOutput | null {
  const directory = path && absolutePath(path, command);
  return directory ? { directory, pattern: null } : null;
}

/**
 * Output of a path whose name may bear a word for the frame. Null where nothing names one, and where the directory
 * itself cannot be told: one that changes with the frame, holds an unknown variable, or hangs on an unknown working
 * directory.
 */
export function outputOf(template: string | null, command: CommandLine): ToldOutput | null {
  const path = template === null ? null : absolutePath(template, command);
  if (path === null) return null;
  const paths = rulesFor(path, command);
  const directory = paths.dirname(path);
  // A lone `\\` names no share.
  if (!paths.isAbsolute(directory) || directory.includes('#') || UNKNOWN_WORDS.test(directory)) return null;
  return { directory, pattern: patternOf(paths.basename(path)) };
}

/** What only the program can fill in: `$HIP`, `${JOB}`, `<RenderLayer>`, `%V`, `[compName]`, a second frame number. */
const UNKNOWN_WORDS = /\$[A-Za-z{(]|<[A-Za-z][^>]*>|%[\dA-Za-z({]|\[[A-Za-z]|#[^#]+#/;
/** No program that is started with a name means a frame by these: `@` is a letter of it, a tile is no frame. */
const NO_FRAME = /^@|udim/i;

/** A name with its word for the frame as `#`s, one a digit; null where more than that is filled in. */
function patternOf(name: string): string | null {
  const read = parseFramePattern(name, 'digits');
  if (!read) return UNKNOWN_WORDS.test(name) ? null : name;
  const word = name.slice(read.directory.length + read.prefix.length, name.length - read.suffix.length);
  const pattern = NO_FRAME.test(word) ? name : read.directory + read.pattern;
  return UNKNOWN_WORDS.test(pattern) ? null : pattern;
}

function rulesFor(path: string, command: CommandLine): typeof posix {
  return isOfWindows(path) ? win32 : pathsOf(command);
}

function isOfWindows(path: string): boolean {
  return /^([A-Za-z]:[\\/]|\\\\)/.test(path);
}
