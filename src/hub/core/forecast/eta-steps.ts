/**
 * Rounded up to what a reader would tell apart (1 s in the last minute, 10 s in the last hour, then 1 min):
 * a countdown sent each second for each job would fill the supervisors' lines. Never 0.
 */
export function inSteps(seconds: number): number {
  const step = seconds <= 60 ? 1 : seconds <= 3600 ? 10 : 60;
  return Math.max(1, Math.ceil(seconds / step) * step);
}
