/**
 * `value` give or take `width` (at most a quarter of it), smooth in time and different for each name, as the figures of a
 * machine at work are; stays within 0 and `most`.
 */
export function waver(
  value: number,
  { width, seconds, name, most = 100 }: { width: number; seconds: number; name: string; most?: number },
): number {
  let phase = 0;
  for (const char of name) phase += char.charCodeAt(0);
  const wave = Math.sin(seconds / 5 + phase) + Math.sin(seconds / 11.3 + 2 * phase) / 2;
  return Math.min(most, Math.max(0, value + (Math.min(width, value / 4) * wave) / 1.5));
}
