/** As many frames has each of the made-up sequences. */
export const FRAMES_EACH = 10_000;

/** The name of the i-th file of a made-up directory, as farms call theirs. */
export function nameAt(i: number): string {
  const shot = String(Math.floor(i / FRAMES_EACH)).padStart(4, '0');
  return `sh${shot}_beauty_v003.${String(1001 + (i % FRAMES_EACH)).padStart(5, '0')}.exr`;
}
