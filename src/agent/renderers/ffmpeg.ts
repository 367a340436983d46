/** FFmpeg: options stand before the file that they are for; what is no option and follows no `-i` is an output. */
import { frameOf, framesBetween } from './command-options.ts';
import { outputOf } from './output-template.ts';
import type { CommandLine, RendererKind } from './renderer-kind.ts';
import { toldRender } from './told-render.ts';

export const ffmpeg: RendererKind = {
  program: 'FFmpeg',
  names: /^ffmpeg(-?\d[\d.]*)?$/,
  read(command) {
    const { input, outputs } = filesOf(command);
    if (outputs.length === 0) return null;
    const files = outputs.filter(({ url }) => isLocal(url));
    const [first] = files;
    return toldRender(command, {
      scene: input !== null && isLocal(input) ? input : null,
      outputs: files.map(({ url }) => outputOf(url, command)),
      frames: first && files.length === 1 ? framesOf(first) : null,
    });
  },
};

/** Options without a value; each other takes one. */
const FLAGS: ReadonlySet<string> = new Set(
  (
    'y n re nostdin stdin hide_banner an vn sn dn shortest stats nostats copyts start_at_zero benchmark report ' +
    'ignore_unknown copy_unknown accurate_seek noaccurate_seek autorotate noautorotate xerror bitexact h version ' +
    'autoscale noautoscale debug_ts benchmark_all psnr vstats hex dump find_stream_info'
  ).split(' '),
);

interface Output {
  readonly url: string;
  readonly options: ReadonlyMap<string, string>;
}

function filesOf({ argv }: CommandLine): { readonly input: string | null; readonly outputs: readonly Output[] } {
  let input: string | null = null;
  let options = new Map<string, string>();
  const outputs: Output[] = [];
  for (let at = 1; at < argv.length; at++) {
    const arg = argv[at] as string;
    if (!arg.startsWith('-') || arg === '-') {
      outputs.push({ url: arg, options });
      options = new Map();
      continue;
    }
    const name = arg.slice(1);
    if (FLAGS.has(name)) continue;
    const value = argv[++at];
    if (value === undefined) break;
    if (name !== 'i') {
      options.set(name, value);
      continue;
    }
    input ??= options.get('f') === 'lavfi' ? null : value;
    options = new Map();
  }
  return { input, outputs };
}

/** Not a pipe, a stream or a device. */
function isLocal(url: string): boolean {
  return url !== '-' && !/^[a-z][a-z0-9+]+:/i.test(url) && !url.startsWith('/dev/');
}

/** `-frames:v` or `-t` and `-r` tell how many; the numbers begin at 1 unless told. */
function framesOf({ url, options }: Output): ReturnType<typeof framesBetween> {
  if (!/%0?\d*d/.test(url)) return null;
  const first = options.has('start_number') ? frameOf(options.get('start_number')) : 1;
  const count = frameOf(options.get('frames:v') ?? options.get('vframes') ?? options.get('frames')) ?? timed(options);
  return first === null || count === null || count < 1 ? null : framesBetween(first, first + count - 1);
}

function timed(options: ReadonlyMap<string, string>): number | null {
  const seconds = secondsOf(options.get('t') ?? '');
  const [over, under = '1'] = (options.get('r') ?? options.get('r:v') ?? '').split('/');
  const rate = Number(over) / Number(under);
  return seconds === null || !(rate > 0 && rate < 10_000) ? null : Math.round(seconds * rate);
}

/** `12.5` or `00:01:30`. */
function secondsOf(text: string): number | null {
  if (!/^(\d+:){0,2}\d+(\.\d+)?$/.test(text)) return null;
  return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}
