import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Program, startProgram } from './programs.ts';

const scene = fileURLToPath(new URL('../../fixtures/scenes/orbit.pov', import.meta.url));

/** A whole image for tests that need no renderer: one grey pixel. */
export const GREY_PIXEL_PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);

/**
 * Why tests with this Debian package cannot run here; false when they can. CI must never skip them:
 * there a missing program fails by its own error.
 */
export function missingProgram(program: string): string | false {
  if (process.env.CI) return false;
  try {
    execFileSync('which', [program], { stdio: 'ignore' });
    return false;
  } catch {
    return `skipped: ${program} is not here; apt-get install ${program}`;
  }
}

/** POV-Ray writing `frame01.png` … into `directory`, each frame in place and bit by bit. */
export function startPovray(directory: string, frames: number, width = 320): Program {
  const height = Math.round((width * 9) / 16);
  const output = join(directory, 'frame.png');
  return startProgram('povray', [
    `+I${scene}`,
    `+O${output}`,
    `+W${width}`,
    `+H${height}`,
    '+A0.3',
    `+KFF${frames}`,
    '-D',
  ]);
}

/** FFmpeg writing numbered PNG files at `perSecond` of real time; `pattern` as `beauty.%04d.png`. */
export function startFfmpeg(
  directory: string,
  pattern: string,
  options: { frames: number; perSecond: number },
): Program {
  const source = `testsrc=size=64x64:rate=${options.perSecond}`;
  const input = ['-loglevel', 'error', '-re', '-f', 'lavfi', '-i', source];
  return startProgram('ffmpeg', [...input, '-frames:v', String(options.frames), join(directory, pattern)]);
}
