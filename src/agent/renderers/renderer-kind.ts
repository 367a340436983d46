import type { FrameRange } from '../../shared/frames/frame-range.ts';
import type { BlendSettings } from './blend-file.ts';

/** How a process was started, as the system tells. */
export interface CommandLine {
  /** The first argument is the program. */
  readonly argv: readonly string[];
  /** Null where the system does not tell: then only absolute paths lead anywhere. */
  readonly workingDirectory: string | null;
}

/** What the files say that a command line names. */
export interface NamedFiles {
  /** The text of a small settings file; null where it is not there, too large, or not read (yet). */
  text(path: string): string | null;
  /** The render settings of a `.blend`; null where they cannot be read. */
  blend(path: string, scene: string | null): BlendSettings | null;
}

/** A file that must be read before the command line can be understood. */
export type NamedFile =
  | { readonly kind: 'text'; readonly path: string }
  | { readonly kind: 'blend'; readonly path: string; readonly scene: string | null };

/** Where frames go. */
export interface ToldOutput {
  /** Absolute. */
  readonly directory: string;
  /** `beauty.####.exr`, one `#` a digit; a name without `#` is one file; null where only the directory is told. */
  readonly pattern: string | null;
}

/** What a command line, with the files that it names, says of a render. */
export interface ToldRender {
  /** Absolute where that is known. */
  readonly scene: string | null;
  readonly outputs: readonly ToldOutput[];
  /** Directories that frames may go to, though nothing says that they do; absolute. */
  readonly hints: readonly string[];
  /** Null is unknown. */
  readonly frames: FrameRange | null;
  readonly framesFrom: 'command line' | 'scene' | null;
  /**
   * A program with windows: it runs all day and renders now and then, so that it counts as a renderer only
   * while it writes frames.
   */
  readonly interactive: boolean;
}

/** One render program: how it is recognised and read. Pure; wrong guesses do no harm, as only what exists is followed. */
export interface RendererKind {
  /** As people call it. */
  readonly program: string;
  /** Names of its executables: lower case, without `.exe`. */
  readonly names: RegExp;
  /** Files without which the command line says too little. */
  readonly needs?: (command: CommandLine) => readonly NamedFile[];
  /** Null where the process is no render at all: a licence server, a converter, `--version`. */
  readonly read: (command: CommandLine, files: NamedFiles) => ToldRender | null;
}
