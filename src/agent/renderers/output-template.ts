/** Where the frames of a path with a placeholder go: every program's words for "the frame number stands here". */
import { posix, win32 } from 'node:path';
import type { CommandLine, ToldOutput } from './renderer-kind.ts';

/** No system takes longer ones. */
const LONGEST_PATH = 4096;
/** Widest padding that anybody means. */
const WIDEST = 12;

/** Rules for paths of Windows where the command line bears its marks, whatever this machine is. */
export function pathsOf({ argv, workingDirectory }: CommandLine): typeof posix {
  const place = workingDirectory ?? argv[0] ?? '';
  return /^([A-Za-z]:[\\/]|\\\\)/.test(place) ? win32 : posix;
}

/** `path` as the process understands it; null where that depends on a working directory that is not known. */
export function absolutePath(path: string, command: CommandLine): string | null {
  const paths = /^([A-Za-z]:[\\/]|\\\\)/.test(path) ? win32 : pathsOf(command);
  if (path === '' || path.length > LONGEST_PATH) return null;
  if (paths.isAbsolute(path)) return paths.normalize(path);
  return command.workingDirectory === null ? null : paths.join(command.workingDirectory, path);
}

/**
 * Output of a path whose name may bear a placeholder for the frame. Null where the directory itself cannot be told:
 * one that changes with the frame, holds an unknown variable, or hangs on an unknown working directory.
 */
export function outputOf(template: string, command: CommandLine): ToldOutput | null {
  const path = absolutePath(template, command);
  if (path === null) return null;
  const paths = /^([A-Za-z]:[\\/]|\\\\)/.test(path) ? win32 : pathsOf(command);
  const directory = paths.dirname(path);
  const name = paths.basename(path);
  if (UNKNOWN_WORDS.test(directory) || namePattern(directory).includes('#')) return null;
  return { directory, pattern: UNKNOWN_WORDS.test(namePattern(name)) ? null : namePattern(name) };
}

/** A name with its placeholder as `#`s, one a digit: `%04d`, `$F4`, `[####]`, `<frame04>`, `@@@`; others as they are. */
export function namePattern(name: string): string {
  return name
    .replace(/%(?:0(\d{1,2}))?[di]/g, (_, width: string | undefined) => hashes(width))
    .replace(/\$\{?FF?(?![A-Z_a-z])(\d{1,2})?\}?/g, (_, width: string | undefined) => hashes(width))
    .replace(/<(?:f|frame)(\d{1,2})?>/gi, (_, width: string | undefined) => hashes(width))
    .replace(/\[(#+)\]/g, '$1')
    .replace(/@+(?=\.[^.]*$)/, (marks) => '#'.repeat(marks.length));
}

/** `digits` padded to so many, or not padded at all. */
function hashes(width: string | undefined): string {
  return '#'.repeat(Math.min(WIDEST, Math.max(1, Number(width ?? 1))));
}

/** What only the program can fill in: `$HIP`, `${JOB}`, `<RenderLayer>`, `%V`, `[compName]`. */
const UNKNOWN_WORDS = /\$[A-Za-z{(]|<[A-Za-z][^>]*>|%[A-Za-z({]|\[[A-Za-z]/;
