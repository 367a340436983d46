/**
 * Blender 2.8 to 5: its arguments are carried out one after the other, so that what comes after `-a` or `-f` says
 * nothing of it, and what comes before the `.blend` is overridden by the `.blend`.
 */
import type { FrameRange } from '../../shared/frames/frame-range.ts';
import type { BlendSettings } from './blend-file.ts';
import { frameOf, framesBetween, joinFrames } from './command-options.ts';
import { absolutePath, pathsOf } from './output-template.ts';
import type { CommandLine, RendererKind, ToldOutput, ToldRender } from './renderer-kind.ts';

export const blender: RendererKind = {
  program: 'Blender',
  names: /^blender(-?\d[\d.]*)?(-softwaregl)?(\.bin)?$/,
  needs(whole) {
    const command = withoutScripts(whole);
    const path = scenePath(command);
    return path === null ? [] : [{ kind: 'blend', path, scene: sceneName(command) }];
  },
  read(whole, files) {
    const command = withoutScripts(whole);
    const { argv } = command;
    if (argv.some((arg) => ['-v', '--version', '-h', '--help', '/?'].includes(arg))) return null;
    // `-c` runs one of Blender's own tools, `-a` without `-b` is its player.
    if (argv[1] === '-c' || argv[1] === '--command' || argv[1] === '-a') return null;
    const path = scenePath(command);
    const scene = path === null ? null : files.blend(path, sceneName(command));
    return carryOut(command, path, scene);
  },
};

/** What stands behind `--` is for the scripts that it runs. */
function withoutScripts({ argv, workingDirectory }: CommandLine): CommandLine {
  const end = argv.indexOf('--');
  return { argv: end < 0 ? argv : argv.slice(0, end), workingDirectory };
}

/** By `-F`; what is not here is a movie, or unknown. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  TGA: 'tga',
  RAWTGA: 'tga',
  JPEG: 'jpg',
  IRIS: 'rgb',
  IRIZ: 'rgb',
  PNG: 'png',
  BMP: 'bmp',
  HDR: 'hdr',
  TIFF: 'tif',
  OPEN_EXR: 'exr',
  OPEN_EXR_MULTILAYER: 'exr',
  CINEON: 'cin',
  DPX: 'dpx',
  DDS: 'dds',
  JP2: 'jp2',
  WEBP: 'webp',
};

/** The settings as they stand when an argument is carried out; null is unknown. */
interface Settings {
  output: string | null;
  first: number | null;
  last: number | null;
  step: number | null;
  extension: string | null;
  useExtension: boolean;
}

/** A render, with the settings that held when its turn came. */
interface Action {
  readonly settings: Settings;
  /** What `-f` asked for; null for the whole animation. */
  readonly asked: string | null;
}

const UNKNOWN: Settings = { output: null, first: null, last: null, step: null, extension: null, useExtension: true };

function carryOut(command: CommandLine, path: string | null, scene: BlendSettings | null): ToldRender {
  const { argv } = command;
  const now: Settings = { ...UNKNOWN };
  const actions: Action[] = [];
  let interactive = true;
  let overridden = false;
  const act = (asked: string | null): void => {
    actions.push({ settings: { ...now }, asked });
  };
  for (let at = 1; at < argv.length; at++) {
    const arg = argv[at] as string;
    const value = argv[at + 1] ?? '';
    if (isScene(arg)) Object.assign(now, scene ?? UNKNOWN);
    else if (arg === '-b' || arg === '--background') interactive = false;
    else if (arg === '-a' || arg === '--render-anim') act(null);
    else if (arg === '-f' || arg === '--render-frame') act(value);
    else if (set(now, arg, value)) overridden ||= FRAME_OPTIONS.has(arg);
    if (TAKES_VALUE.has(arg)) at++;
  }
  const idle = actions.length === 0 ? outputOf(now, path, command) : null;
  const frames = interactive ? null : joinFrames(actions, framesOf);
  const named = argv.includes('-f') || argv.includes('--render-frame') || overridden;
  return {
    scene: path,
    outputs: actions.flatMap(({ settings }) => outputOf(settings, path, command) ?? []),
    hints: idle ? [idle.directory] : [],
    frames,
    framesFrom: frames && (named ? 'command line' : 'scene'),
    interactive,
  };
}

const FRAME_OPTIONS: ReadonlySet<string> = new Set(['-s', '--frame-start', '-e', '--frame-end', '-j', '--frame-jump']);

const TAKES_VALUE: ReadonlySet<string> = new Set([
  ...FRAME_OPTIONS,
  ...['-o', '--render-output', '-F', '--render-format', '-x', '--use-extension', '-f', '--render-frame'],
  ...['-S', '--scene', '-E', '--engine', '-t', '--threads', '-P', '--python', '--python-text', '--python-expr'],
  ...['--log', '--log-level', '--log-file', '--addons', '--python-exit-code', '--debug-value', '--verbose'],
]);

/** Whether the argument is one of those that change how frames come out; if so, it is done. */
function set(now: Settings, arg: string, value: string): boolean {
  switch (arg) {
    case '-o':
    case '--render-output':
      now.output = value;
      return true;
    case '-F':
    case '--render-format':
      // A format that Blender does not know changes nothing.
      if (/^(AVI|MPEG|FFMPEG)/.test(value)) now.extension = null;
      else now.extension = EXTENSIONS[value] ?? now.extension;
      return true;
    case '-x':
    case '--use-extension':
      now.useExtension = !/^(0|false)$/i.test(value);
      return true;
    case '-s':
    case '--frame-start':
      now.first = relativeFrame(value, now);
      return true;
    case '-e':
    case '--frame-end':
      now.last = relativeFrame(value, now);
      return true;
    case '-j':
    case '--frame-jump':
      now.step = frameOf(value);
      return true;
    default:
      return false;
  }
}

/** `+2` counts from the start, `-1` from the end: the last frame itself. */
function relativeFrame(text: string, { first, last }: Settings): number | null {
  const number = frameOf(text);
  if (number === null) return null;
  if (text.startsWith('+')) return first === null ? null : first + number;
  if (text.startsWith('-')) return last === null ? null : last + number + 1;
  return number;
}

function framesOf({ settings, asked }: Action): FrameRange | null {
  return asked === null ? framesBetween(settings.first, settings.last, settings.step) : framesAsked(asked, settings);
}

/** `1,5..10,+2`. */
function framesAsked(text: string, settings: Settings): FrameRange | null {
  return joinFrames(text.split(','), (part) => {
    const [from = '', to] = part.split('..');
    const first = relativeFrame(from, settings);
    return framesBetween(first, to === undefined ? first : relativeFrame(to, settings));
  });
}

/** The last run of `#` is the frame; without one four digits are added. The extension is added where it is not there. */
function outputOf(now: Settings, scene: string | null, command: CommandLine): ToldOutput | null {
  const path = outputPath(now.output, scene, command);
  if (path === null) return null;
  const paths = pathsOf(command);
  const directory = paths.dirname(path);
  if (directory.includes('#')) return null;
  const name = paths.basename(path);
  const numbered = name.includes('#') ? name : `${name}####`;
  // A pattern has one run of `#` and cannot say that another is to be taken by its letter.
  const isTold = now.extension !== null && /^[^#]*#+[^#]*$/.test(numbered);
  return { directory, pattern: isTold ? numbered + extensionFor(numbered, now) : null };
}

function outputPath(output: string | null, scene: string | null, command: CommandLine): string | null {
  // Braces are filled in by Blender itself, since 5.0.
  if (output === null || output === '' || output.includes('{')) return null;
  const paths = pathsOf(command);
  // What ends in a slash is a directory: the frames there are called by their numbers alone.
  const whole = /[\\/]$/.test(output) ? `${output}####` : output;
  if (!whole.startsWith('//')) return absolutePath(whole, command);
  return scene === null ? null : paths.join(paths.dirname(scene), slashed(whole.slice(2), paths.sep));
}

function extensionFor(name: string, { extension, useExtension }: Settings): string {
  if (!useExtension || extension === null) return '';
  const same = extension === 'jpg' ? 'jpe?g' : extension === 'tif' ? 'tiff?' : extension;
  return new RegExp(`\\.${same}$`, 'i').test(name) ? '' : `.${extension}`;
}

function slashed(path: string, separator: string): string {
  return separator === '/' ? path.replaceAll('\\', '/') : path;
}

function isScene(arg: string): boolean {
  return /\.blend\d*$/i.test(arg) && !arg.startsWith('-');
}

function scenePath(command: CommandLine): string | null {
  const argument = command.argv.findLast((arg, at) => at > 0 && isScene(arg));
  return argument === undefined ? null : absolutePath(argument, command);
}

function sceneName({ argv }: CommandLine): string | null {
  const at = Math.max(argv.lastIndexOf('-S'), argv.lastIndexOf('--scene'));
  return at > 0 ? (argv[at + 1] ?? null) : null;
}
