/** POV-Ray 3.x: switches (`+Oframe.png`), settings (`Final_Frame=24`) and INI files of both, the last of each counts. */
import { frameOf, framesBetween } from './command-options.ts';
import { absolutePath, pathsOf } from './output-template.ts';
import type { CommandLine, NamedFiles, RendererKind, ToldOutput } from './renderer-kind.ts';
import { toldRender } from './told-render.ts';

export const povRay: RendererKind = {
  program: 'POV-Ray',
  names: /^(povray|pvengine(32|64)?(-[a-z0-9]+)?|megapov|uberpov)(-?\d[\d.]*)?$/,
  needs: (command) => iniFiles(command).map(({ path }) => ({ kind: 'text', path })),
  read(command, files) {
    const settings = settingsOf(command, files);
    if (settings.input === null) return null;
    const first = settings.first ?? 1;
    const last = settings.last ?? 1;
    const isAnimation = last > 1 || first !== last;
    const output = outputOf(settings, isAnimation ? String(last).length : 0, command);
    const { subsetFirst, subsetLast } = settings;
    const frames =
      isAnimation && subsetFirst !== 'a share' && subsetLast !== 'a share'
        ? framesBetween(subsetFirst ?? first, subsetLast ?? last)
        : null;
    return toldRender(command, { scene: settings.input, outputs: [output], frames });
  },
};

interface Settings {
  input: string | null;
  output: string | null;
  first: number | null;
  last: number | null;
  /** A share of the whole (`+SF0.5`) is not worth guessing how it is rounded. */
  subsetFirst: number | 'a share' | null;
  subsetLast: number | 'a share' | null;
  extension: string;
  writes: boolean;
}

/** By the letter of `+F`. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  B: 'bmp',
  C: 'tga',
  E: 'exr',
  H: 'hdr',
  J: 'jpg',
  N: 'png',
  P: 'ppm',
  S: 'png',
  T: 'tga',
};

function settingsOf(command: CommandLine, files: NamedFiles): Settings {
  const settings: Settings = {
    input: null,
    output: null,
    first: null,
    last: null,
    subsetFirst: null,
    subsetLast: null,
    extension: 'png',
    writes: true,
  };
  const inis = iniFiles(command);
  const readIni = (argument: string): void => {
    const ini = inis.find((each) => each.argument === argument);
    const text = ini && files.text(ini.path);
    for (const line of ini && text ? linesOf(text, ini.section) : []) apply(settings, line);
  };
  readIni(OWN_INI);
  for (const argument of command.argv.slice(1)) {
    if (isIni(argument)) readIni(argument);
    else apply(settings, argument);
  }
  return settings;
}

/** Path and section: no system takes a longer path. */
const LONGEST_INI = 4200;
/** The one that is read unasked, where the program is started in its directory. */
const OWN_INI = 'povray.ini';

interface IniFile {
  readonly argument: string;
  readonly path: string;
  readonly section: string | null;
}

function iniFiles(command: CommandLine): readonly IniFile[] {
  return [OWN_INI, ...command.argv.slice(1).filter(isIni)].flatMap((argument) => {
    const match = /^(.*?)(?:\[([^\]]*)\])?$/s.exec(argument);
    const path = absolutePath(match?.[1] ?? argument, command);
    return path === null ? [] : [{ argument, path, section: match?.[2]?.toLowerCase() ?? null }];
  });
}

function isIni(argument: string): boolean {
  return argument.length <= LONGEST_INI && /\.ini(\[[^\]]*\])?$/i.test(argument) && !/^[+-]|=/.test(argument);
}

/** What stands before the first section, and the section that is asked for. */
function linesOf(text: string, section: string | null): readonly string[] {
  let current: string | null = null;
  return text.split(/\r?\n/).flatMap((raw) => {
    const line = raw.replace(/;.*$/, '').trim();
    const head = /^\[([^\]]*)\]/.exec(line);
    if (head) current = (head[1] as string).trim().toLowerCase();
    if (head || line === '' || (current !== null && current !== section)) return [];
    return /^[+-]/.test(line) ? line.split(/\s+/) : [line];
  });
}

function apply(settings: Settings, argument: string): void {
  const setting = /^([A-Za-z_]+)\s*=\s*"?(.*?)"?$/s.exec(argument);
  const option = /^[+-](KFI|KFF|SF|EF|HI|GI|I|O|F)(.*)$/is.exec(argument);
  if (setting) applySetting(settings, (setting[1] as string).toLowerCase(), setting[2] as string);
  else if (option) applySwitch(settings, argument, [option[1]?.toUpperCase() ?? '', option[2] ?? '']);
  else if (!/^[+-]/.test(argument)) settings.input = argument;
}

function applySwitch(settings: Settings, argument: string, [name, value]: readonly [string, string]): void {
  if (name === 'I') settings.input = value;
  else if (name === 'O') settings.output = value;
  else if (name === 'KFI') settings.first = frameOf(value) ?? settings.first;
  else if (name === 'KFF') settings.last = frameOf(value) ?? settings.last;
  else if (name === 'SF') settings.subsetFirst = subset(value);
  else if (name === 'EF') settings.subsetLast = subset(value);
  else if (name === 'F') {
    settings.writes = argument.startsWith('+');
    settings.extension = EXTENSIONS[value.charAt(0).toUpperCase()] ?? settings.extension;
  }
}

function applySetting(settings: Settings, name: string, value: string): void {
  if (name === 'input_file_name') settings.input = value;
  else if (name === 'output_file_name') settings.output = value;
  else if (name === 'initial_frame') settings.first = frameOf(value) ?? settings.first;
  else if (name === 'final_frame') settings.last = frameOf(value) ?? settings.last;
  else if (name === 'subset_start_frame') settings.subsetFirst = subset(value);
  else if (name === 'subset_end_frame') settings.subsetLast = subset(value);
  else if (name === 'output_file_type') settings.extension = EXTENSIONS[value.charAt(0).toUpperCase()] ?? 'png';
  else if (name === 'output_to_file') settings.writes = !/^(off|false|no|0)$/i.test(value);
}

function subset(value: string): number | 'a share' | null {
  return /^\d*\.\d*[1-9]/.test(value) ? 'a share' : frameOf(value);
}

/**
 * The name less the type's own extension, the number as wide as the last one, the extension. Without a name, or with
 * a directory's, the scene's name; without either it lies beside the scene.
 */
function outputOf(settings: Settings, digits: number, command: CommandLine): ToldOutput | null {
  if (!settings.writes || settings.input === null) return null;
  const paths = pathsOf(command);
  const scene = settings.input.replace(/\.[^./\\]*$/, '');
  const asked = settings.output ?? '';
  if (asked === '-' || asked.startsWith('/dev/')) return null;
  const template = asked === '' ? scene : /[\\/]$/.test(asked) ? asked + paths.basename(scene) : asked;
  const path = absolutePath(template, command);
  if (path === null) return null;
  const ending = `.${settings.extension}`;
  const name = paths.basename(path);
  const stem = name.toLowerCase().endsWith(ending) ? name.slice(0, -ending.length) : name;
  // A name's own `#` would be taken for a number.
  const pattern = stem.includes('#') ? null : `${stem}${'#'.repeat(digits)}${ending}`;
  return { directory: paths.dirname(path), pattern };
}
